-- Products and the categories they are directly in; several rows share a product's key. Products
-- that are no products yet or any more are left out unless their status is asked for by name.

--: count
SELECT COUNT(*) FROM {prefix}posts AS post
JOIN {prefix}term_relationships AS relation ON relation.object_id = post.ID
JOIN {prefix}term_taxonomy AS node ON node.term_taxonomy_id = relation.term_taxonomy_id
JOIN {prefix}terms AS term ON term.term_id = node.term_id
WHERE post.post_type = 'product' AND node.taxonomy = 'product_cat'
  AND ({every_status} = 1 AND post.post_status NOT IN ('auto-draft', 'trash')
    OR post.post_status IN ({statuses}))

--: signpost
SELECT MAX(ID) FROM {prefix}posts

--: ids
SELECT ID FROM {prefix}posts {force:posts.type_status_date}
WHERE ID > {after} AND ID <= {signpost} AND post_type = 'product'
ORDER BY ID LIMIT {limit}

--: rows
SELECT post.ID AS _key, post.ID AS product_id, term.term_id AS category_id,
  term.name AS category_name
FROM {prefix}posts AS post {force:posts.PRIMARY}
STRAIGHT_JOIN {prefix}term_relationships AS relation {force:term_relationships.PRIMARY}
  ON relation.object_id = post.ID
STRAIGHT_JOIN {prefix}term_taxonomy AS node {force:term_taxonomy.PRIMARY}
  ON node.term_taxonomy_id = relation.term_taxonomy_id AND node.taxonomy = 'product_cat'
STRAIGHT_JOIN {prefix}terms AS term {force:terms.PRIMARY} ON term.term_id = node.term_id
WHERE post.ID IN ({ids})
  AND ({every_status} = 1 AND post.post_status NOT IN ('auto-draft', 'trash')
    OR post.post_status IN ({statuses}))
ORDER BY post.ID
