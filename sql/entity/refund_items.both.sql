-- Which products lines of refunds point to still exist, in both storages.

--: lookup products
--   meta:_product_id product = product
--   meta:_variation_id product_variation = variation
SELECT ID AS _key, post_type AS _lane, ID AS id FROM {prefix}posts {force:posts.PRIMARY}
WHERE ID IN ({wanted}) AND post_type IN ('product', 'product_variation')
ORDER BY ID

--: beside
SELECT
  (SELECT MAX(order_item_id) FROM {prefix}woocommerce_order_items WHERE order_item_id < {first}),
  (SELECT MIN(order_item_id) FROM {prefix}woocommerce_order_items WHERE order_item_id > {last})
