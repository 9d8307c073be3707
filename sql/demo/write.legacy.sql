-- Orders as posts with postmeta, as shops had them before high-performance order storage.

INSERT INTO {prefix}posts
SELECT
  doc_id, 1, created_local, created, '',
  CONCAT(IF(kind = 0, 'Order', 'Refund'), ' &ndash; ',
    DATE_FORMAT(created, '%M %e, %Y @ %h:%i %p')),
  IF(kind = 0, IF(r % 25 = 0, ELT(r DIV 25 % 4 + 1, 'Please ring twice.',
    'Bitte beim Nachbarn abgeben – danke!', 'It''s a gift 🎁', 'Leave it "by the door"'), ''),
    ELT(r % 4 + 1, 'Returned', 'Damaged in transit', 'Zu groß', '')),
  status, IF(kind = 0, 'open', 'closed'), 'closed',
  CONCAT('wc_order_', LEFT(MD5(CONCAT(@seed, '/key/', doc_id)), 13)),
  CONCAT(IF(kind = 0, 'order-', 'refund-'), doc_id), '', '',
  -- The zone's offset of the creation is near enough for a date that only hints at changes.
  updated + INTERVAL TIMESTAMPDIFF(HOUR, created, created_local) HOUR, updated, '', parent_id,
  CONCAT(@url, '/?post_type=', IF(kind = 0, 'shop_order', 'shop_order_refund'), '&#038;p=', doc_id),
  0, IF(kind = 0, 'shop_order', 'shop_order_refund'), '',
  IF(kind = 0, 1 + (paid IS NOT NULL) + (completed IS NOT NULL), 0)
FROM {prefix}demo_doc;

-- Keys 1-38 are an order's, 1-10 and 39-43 a refund's; 30-38 only where there is something to say.
INSERT INTO {prefix}postmeta
SELECT
  d.doc_id * 64 + k.seq AS meta_id, d.doc_id,
  ELT(k.seq, '_order_currency', '_cart_discount', '_cart_discount_tax', '_order_shipping',
    '_order_shipping_tax', '_order_tax', '_order_total', '_order_version', '_prices_include_tax',
    '_cogs_total_value', '_order_key', '_customer_user', '_payment_method',
    '_payment_method_title', '_customer_ip_address', '_customer_user_agent', '_created_via',
    '_billing_first_name', '_billing_last_name', '_billing_address_1', '_billing_city',
    '_billing_postcode', '_billing_country', '_billing_email', '_billing_phone',
    '_shipping_first_name', '_shipping_last_name', '_shipping_address_1', '_shipping_country',
    '_billing_state', '_billing_company', '_transaction_id', '_date_paid', '_date_completed',
    '_wc_order_attribution_source_type', '_wc_order_attribution_utm_source',
    '_wc_order_attribution_device_type', '_recorded_sales', '_refund_amount', '_refunded_by',
    '_refunded_payment', '_refund_reason', '_refund_type') AS meta_key,
  ELT(k.seq,
    -- 1-10
    d.currency, d.discount * 0.01, d.discount_tax * 0.01, d.shipping * 0.01,
    d.shipping_tax * 0.01, (d.tax_full + d.tax_reduced) * 0.01, d.total * 0.01, '11.0.1', 'no',
    IF(d.cost = 0, NULL, d.cost * 0.01),
    -- 11-17
    CONCAT('wc_order_', LEFT(MD5(CONCAT(@seed, '/key/', d.doc_id)), 13)), d.user_id,
    ELT(d.pay, 'stripe', 'paypal', 'bacs', 'cod'),
    ELT(d.pay, 'Credit card (Stripe)', 'PayPal', 'Direct bank transfer', 'Cash on delivery'),
    CONCAT('198.51.100.', d.r % 254 + 1),
    'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0',
    IF(d.r % 5 = 0, 'store-api', 'checkout'),
    -- 18-29
    p.first_name, p.last_name, p.street, p.city, p.postcode, p.country, p.email, p.phone,
    p.first_name, p.last_name, p.street, p.country,
    -- 30-38
    NULLIF(p.state, ''), p.company,
    IF(d.pay < 3 AND d.paid IS NOT NULL, CONCAT('txn_', LPAD(HEX(d.r), 8, '0'), d.n), NULL),
    UNIX_TIMESTAMP(d.paid), UNIX_TIMESTAMP(d.completed),
    IF(d.mask & 1, ELT(d.r DIV 4 % 4 + 1, 'organic', 'utm', 'typein', 'referral'), NULL),
    IF(d.mask & 1, ELT(d.r DIV 4 % 4 + 1, 'google', 'newsletter', '(direct)', 'blog.example'),
      NULL),
    IF(d.mask & 1, ELT(d.r DIV 16 % 3 + 1, 'Desktop', 'Mobile', 'Tablet'), NULL),
    IF(d.paid IS NULL, NULL, 'yes'),
    -- 39-43
    -d.total * 0.01, '1', IF(d.pay < 3, '1', ''),
    ELT(d.r % 4 + 1, 'Returned', 'Damaged in transit', 'Zu groß', ''),
    IF(d.kind IN (1, 4), 'full', 'partial')) AS meta_value
FROM {prefix}demo_doc AS d
STRAIGHT_JOIN {prefix}demo_person AS p ON p.id = d.person
STRAIGHT_JOIN seq_1_to_43 AS k
WHERE IF(d.kind = 0, k.seq < 39, k.seq < 11 OR k.seq > 38)
HAVING meta_value IS NOT NULL;
