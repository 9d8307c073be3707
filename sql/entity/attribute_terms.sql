-- Values of global attributes; taxonomies of attributes that were deleted are none any more. The
-- two tables may compare text differently, so the statements say how.

--: count
SELECT COUNT(*) FROM {prefix}term_taxonomy AS node
JOIN {prefix}terms AS term ON term.term_id = node.term_id
JOIN {prefix}woocommerce_attribute_taxonomies AS attribute
  ON CONVERT(CONCAT('pa_', attribute.attribute_name) USING utf8mb4) COLLATE utf8mb4_bin
    = CONVERT(node.taxonomy USING utf8mb4)
WHERE node.taxonomy LIKE 'pa\_%'

--: signpost
SELECT MAX(term_id) FROM {prefix}term_taxonomy WHERE taxonomy LIKE 'pa\_%'

--: bound
SELECT MAX(term_id) FROM (
  SELECT term_id FROM {prefix}term_taxonomy {force:term_taxonomy.term_id_taxonomy}
  WHERE term_id > {after} AND term_id <= {signpost} AND taxonomy LIKE 'pa\_%'
  ORDER BY term_id LIMIT {limit}) AS page

--: rows
SELECT term.term_id AS _key, term.term_id AS id, attribute.attribute_id, node.taxonomy, term.name,
  term.slug, LEFT(node.description, 4001) AS description, node.count
FROM {prefix}term_taxonomy AS node {force:term_taxonomy.term_id_taxonomy}
STRAIGHT_JOIN {prefix}terms AS term ON term.term_id = node.term_id
STRAIGHT_JOIN {prefix}woocommerce_attribute_taxonomies AS attribute
  ON CONVERT(CONCAT('pa_', attribute.attribute_name) USING utf8mb4) COLLATE utf8mb4_bin
    = CONVERT(node.taxonomy USING utf8mb4)
WHERE node.term_id > {after} AND node.term_id <= {upto} AND node.taxonomy LIKE 'pa\_%'
ORDER BY node.term_id
