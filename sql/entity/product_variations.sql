-- Variations of products, in both order storages where posts and postmeta hold them, and what
-- their products lend them. The inputs' names are those of the catalogue.

--: count
SELECT COUNT(*) FROM {prefix}posts
WHERE post_type = 'product_variation' AND post_status NOT IN ({excluded})
  AND ({every_status} = 1 OR post_status IN ({statuses}))

--: signpost
SELECT MAX(ID) FROM {prefix}posts

--: ids
SELECT ID FROM {prefix}posts {force:posts.type_status_date}
WHERE ID > {after} AND ID <= {signpost} AND post_type = 'product_variation'
ORDER BY ID LIMIT {limit}

--: rows
SELECT ID AS _key, ID AS id, post_parent AS parent_id_stored, post_status AS status,
  LEFT(post_title, 4001) AS name, menu_order, post_date_gmt AS date_created_gmt,
  post_modified_gmt AS date_modified_gmt, UNIX_TIMESTAMP() AS now
FROM {prefix}posts {force:posts.PRIMARY}
WHERE ID IN ({ids}) AND post_status NOT IN ({excluded})
  AND ({every_status} = 1 OR post_status IN ({statuses}))
ORDER BY ID

--: single parent
SELECT child.ID AS _key, parent.ID AS parent_id, LEFT(parent.post_title, 4001) AS parent_name
FROM {prefix}posts AS child {force:posts.PRIMARY}
STRAIGHT_JOIN {prefix}posts AS parent {force:posts.PRIMARY}
  ON parent.ID = child.post_parent AND parent.post_type = 'product'
WHERE child.ID IN ({ids})
ORDER BY child.ID

--: pairs meta
SELECT post_id AS _key, meta_key AS _lane, meta_id AS _rank, LEFT(meta_value, 4001) AS _value
FROM {prefix}postmeta {force:postmeta.post_id}
WHERE post_id IN ({ids}) AND meta_key IN ({keys})
ORDER BY post_id

--: named parent_meta
--   _sku = parent_sku
--   _tax_status = parent_tax_status
--   _tax_class = parent_tax_class
--   _manage_stock = parent_manage_stock
--   _stock = parent_stock
--   _backorders = parent_backorders
--   _weight = parent_weight
--   _length = parent_length
--   _width = parent_width
--   _height = parent_height
SELECT child.ID AS _key, meta.meta_key AS _lane, meta.meta_id AS _rank,
  LEFT(meta.meta_value, 4001) AS _value
FROM {prefix}posts AS child {force:posts.PRIMARY}
STRAIGHT_JOIN {prefix}posts AS parent {force:posts.PRIMARY}
  ON parent.ID = child.post_parent AND parent.post_type = 'product'
STRAIGHT_JOIN {prefix}postmeta AS meta {force:postmeta.post_id} ON meta.post_id = parent.ID
WHERE child.ID IN ({ids}) AND child.post_type = 'product_variation'
  AND meta.meta_key IN ('_sku', '_tax_status', '_tax_class', '_manage_stock', '_stock',
  '_backorders', '_weight', '_length', '_width', '_height')
ORDER BY child.ID

--: listed attributes
--   attribute_ = attributes
SELECT post_id AS _key, meta_key AS _lane, meta_id AS _rank, LEFT(meta_value, 4001) AS _value
FROM {prefix}postmeta {force:postmeta.post_id}
WHERE post_id IN ({ids}) AND meta_key LIKE 'attribute\_%'
ORDER BY post_id

--: terms shipping_class
--   product_shipping_class slug shipping_class
SELECT relation.object_id AS _key, node.taxonomy AS _lane, term.term_id AS _id,
  term.slug AS _slug, term.name AS _name
FROM {prefix}term_relationships AS relation {force:term_relationships.PRIMARY}
STRAIGHT_JOIN {prefix}term_taxonomy AS node {force:term_taxonomy.PRIMARY}
  ON node.term_taxonomy_id = relation.term_taxonomy_id
STRAIGHT_JOIN {prefix}terms AS term {force:terms.PRIMARY} ON term.term_id = node.term_id
WHERE relation.object_id IN ({ids}) AND node.taxonomy IN ('product_shipping_class')
ORDER BY relation.object_id

--: terms parent_shipping_class
--   product_shipping_class slug parent_shipping_class
SELECT child.ID AS _key, node.taxonomy AS _lane, term.term_id AS _id, term.slug AS _slug,
  term.name AS _name
FROM {prefix}posts AS child {force:posts.PRIMARY}
STRAIGHT_JOIN {prefix}term_relationships AS relation {force:term_relationships.PRIMARY}
  ON relation.object_id = child.post_parent
STRAIGHT_JOIN {prefix}term_taxonomy AS node {force:term_taxonomy.PRIMARY}
  ON node.term_taxonomy_id = relation.term_taxonomy_id
  AND node.taxonomy = 'product_shipping_class'
STRAIGHT_JOIN {prefix}terms AS term {force:terms.PRIMARY} ON term.term_id = node.term_id
WHERE child.ID IN ({ids}) AND child.post_parent > 0
ORDER BY child.ID

--: changed dated index=posts.type_status_date
-- No index leads to what was modified: one look at each product and variation.
SELECT product.ID FROM {prefix}posts AS product {force:posts.type_status_date}
WHERE product.post_type IN ('product_variation') AND product.post_modified_gmt >= {since}
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
