-- The awkward rows as posts. Three of them also stand, stale, in the tables of the other storage.

INSERT INTO {prefix}posts
SELECT
  @odd + j, 1, COALESCE(created, '0000-00-00 00:00:00'),
  COALESCE(created, '0000-00-00 00:00:00'), '', 'Order', COALESCE(note, ''), status, 'open',
  'closed', '', CONCAT('odd-', j), '', '', COALESCE(updated, '0000-00-00 00:00:00'),
  COALESCE(updated, '0000-00-00 00:00:00'), '', COALESCE(parent_id, 0), '', 0, type, '', 0
FROM {prefix}demo_odd;
INSERT INTO {prefix}postmeta
SELECT meta_id, post_id, meta_key, meta_value
FROM (
  SELECT
    (@odd + o.j) * 64 + k.seq AS meta_id, @odd + o.j AS post_id,
    ELT(k.seq, '_order_currency', '_order_tax', '_order_total', '_customer_user', '_billing_email',
      '_billing_first_name', '_payment_method', '_payment_method_title', '_order_shipping',
      '_order_shipping_tax', '_order_total', '_refund_amount') AS meta_key,
    ELT(k.seq, o.currency, o.tax, o.total, o.user_id, o.email, o.name, 'bacs',
      'Direct bank transfer', '0', '0', '99.00', -o.total) AS meta_value
  FROM {prefix}demo_odd AS o
  JOIN seq_1_to_12 AS k
  WHERE (k.seq < 9 OR k.seq < 11 AND o.j <> 4 OR k.seq = 11 AND o.j = 6
    OR k.seq = 12 AND o.type = 'shop_order_refund') AND (o.j <> 5 OR k.seq NOT IN (5, 6))
) AS rows_of_keys
WHERE meta_value IS NOT NULL;
INSERT INTO {prefix}wc_orders (id, status, currency, type, tax_amount, total_amount, customer_id)
SELECT @odd + j, 'wc-pending', currency, type, 0, 1, 0
FROM {prefix}demo_odd
WHERE j IN (2, 3, 4);
