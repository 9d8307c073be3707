-- What subscriptions are for, in both storages.

--: join products
--   line_item = items
SELECT order_id AS _key, order_item_type AS _lane,
  LEFT(order_item_name, 4001) AS _value
FROM {prefix}woocommerce_order_items {force:woocommerce_order_items.order_id}
WHERE order_id > {after} AND order_id <= {upto} AND order_item_type = 'line_item'
ORDER BY order_id, order_item_id
