-- How payment methods were used where wc_orders holds the orders, a slice of ids at a time.

--: single methods
SELECT DISTINCT CAST(payment_method AS BINARY) FROM {prefix}wc_orders
WHERE type = 'shop_order' AND COALESCE(status, '') NOT IN ({excluded}) AND payment_method <> ''

--: slices
SELECT MAX(id) FROM {prefix}wc_orders

--: single orders
SELECT CAST(payment_method AS BINARY) AS id, COUNT(*),
  SUM(status IN ('wc-processing', 'wc-completed')),
  SUM(ROUND(total_amount, {price_decimals})),
  SUM(IF(status IN ('wc-processing', 'wc-completed'), ROUND(total_amount, {price_decimals}), 0)),
  MIN(IF(date_created_gmt > '0001-01-01' AND date_created_gmt <> '1970-01-01',
    date_created_gmt, NULL)),
  MAX(IF(date_created_gmt > '0001-01-01' AND date_created_gmt <> '1970-01-01',
    date_created_gmt, NULL)),
  MAX(CONCAT(COALESCE(date_created_gmt, '0000-00-00 00:00:00'), LPAD(id, 20, '0')))
FROM {prefix}wc_orders {force:wc_orders.PRIMARY}
WHERE id > {slice_after} AND id <= {slice_upto} AND type = 'shop_order'
  AND COALESCE(status, '') NOT IN ({excluded}) AND payment_method <> ''
GROUP BY CAST(payment_method AS BINARY)

--: single refunds
SELECT CAST(orders.payment_method AS BINARY), -SUM(refund.total_amount)
FROM {prefix}wc_orders AS refund {force:wc_orders.PRIMARY}
JOIN {prefix}wc_orders AS orders ON orders.id = refund.parent_order_id
WHERE refund.id > {slice_after} AND refund.id <= {slice_upto}
  AND refund.type = 'shop_order_refund' AND orders.type = 'shop_order'
  AND COALESCE(orders.status, '') NOT IN ({excluded}) AND orders.payment_method <> ''
GROUP BY CAST(orders.payment_method AS BINARY)

--: single titles
SELECT id, LEFT(payment_method_title, 4001) FROM {prefix}wc_orders WHERE id IN ({ids})
