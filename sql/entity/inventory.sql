-- Products and variations that manage their own stock. The inputs' names are those of the
-- catalogue.

--: count
SELECT COUNT(*) FROM {prefix}posts AS post
WHERE post.post_type IN ('product', 'product_variation')
  AND post.post_status IN ('publish', 'private', 'draft', 'pending')
  AND EXISTS (
    SELECT 1 FROM {prefix}options
    WHERE option_name = 'woocommerce_manage_stock' AND option_value = 'yes')
  AND (
    SELECT meta_value FROM {prefix}postmeta {force:postmeta.post_id}
    WHERE post_id = post.ID AND meta_key = '_manage_stock' ORDER BY meta_id LIMIT 1) = 'yes'

--: signpost
SELECT MAX(ID) FROM {prefix}posts

--: ids
SELECT post.ID FROM {prefix}posts AS post {force:posts.type_status_date}
WHERE post.ID > {after} AND post.ID <= {signpost}
  AND post.post_type IN ('product', 'product_variation')
  AND post.post_status IN ('publish', 'private', 'draft', 'pending')
  AND EXISTS (
    SELECT 1 FROM {prefix}options
    WHERE option_name = 'woocommerce_manage_stock' AND option_value = 'yes')
  AND (
    SELECT meta_value FROM {prefix}postmeta {force:postmeta.post_id}
    WHERE post_id = post.ID AND meta_key = '_manage_stock' ORDER BY meta_id LIMIT 1) = 'yes'
ORDER BY post.ID LIMIT {limit}

--: rows
SELECT ID AS _key, ID AS product_id, post_type,
  IF(post_type = 'product_variation', post_parent, 0) AS parent_id,
  LEFT(post_title, 4001) AS name, post_status AS status,
  (SELECT option_value FROM {prefix}options
    WHERE option_name = 'woocommerce_notify_low_stock_amount') AS store_low_stock_amount,
  post_modified_gmt AS date_modified_gmt
FROM {prefix}posts {force:posts.PRIMARY}
WHERE ID IN ({ids})
ORDER BY ID

--: pairs meta
SELECT post_id AS _key, meta_key AS _lane, meta_id AS _rank, LEFT(meta_value, 4001) AS _value
FROM {prefix}postmeta {force:postmeta.post_id}
WHERE post_id IN ({ids}) AND meta_key IN ({keys})
ORDER BY post_id

--: named parent_meta
--   _sku = parent_sku
--   _low_stock_amount = parent_low_stock_amount
SELECT child.ID AS _key, meta.meta_key AS _lane, meta.meta_id AS _rank,
  LEFT(meta.meta_value, 4001) AS _value
FROM {prefix}posts AS child {force:posts.PRIMARY}
STRAIGHT_JOIN {prefix}posts AS parent {force:posts.PRIMARY}
  ON parent.ID = child.post_parent AND parent.post_type = 'product'
STRAIGHT_JOIN {prefix}postmeta AS meta {force:postmeta.post_id} ON meta.post_id = parent.ID
WHERE child.ID IN ({ids}) AND child.post_type = 'product_variation'
  AND meta.meta_key IN ('_sku', '_low_stock_amount')
ORDER BY child.ID

--: terms type
--   product_type name type
SELECT relation.object_id AS _key, node.taxonomy AS _lane, term.term_id AS _id,
  term.slug AS _slug, term.name AS _name
FROM {prefix}term_relationships AS relation {force:term_relationships.PRIMARY}
STRAIGHT_JOIN {prefix}term_taxonomy AS node {force:term_taxonomy.PRIMARY}
  ON node.term_taxonomy_id = relation.term_taxonomy_id
STRAIGHT_JOIN {prefix}terms AS term {force:terms.PRIMARY} ON term.term_id = node.term_id
WHERE relation.object_id IN ({ids}) AND node.taxonomy IN ('product_type')
ORDER BY relation.object_id

--: single held table=wc_reserved_stock
SELECT product_id AS _key, SUM(CAST(stock_quantity AS DECIMAL(26,8))) AS held_quantity
FROM {prefix}wc_reserved_stock {force:wc_reserved_stock.product_id_expires}
WHERE product_id IN ({ids})
  AND expires > COALESCE(
    CONVERT_TZ(UTC_TIMESTAMP(), '+00:00', @@GLOBAL.time_zone), UTC_TIMESTAMP())
GROUP BY product_id
ORDER BY product_id

--: changed dated index=posts.type_status_date
-- No index leads to what was modified: one look at each product and variation.
SELECT product.ID FROM {prefix}posts AS product {force:posts.type_status_date}
WHERE product.post_type IN ('product', 'product_variation') AND product.post_modified_gmt >= {since}
LIMIT {limit}

--: changed children index=posts.type_status_date
-- A product lends its variations what they lack.
SELECT STRAIGHT_JOIN child.ID FROM {prefix}posts AS product {force:posts.type_status_date}
JOIN {prefix}posts AS child {force:posts.post_parent}
  ON child.post_parent = product.ID AND child.post_type = 'product_variation'
WHERE product.post_type = 'product' AND product.post_modified_gmt >= {since}
LIMIT {limit}

--: touched product
--   itself
--   gone nothing
SELECT post_parent, ID FROM {prefix}posts {force:posts.post_parent}
WHERE post_parent IN ({touched}) AND post_type = 'product_variation'
LIMIT {limit}

--: changed held table=wc_reserved_stock
-- What checkouts of the day hold or held; its clock is the server's own, in whatever zone.
SELECT product_id FROM {prefix}wc_reserved_stock
WHERE expires >= {since} - INTERVAL 1 DAY
LIMIT {limit}
