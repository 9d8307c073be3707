-- What product lines say of themselves and of the products sold, in both storages.

--: pairs meta
--   * = meta_summary
SELECT STRAIGHT_JOIN item.order_item_id AS _key, meta.meta_key AS _lane, meta.meta_id AS _rank,
  LEFT(meta.meta_value, 4001) AS _value
FROM {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.PRIMARY}
JOIN {prefix}woocommerce_order_itemmeta AS meta {force:woocommerce_order_itemmeta.order_item_id}
  ON meta.order_item_id = item.order_item_id
WHERE item.order_item_id > {after} AND item.order_item_id <= {upto}
  AND item.order_item_type = {type}
  AND (meta.meta_key IN ({keys}) OR LEFT(meta.meta_key, 1) <> '_')
ORDER BY item.order_item_id

--: lookup products
--   meta:_product_id product = product
--   meta:_variation_id product_variation = variation
SELECT post.ID AS _key, post.post_type AS _lane, post.ID AS id,
  COALESCE(LEFT(sku.meta_value, 4001), '') AS sku,
  IF(post.post_type = 'product', COALESCE(term.slug, 'simple'), 'variation') AS type
FROM {prefix}posts AS post {force:posts.PRIMARY}
LEFT JOIN {prefix}postmeta AS sku {force:postmeta.post_id}
  ON sku.post_id = post.ID AND sku.meta_key = '_sku'
LEFT JOIN (
  {prefix}term_relationships AS relation
  JOIN {prefix}term_taxonomy AS taxonomy
    ON taxonomy.term_taxonomy_id = relation.term_taxonomy_id
      AND taxonomy.taxonomy = 'product_type'
  JOIN {prefix}terms AS term ON term.term_id = taxonomy.term_id
) ON relation.object_id = post.ID
WHERE post.ID IN ({wanted}) AND post.post_type IN ('product', 'product_variation')
ORDER BY post.ID, sku.meta_id, term.name
