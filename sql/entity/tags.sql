-- Product tags. The inputs' names are those of the catalogue.

--: count
SELECT COUNT(*) FROM {prefix}term_taxonomy AS node
JOIN {prefix}terms AS term ON term.term_id = node.term_id
WHERE node.taxonomy = 'product_tag'

--: signpost
SELECT MAX(term_id) FROM {prefix}term_taxonomy WHERE taxonomy = 'product_tag'

--: bound
SELECT MAX(term_id) FROM (
  SELECT term_id FROM {prefix}term_taxonomy {force:term_taxonomy.term_id_taxonomy}
  WHERE term_id > {after} AND term_id <= {signpost} AND taxonomy = 'product_tag'
  ORDER BY term_id LIMIT {limit}) AS page

--: rows
SELECT term.term_id AS _key, term.term_id AS id, term.name, term.slug,
  LEFT(node.description, 4001) AS description
FROM {prefix}term_taxonomy AS node {force:term_taxonomy.term_id_taxonomy}
STRAIGHT_JOIN {prefix}terms AS term ON term.term_id = node.term_id
WHERE node.term_id > {after} AND node.term_id <= {upto} AND node.taxonomy = 'product_tag'
ORDER BY node.term_id

--: pairs meta table=termmeta
SELECT term_id AS _key, meta_key AS _lane, meta_id AS _rank, LEFT(meta_value, 4001) AS _value
FROM {prefix}termmeta {force:termmeta.term_id}
WHERE term_id > {after} AND term_id <= {upto} AND meta_key IN ({keys})
ORDER BY term_id
