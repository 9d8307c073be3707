-- Where pages of lines end, in both storages.

--: signpost
SELECT MAX(order_item_id) FROM {prefix}woocommerce_order_items

--: bound
SELECT MAX(order_item_id) FROM (
  SELECT order_item_id
  FROM {prefix}woocommerce_order_items {force:woocommerce_order_items.PRIMARY}
  WHERE order_item_id > {after} AND order_item_id <= {signpost} AND order_item_type = {type}
  ORDER BY order_item_id LIMIT {limit}) AS page

--: beside
SELECT
  (SELECT MAX(order_item_id) FROM {prefix}woocommerce_order_items WHERE order_item_id < {first}),
  (SELECT MIN(order_item_id) FROM {prefix}woocommerce_order_items WHERE order_item_id > {last})
