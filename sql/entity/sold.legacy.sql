-- Which products' figures orders change, where posts hold them.

--: slices
SELECT MAX(ID) FROM {prefix}posts

--: changed sold
SELECT STRAIGHT_JOIN CAST(LEFT(meta.meta_value, 20) AS UNSIGNED)
FROM {prefix}posts AS o {force:posts.PRIMARY}
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = o.ID AND item.order_item_type = 'line_item'
JOIN {prefix}woocommerce_order_itemmeta AS meta {force:woocommerce_order_itemmeta.order_item_id}
  ON meta.order_item_id = item.order_item_id AND meta.meta_key IN ('_product_id', '_variation_id')
WHERE o.ID > {slice_after} AND o.ID <= {slice_upto} AND o.post_modified_gmt >= {since}
  AND o.post_type = 'shop_order' AND meta.meta_value <> '0'
LIMIT {limit}

--: touched order
--   gone nothing
SELECT STRAIGHT_JOIN item.order_id, CAST(LEFT(meta.meta_value, 20) AS UNSIGNED)
FROM {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
JOIN {prefix}woocommerce_order_itemmeta AS meta {force:woocommerce_order_itemmeta.order_item_id}
  ON meta.order_item_id = item.order_item_id AND meta.meta_key IN ('_product_id', '_variation_id')
WHERE item.order_id IN ({touched}) AND item.order_item_type = 'line_item' AND meta.meta_value <> '0'
LIMIT {limit}
