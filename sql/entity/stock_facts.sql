-- Products and variations whose stock the shop may keep, the same in both storages.

--: count
SELECT COUNT(*)
FROM {prefix}posts AS product {force:posts.type_status_date}
LEFT JOIN {prefix}postmeta AS own {force:postmeta.post_id}
  ON own.post_id = product.ID AND own.meta_key = '_manage_stock' AND own.meta_value = 'yes'
LEFT JOIN {prefix}postmeta AS parents {force:postmeta.post_id}
  ON product.post_type = 'product_variation' AND parents.post_id = product.post_parent
  AND parents.meta_key = '_manage_stock' AND parents.meta_value = 'yes'
WHERE product.post_type IN ('product', 'product_variation')
  AND product.post_status IN ('publish', 'private')
  AND (own.meta_id IS NOT NULL OR parents.meta_id IS NOT NULL)

--: signpost
SELECT MAX(ID) FROM {prefix}posts

--: bound
SELECT MAX(ID) FROM (
  SELECT ID FROM {prefix}posts {force:posts.PRIMARY}
  WHERE ID > {after} AND ID <= {signpost} AND post_type IN ('product', 'product_variation')
  ORDER BY ID LIMIT {limit}) AS page

--: rows
SELECT ID AS _key, ID AS id, post_type AS type, LEFT(post_title, 4001) AS name
FROM {prefix}posts {force:posts.PRIMARY}
WHERE ID > {after} AND ID <= {upto} AND post_type IN ('product', 'product_variation')
  AND post_status IN ('publish', 'private')
ORDER BY ID

--: pairs meta
--   _manage_stock = manage_stock
--   _stock = stock
--   _stock_status = stock_status
--   _low_stock_amount = low_stock
SELECT meta.post_id AS _key, meta.meta_key AS _lane, meta.meta_id AS _rank,
  LEFT(meta.meta_value, 100) AS _value
FROM {prefix}posts AS product {force:posts.PRIMARY}
JOIN {prefix}postmeta AS meta {force:postmeta.post_id} ON meta.post_id = product.ID
WHERE product.ID > {after} AND product.ID <= {upto}
  AND product.post_type IN ('product', 'product_variation')
  AND meta.meta_key IN ('_manage_stock', '_stock', '_stock_status', '_low_stock_amount')
ORDER BY product.ID

--: pairs parent_meta
--   _manage_stock = parent_manage_stock
--   _stock = parent_stock
--   _low_stock_amount = parent_low_stock
SELECT product.ID AS _key, meta.meta_key AS _lane, meta.meta_id AS _rank,
  LEFT(meta.meta_value, 100) AS _value
FROM {prefix}posts AS product {force:posts.PRIMARY}
JOIN {prefix}postmeta AS meta {force:postmeta.post_id} ON meta.post_id = product.post_parent
WHERE product.ID > {after} AND product.ID <= {upto}
  AND product.post_type = 'product_variation'
  AND meta.meta_key IN ('_manage_stock', '_stock', '_low_stock_amount')
ORDER BY product.ID
