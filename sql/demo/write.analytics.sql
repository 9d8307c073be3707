-- What WooCommerce's background jobs write about orders: look-up tables in store-local time.

INSERT INTO {prefix}wc_customer_lookup
SELECT
  p.id, NULLIF(p.user_id, 0), IF(p.user_id > 0, CONCAT('customer', p.id), ''), p.first_name,
  p.last_name, p.email, COALESCE(o.created, p.registered), p.registered, p.country, p.postcode,
  p.city, p.state
FROM {prefix}demo_person AS p
LEFT JOIN {prefix}demo_first AS f ON f.person = p.id
LEFT JOIN {prefix}demo_draw AS o ON o.n = f.last_n
WHERE p.user_id > 0 OR f.person IS NOT NULL;

-- A full refund made as a lump sum books what its order booked, item by item.
INSERT INTO {prefix}wc_order_stats
SELECT
  d.doc_id, d.parent_id, d.created_local, d.created, d.paid_local, d.completed_local,
  IF(d.kind = 4, -o.qty, d.qty), d.total / 100,
  IF(d.kind = 4, -(o.tax_full + o.tax_reduced + o.shipping_tax),
    d.tax_full + d.tax_reduced + d.shipping_tax) / 100,
  IF(d.kind = 4, -o.shipping, d.shipping) / 100,
  IF(d.kind = 4, -(o.total - o.tax_full - o.tax_reduced - o.shipping_tax - o.shipping),
    d.total - d.tax_full - d.tax_reduced - d.shipping_tax - d.shipping) / 100,
  d.returning_customer, d.status, d.person
FROM {prefix}demo_doc AS d
STRAIGHT_JOIN {prefix}demo_doc AS o ON o.doc_id = IF(d.kind = 0, d.doc_id, d.parent_id);

INSERT INTO {prefix}wc_order_product_lookup
SELECT
  i.item_id, i.doc_id, i.product_id, i.variation_id, d.person, d.created_local, i.qty,
  i.total / 100, (i.total + i.tax) / 100 + d.shipping / 100 * i.qty / d.qty
    + d.shipping_tax / 100 * i.qty / d.qty,
  IF(d.kind = 0, i.subtotal - i.total, 0) / 100, i.tax / 100, d.shipping / 100 * i.qty / d.qty,
  d.shipping_tax / 100 * i.qty / d.qty
FROM {prefix}demo_item AS i
STRAIGHT_JOIN {prefix}demo_doc AS d ON d.doc_id = i.doc_id
WHERE i.kind = 1;

INSERT INTO {prefix}wc_order_tax_lookup
SELECT i.doc_id, i.rate, d.created_local, i.tax / 100, i.total / 100, (i.total + i.tax) / 100
FROM {prefix}demo_item AS i
STRAIGHT_JOIN {prefix}demo_doc AS d ON d.doc_id = i.doc_id
WHERE i.kind = 4;

INSERT INTO {prefix}wc_order_coupon_lookup
SELECT
  i.doc_id, ELT(FIELD(i.name, 'welcome5', 'welcome10', 'welcome15'), 51, 52, 53), d.created_local,
  i.total / 100
FROM {prefix}demo_item AS i
STRAIGHT_JOIN {prefix}demo_doc AS d ON d.doc_id = i.doc_id
WHERE i.kind = 5;
