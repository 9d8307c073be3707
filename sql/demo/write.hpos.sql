-- Orders in high-performance order storage, with the placeholder posts that hold their numbers.
--
-- One statement fills one empty table: with unique_checks off, InnoDB then builds its primary key
-- by sorting, faster than row by row. The other keys come when the table is full.

INSERT INTO {prefix}wc_orders
SELECT
  d.doc_id, d.status, d.currency, IF(d.kind = 0, 'shop_order', 'shop_order_refund'),
  (d.tax_full + d.tax_reduced) / 100, d.total / 100, IF(d.kind = 0, d.user_id, NULL),
  IF(d.kind = 0, p.email, NULL), d.created, d.updated, d.parent_id,
  IF(d.kind = 0, ELT(d.pay, 'stripe', 'paypal', 'bacs', 'cod'), NULL),
  IF(d.kind = 0, ELT(d.pay, 'Credit card (Stripe)', 'PayPal', 'Direct bank transfer',
    'Cash on delivery'), NULL),
  IF(d.kind = 0 AND d.pay < 3 AND d.paid IS NOT NULL, CONCAT('txn_', LPAD(HEX(d.r), 8, '0'), d.n),
    IF(d.kind = 0, '', NULL)),
  IF(d.kind = 0, CONCAT('198.51.100.', d.r % 254 + 1), NULL),
  IF(d.kind = 0, 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0', NULL),
  IF(d.kind = 0, IF(d.r % 25 = 0, ELT(d.r DIV 25 % 4 + 1, 'Please ring twice.',
    'Bitte beim Nachbarn abgeben – danke!', 'It''s a gift 🎁', 'Leave it "by the door"'), ''), NULL)
FROM {prefix}demo_doc AS d
STRAIGHT_JOIN {prefix}demo_person AS p ON p.id = d.person;

INSERT INTO {prefix}wc_order_operational_data
SELECT
  doc_id, doc_id, IF(kind = 0, IF(r % 5 = 0, 'store-api', 'checkout'), NULL), '11.0.1', 0,
  IF(kind = 0, 1, NULL), IF(kind = 0, paid IS NOT NULL, NULL),
  IF(kind = 0, MD5(CONCAT(@seed, '/cart/', n)), NULL), IF(kind = 0, 1, NULL),
  IF(kind = 0, CONCAT('wc_order_', LEFT(MD5(CONCAT(@seed, '/key/', n)), 13)), NULL),
  IF(kind = 0, paid IS NOT NULL, NULL), paid, completed, shipping_tax / 100, shipping / 100,
  discount_tax / 100, discount / 100, IF(kind = 0, paid IS NOT NULL, NULL)
FROM {prefix}demo_doc;

INSERT INTO {prefix}wc_order_addresses
SELECT
  d.n * 2 + a.seq, d.doc_id, ELT(a.seq + 1, 'billing', 'shipping'), p.first_name, p.last_name,
  p.company, p.street, NULL, p.city, NULLIF(p.state, ''), p.postcode, p.country,
  IF(a.seq = 0, p.email, NULL), p.phone
FROM {prefix}demo_doc AS d
STRAIGHT_JOIN {prefix}demo_person AS p ON p.id = d.person
STRAIGHT_JOIN seq_0_to_1 AS a
WHERE d.kind = 0;

INSERT INTO {prefix}wc_orders_meta
SELECT
  d.doc_id * 16 + k.seq, d.doc_id,
  ELT(k.seq, '_wc_order_attribution_source_type', '_wc_order_attribution_utm_source',
    '_wc_order_attribution_device_type', '_wc_order_attribution_session_pages',
    '_wc_order_attribution_utm_campaign', '_billing_address_index', '_shipping_address_index',
    '_cogs_total_value', '_refund_amount', '_refunded_by', '_refunded_payment', '_refund_reason',
    '_refund_type'),
  CASE k.seq
    WHEN 1 THEN ELT(d.r DIV 4 % 4 + 1, 'organic', 'utm', 'typein', 'referral')
    WHEN 2 THEN ELT(d.r DIV 4 % 4 + 1, 'google', 'newsletter', '(direct)', 'blog.example')
    WHEN 3 THEN ELT(d.r DIV 16 % 3 + 1, 'Desktop', 'Mobile', 'Tablet')
    WHEN 4 THEN 1 + d.r DIV 48 % 12
    WHEN 5 THEN CONCAT('Letter ', DATE_FORMAT(d.created, '%Y-%m'))
    WHEN 6 THEN CONCAT_WS(' ', p.first_name, p.last_name, p.company, p.street, p.city, p.state,
      p.postcode, p.country, p.email, p.phone)
    WHEN 7 THEN CONCAT_WS(' ', p.first_name, p.last_name, p.company, p.street, p.city, p.state,
      p.postcode, p.country, p.phone)
    WHEN 8 THEN CAST(d.cost / 100 AS DECIMAL(20,2))
    WHEN 9 THEN CAST(-d.total / 100 AS DECIMAL(20,2))
    WHEN 10 THEN '1'
    WHEN 11 THEN IF(d.pay < 3, '1', '')
    WHEN 12 THEN ELT(d.r % 4 + 1, 'Returned', 'Damaged in transit', 'Zu groß', '')
    WHEN 13 THEN IF(d.kind IN (1, 4), 'full', 'partial')
  END
FROM {prefix}demo_doc AS d
STRAIGHT_JOIN {prefix}demo_person AS p ON p.id = d.person
STRAIGHT_JOIN seq_1_to_13 AS k
WHERE d.mask >> (k.seq - 1) & 1;

INSERT INTO {prefix}posts
SELECT
  doc_id, 1, created_local, created, '', '', '', 'draft', 'closed', 'closed', '', '', '', '',
  created_local, created, '', parent_id,
  CONCAT(@url, '/?post_type=shop_order_placehold&p=', doc_id), 0, 'shop_order_placehold', '',
  IF(kind = 0, 1 + (paid IS NOT NULL) + (completed IS NOT NULL), 0)
FROM {prefix}demo_doc;
