-- Tax rates and the places they hold for, the same in both storages.

--: count
SELECT COUNT(*) FROM {prefix}woocommerce_tax_rates

--: signpost
SELECT MAX(tax_rate_id) FROM {prefix}woocommerce_tax_rates

--: bound
SELECT MAX(tax_rate_id) FROM (
  SELECT tax_rate_id FROM {prefix}woocommerce_tax_rates {force:woocommerce_tax_rates.PRIMARY}
  WHERE tax_rate_id > {after} AND tax_rate_id <= {signpost}
  ORDER BY tax_rate_id LIMIT {limit}) AS page

--: rows table=woocommerce_tax_rates
SELECT tax_rate_id AS _key, tax_rate_id AS id, tax_rate_country AS country,
  tax_rate_state AS state, tax_rate AS rate, tax_rate_name AS name,
  CONCAT_WS('-', NULLIF(NULLIF(tax_rate_country, ''), '0'),
    NULLIF(NULLIF(tax_rate_state, ''), '0'),
    COALESCE(NULLIF(NULLIF(tax_rate_name, ''), '0'), 'TAX'), NULLIF(tax_rate_priority, 0)) AS rate_code,
  tax_rate_priority AS priority, tax_rate_compound <> 0 AS compound,
  tax_rate_shipping <> 0 AS shipping, tax_rate_order AS rate_order,
  COALESCE(NULLIF(tax_rate_class, ''), 'standard') AS class
FROM {prefix}woocommerce_tax_rates {force:woocommerce_tax_rates.PRIMARY}
WHERE tax_rate_id > {after} AND tax_rate_id <= {upto}
ORDER BY tax_rate_id

--: join places table=woocommerce_tax_rate_locations
--   postcode = postcodes
--   city = cities
SELECT tax_rate_id AS _key, location_type AS _lane, location_code AS _value
FROM {prefix}woocommerce_tax_rate_locations {force:woocommerce_tax_rate_locations.tax_rate_id}
WHERE tax_rate_id > {after} AND tax_rate_id <= {upto} AND location_type IN ('postcode', 'city')
ORDER BY tax_rate_id, location_id
