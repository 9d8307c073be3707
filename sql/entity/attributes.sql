-- Global attributes. The inputs' names are those of the catalogue.

--: count
SELECT COUNT(*) FROM {prefix}woocommerce_attribute_taxonomies

--: signpost
SELECT MAX(attribute_id) FROM {prefix}woocommerce_attribute_taxonomies

--: bound
SELECT MAX(attribute_id) FROM (
  SELECT attribute_id FROM {prefix}woocommerce_attribute_taxonomies
  WHERE attribute_id > {after} AND attribute_id <= {signpost}
  ORDER BY attribute_id LIMIT {limit}) AS page

--: rows
SELECT attribute_id AS _key, attribute_id AS id, attribute_name AS name, attribute_label AS label,
  CONCAT('pa_', attribute_name) AS taxonomy, attribute_type AS type,
  attribute_orderby AS order_by, attribute_public AS has_archives
FROM {prefix}woocommerce_attribute_taxonomies
WHERE attribute_id > {after} AND attribute_id <= {upto}
ORDER BY attribute_id
