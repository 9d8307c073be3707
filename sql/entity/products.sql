-- Products, in both order storages where posts and postmeta hold them. The inputs' names are those
-- of the catalogue.

--: count
SELECT COUNT(*) FROM {prefix}posts
WHERE post_type = 'product' AND post_status NOT IN ({excluded})
  AND ({every_status} = 1 OR post_status IN ({statuses}))

--: signpost
SELECT MAX(ID) FROM {prefix}posts

--: ids
SELECT ID FROM {prefix}posts {force:posts.type_status_date}
WHERE ID > {after} AND ID <= {signpost} AND post_type = 'product'
ORDER BY ID LIMIT {limit}

--: rows
SELECT ID AS _key, ID AS id, post_status AS status, LEFT(post_title, 4001) AS name,
  post_name AS slug, LEFT(post_content, 4001) AS description,
  LEFT(post_excerpt, 4001) AS short_description, comment_status, menu_order,
  post_date_gmt AS date_created_gmt, post_modified_gmt AS date_modified_gmt,
  UNIX_TIMESTAMP() AS now
FROM {prefix}posts {force:posts.PRIMARY}
WHERE ID IN ({ids}) AND post_status NOT IN ({excluded})
  AND ({every_status} = 1 OR post_status IN ({statuses}))
ORDER BY ID

--: pairs meta
SELECT post_id AS _key, meta_key AS _lane, meta_id AS _rank, LEFT(meta_value, 4001) AS _value
FROM {prefix}postmeta {force:postmeta.post_id}
WHERE post_id IN ({ids}) AND meta_key IN ({keys})
ORDER BY post_id

--: terms terms
--   product_type name type
--   product_visibility has:featured featured
--   product_visibility has:exclude-from-search is_unsearchable
--   product_visibility has:exclude-from-catalog is_unlisted
--   product_shipping_class slug shipping_class
--   product_cat ids category_ids
--   product_cat names categories
--   product_tag names tags
--   product_brand names brands
SELECT relation.object_id AS _key, node.taxonomy AS _lane, term.term_id AS _id,
  term.slug AS _slug, term.name AS _name
FROM {prefix}term_relationships AS relation {force:term_relationships.PRIMARY}
STRAIGHT_JOIN {prefix}term_taxonomy AS node {force:term_taxonomy.PRIMARY}
  ON node.term_taxonomy_id = relation.term_taxonomy_id
STRAIGHT_JOIN {prefix}terms AS term {force:terms.PRIMARY} ON term.term_id = node.term_id
WHERE relation.object_id IN ({ids})
  AND node.taxonomy IN ('product_type', 'product_visibility', 'product_shipping_class',
    'product_cat', 'product_tag', 'product_brand')
ORDER BY relation.object_id

--: single variations
SELECT variation.post_parent AS _key, COUNT(*) AS variation_count,
  MAX(
    variation.post_status = 'publish'
    AND (
      SELECT CAST(NULLIF(meta_value, '') AS DECIMAL(30,8)) FROM {prefix}postmeta
      {force:postmeta.post_id}
      WHERE post_id = variation.ID AND meta_key = '_price' ORDER BY meta_id LIMIT 1)
    < (
      SELECT CAST(NULLIF(meta_value, '') AS DECIMAL(30,8)) FROM {prefix}postmeta
      {force:postmeta.post_id}
      WHERE post_id = variation.ID AND meta_key = '_regular_price' ORDER BY meta_id LIMIT 1)
  ) AS variation_on_sale
FROM {prefix}posts AS variation {force:posts.post_parent}
WHERE variation.post_parent IN ({ids}) AND variation.post_type = 'product_variation'
  AND variation.post_status IN ('publish', 'private')
GROUP BY variation.post_parent
ORDER BY variation.post_parent

--: groups grouped
--   = member_on_sale
SELECT relation.object_id AS _key, meta.meta_id AS _rank, LEFT(meta.meta_value, 100000) AS _value
FROM {prefix}term_relationships AS relation {force:term_relationships.PRIMARY}
STRAIGHT_JOIN {prefix}term_taxonomy AS node {force:term_taxonomy.PRIMARY}
  ON node.term_taxonomy_id = relation.term_taxonomy_id AND node.taxonomy = 'product_type'
STRAIGHT_JOIN {prefix}terms AS term {force:terms.PRIMARY}
  ON term.term_id = node.term_id AND term.name = 'grouped'
STRAIGHT_JOIN {prefix}postmeta AS meta {force:postmeta.post_id}
  ON meta.post_id = relation.object_id AND meta.meta_key = '_children'
WHERE relation.object_id IN ({ids})
ORDER BY relation.object_id

--: members
SELECT product.ID AS _key FROM {prefix}posts AS product {force:posts.PRIMARY}
WHERE product.ID IN ({members}) AND product.post_type = 'product'
  AND product.post_status = 'publish'
  AND (
    SELECT CAST(NULLIF(meta_value, '') AS DECIMAL(30,8)) FROM {prefix}postmeta
    {force:postmeta.post_id}
    WHERE post_id = product.ID AND meta_key = '_price' ORDER BY meta_id LIMIT 1) IS NOT NULL
  AND (
    SELECT CAST(NULLIF(meta_value, '') AS DECIMAL(30,8)) FROM {prefix}postmeta
    {force:postmeta.post_id}
    WHERE post_id = product.ID AND meta_key = '_sale_price' ORDER BY meta_id LIMIT 1)
  < (
    SELECT CAST(NULLIF(meta_value, '') AS DECIMAL(30,8)) FROM {prefix}postmeta
    {force:postmeta.post_id}
    WHERE post_id = product.ID AND meta_key = '_regular_price' ORDER BY meta_id LIMIT 1)
  AND COALESCE((
    SELECT CAST(NULLIF(meta_value, '') AS SIGNED) FROM {prefix}postmeta
    {force:postmeta.post_id}
    WHERE post_id = product.ID AND meta_key = '_sale_price_dates_from' ORDER BY meta_id LIMIT 1), 0)
  <= UNIX_TIMESTAMP()
  AND COALESCE(
    NULLIF((
      SELECT CAST(NULLIF(meta_value, '') AS SIGNED) FROM {prefix}postmeta
      {force:postmeta.post_id}
      WHERE post_id = product.ID AND meta_key = '_sale_price_dates_to' ORDER BY meta_id LIMIT 1), 0),
    UNIX_TIMESTAMP()) >= UNIX_TIMESTAMP()

--: changed dated index=posts.type_status_date
-- No index leads to what was modified: one look at each product and variation.
SELECT IF(product.post_type = 'product', product.ID, product.post_parent)
FROM {prefix}posts AS product {force:posts.type_status_date}
WHERE product.post_type IN ('product', 'product_variation')
  AND product.post_modified_gmt >= {since}
LIMIT {limit}

--: touched product
--   itself
--   gone nothing
SELECT ID, post_parent FROM {prefix}posts {force:posts.PRIMARY}
WHERE ID IN ({touched})
LIMIT {limit}

--: touched review
--   gone nothing
SELECT comment_ID, comment_post_ID FROM {prefix}comments {force:comments.PRIMARY}
WHERE comment_ID IN ({touched})
LIMIT {limit}

--: touched term
SELECT STRAIGHT_JOIN node.term_id, relation.object_id
FROM {prefix}term_taxonomy AS node {force:term_taxonomy.term_id_taxonomy}
LEFT JOIN {prefix}term_relationships AS relation {force:term_relationships.term_taxonomy_id}
  ON relation.term_taxonomy_id = node.term_taxonomy_id
WHERE node.term_id IN ({touched})
LIMIT {limit}
