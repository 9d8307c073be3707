-- What is read of orders the same way in both storages.

--: single stats table=wc_order_stats
SELECT order_id AS _key, customer_id AS customer_lookup_id, returning_customer
FROM {prefix}wc_order_stats {force:wc_order_stats.PRIMARY}
WHERE order_id > {after} AND order_id <= {upto}
ORDER BY order_id

--: join names
--   coupon = coupon_codes
--   shipping = shipping_method
SELECT order_id AS _key, order_item_type AS _lane, LEFT(order_item_name, 4001) AS _value
FROM {prefix}woocommerce_order_items {force:woocommerce_order_items.order_id}
WHERE order_id > {after} AND order_id <= {upto} AND order_item_type IN ('coupon', 'shipping')
ORDER BY order_id, order_item_id

--: fold items
--   line_item _qty sum item_count
--   line_item _line_subtotal sum subtotal_exact
--   line_item _line_subtotal rounded subtotal_by_line
--   fee _line_total sum fees_total
SELECT item.order_id AS _key, item.order_item_type AS _lane, item.order_item_id AS _group,
  meta.meta_key AS _name, meta.meta_id AS _rank, LEFT(meta.meta_value, 100) AS _value
FROM {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
JOIN {prefix}woocommerce_order_itemmeta AS meta {force:woocommerce_order_itemmeta.order_item_id}
  ON meta.order_item_id = item.order_item_id
WHERE item.order_id > {after} AND item.order_id <= {upto}
  AND item.order_item_type IN ('line_item', 'fee')
  AND meta.meta_key IN ('_qty', '_line_subtotal', '_line_total')
  AND (item.order_item_type = 'fee') = (meta.meta_key = '_line_total')
ORDER BY item.order_id, item.order_item_id
