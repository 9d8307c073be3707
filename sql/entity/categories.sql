-- Product categories. The inputs' names are those of the catalogue.

--: count
SELECT COUNT(*) FROM {prefix}term_taxonomy AS node
JOIN {prefix}terms AS term ON term.term_id = node.term_id
WHERE node.taxonomy = 'product_cat'

--: signpost
SELECT MAX(term_id) FROM {prefix}term_taxonomy WHERE taxonomy = 'product_cat'

--: bound
SELECT MAX(term_id) FROM (
  SELECT term_id FROM {prefix}term_taxonomy {force:term_taxonomy.term_id_taxonomy}
  WHERE term_id > {after} AND term_id <= {signpost} AND taxonomy = 'product_cat'
  ORDER BY term_id LIMIT {limit}) AS page

--: rows
SELECT term.term_id AS _key, term.term_id AS id, term.name, term.slug,
  node.parent AS parent_id,
  term.term_id = (
    SELECT CAST(option_value AS UNSIGNED) FROM {prefix}options
    WHERE option_name = 'default_product_cat') AS is_default,
  LEFT(node.description, 4001) AS description
FROM {prefix}term_taxonomy AS node {force:term_taxonomy.term_id_taxonomy}
STRAIGHT_JOIN {prefix}terms AS term ON term.term_id = node.term_id
WHERE node.term_id > {after} AND node.term_id <= {upto} AND node.taxonomy = 'product_cat'
ORDER BY node.term_id

--: tree ancestors
SELECT node.term_id AS _key, node.parent, term.name,
  node.term_id > {after} AND node.term_id <= {upto} AS _wanted
FROM {prefix}term_taxonomy AS node {force:term_taxonomy.taxonomy}
JOIN {prefix}terms AS term ON term.term_id = node.term_id
WHERE node.taxonomy = 'product_cat'
ORDER BY node.term_id

--: pairs meta table=termmeta
SELECT term_id AS _key, meta_key AS _lane, meta_id AS _rank, LEFT(meta_value, 4001) AS _value
FROM {prefix}termmeta {force:termmeta.term_id}
WHERE term_id > {after} AND term_id <= {upto} AND meta_key IN ({keys})
ORDER BY term_id
