-- Products and the values of their attributes: a product's row is unfolded, by its definition and
-- the names of its terms, into one a value; they share its key. Which products: as in
-- product_categories.

--: signpost
SELECT MAX(ID) FROM {prefix}posts

--: ids
SELECT ID FROM {prefix}posts {force:posts.type_status_date}
WHERE ID > {after} AND ID <= {signpost} AND post_type = 'product'
ORDER BY ID LIMIT {limit}

--: rows
SELECT post.ID AS _key, post.ID AS product_id
FROM {prefix}posts AS post {force:posts.PRIMARY}
WHERE post.ID IN ({ids})
  AND ({every_status} = 1 AND post.post_status NOT IN ('auto-draft', 'trash')
    OR post.post_status IN ({statuses}))
ORDER BY post.ID

--: pairs meta
--   _product_attributes = definition
SELECT post_id AS _key, meta_key AS _lane, meta_id AS _rank, LEFT(meta_value, 1000000) AS _value
FROM {prefix}postmeta {force:postmeta.post_id}
WHERE post_id IN ({ids}) AND meta_key IN ({keys})
ORDER BY post_id

--: labels attributes table=woocommerce_attribute_taxonomies
SELECT CONCAT('pa_', attribute_name) AS _lane, attribute_label AS _value
FROM {prefix}woocommerce_attribute_taxonomies

--: values terms
SELECT relation.object_id AS _key, node.taxonomy AS _lane, term.name AS _value
FROM {prefix}term_relationships AS relation {force:term_relationships.PRIMARY}
STRAIGHT_JOIN {prefix}term_taxonomy AS node {force:term_taxonomy.PRIMARY}
  ON node.term_taxonomy_id = relation.term_taxonomy_id AND node.taxonomy LIKE 'pa\_%'
STRAIGHT_JOIN {prefix}terms AS term {force:terms.PRIMARY} ON term.term_id = node.term_id
WHERE relation.object_id IN ({ids})
ORDER BY relation.object_id
