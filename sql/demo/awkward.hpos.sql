-- The awkward rows in high-performance order storage.

INSERT INTO {prefix}wc_orders
SELECT
  @odd + j, status, currency, type, tax, total, user_id, email, created, updated, parent_id,
  IF(j = 13, NULL, 'bacs'), IF(j = 13, NULL, 'Direct bank transfer'), '', '', '', note
FROM {prefix}demo_odd;
INSERT INTO {prefix}wc_order_operational_data (
  id, order_id, created_via, woocommerce_version, prices_include_tax, date_paid_gmt,
  date_completed_gmt, shipping_tax_amount, shipping_total_amount, discount_tax_amount,
  discount_total_amount)
SELECT
  @odd + j, @odd + j, 'admin', '9.0.0', 0, IF(j = 1, '0000-00-00 00:00:00', created), NULL, 0, 0, 0,
  0
FROM {prefix}demo_odd
WHERE j NOT IN (4, 13);
INSERT INTO {prefix}wc_order_addresses (
  id, order_id, address_type, first_name, last_name, country, email)
SELECT (@orders + 2) * 2 + j, @odd + j, 'billing', name, 'Odd', 'DE', CONCAT('other-', email)
FROM {prefix}demo_odd
WHERE name IS NOT NULL;
INSERT INTO {prefix}wc_orders_meta (id, order_id, meta_key, meta_value)
SELECT (@odd + j) * 16 + k.seq, @odd + j, '_wc_order_attribution_utm_source',
  ELT(k.seq, 'first', 'second')
FROM {prefix}demo_odd
JOIN seq_1_to_2 AS k
WHERE j = 6
UNION ALL
SELECT (@odd + j) * 16 + 3, @odd + j, '_refund_amount', -total
FROM {prefix}demo_odd
WHERE type = 'shop_order_refund';
INSERT INTO {prefix}posts
SELECT
  @odd + j, 1, @day, @day, '', '', '', 'draft', 'closed', 'closed', '', '', '', '', @day, @day, '',
  0, '', 0, 'shop_order_placehold', '', 0
FROM {prefix}demo_odd;
