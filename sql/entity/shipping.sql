-- Shipping methods of zones, and zones without any, the same in both storages. Keys are even for
-- methods and odd for zones, so that one number orders both. Few rows: one page.

--: count
SELECT (SELECT COUNT(*) FROM {prefix}woocommerce_shipping_zone_methods)
  + (SELECT COUNT(*) FROM (
      SELECT zone_id FROM {prefix}woocommerce_shipping_zones UNION SELECT 0) AS zone
    WHERE NOT EXISTS (SELECT 1 FROM {prefix}woocommerce_shipping_zone_methods AS method
      WHERE method.zone_id = zone.zone_id))

--: signpost
SELECT 1 + 2 * GREATEST(
  COALESCE((SELECT MAX(zone_id) FROM {prefix}woocommerce_shipping_zones), 0),
  COALESCE((SELECT MAX(instance_id) FROM {prefix}woocommerce_shipping_zone_methods), 0))

--: bound
SELECT {signpost}

--: rows table=woocommerce_shipping_zone_methods
SELECT place._key, place.zone_id,
  IF(place.zone_id = 0, 'Locations not covered by your other zones', zone.zone_name) AS zone_name,
  COALESCE(zone.zone_order, 0) AS zone_order, place.instance_id, place.method_id,
  place.is_enabled AS enabled, place.method_order,
  CASE place.method_id WHEN 'flat_rate' THEN 'Flat rate' WHEN 'free_shipping' THEN 'Free shipping'
    WHEN 'local_pickup' THEN 'Local pickup' END AS standard_title,
  IF(place.method_id IS NULL, NULL, 'taxable') AS standard_tax_status, '0' AS standard_amount
FROM (
  SELECT 2 * instance_id AS _key, zone_id, instance_id, method_id, is_enabled <> 0 AS is_enabled,
    method_order
  FROM {prefix}woocommerce_shipping_zone_methods
  UNION ALL
  SELECT 2 * zone_id + 1, zone_id, 0, NULL, 0, 0
  FROM (SELECT zone_id FROM {prefix}woocommerce_shipping_zones UNION SELECT 0) AS every_zone
  WHERE NOT EXISTS (SELECT 1 FROM {prefix}woocommerce_shipping_zone_methods AS method
    WHERE method.zone_id = every_zone.zone_id)) AS place
LEFT JOIN {prefix}woocommerce_shipping_zones AS zone ON zone.zone_id = place.zone_id
WHERE place._key > {after} AND place._key <= {upto}
ORDER BY place._key

--: single settings
SELECT 2 * method.instance_id AS _key, settings.option_value AS settings
FROM {prefix}woocommerce_shipping_zone_methods AS method
JOIN {prefix}options AS settings ON settings.option_name
  = CONCAT('woocommerce_', method.method_id, '_', method.instance_id, '_settings')
WHERE 2 * method.instance_id > {after} AND 2 * method.instance_id <= {upto}
ORDER BY method.instance_id

--: join places
--   zone = zone_locations
SELECT place._key, 'zone' AS _lane,
  CONCAT(location.location_type, ':', location.location_code) AS _value
FROM (
  SELECT 2 * instance_id AS _key, zone_id FROM {prefix}woocommerce_shipping_zone_methods
  UNION ALL
  SELECT 2 * zone_id + 1, zone_id FROM {prefix}woocommerce_shipping_zones) AS place
JOIN {prefix}woocommerce_shipping_zone_locations AS location ON location.zone_id = place.zone_id
WHERE place._key > {after} AND place._key <= {upto}
ORDER BY place._key, location.location_id

--: single location_count
SELECT place._key, COUNT(*) AS location_count
FROM (
  SELECT 2 * instance_id AS _key, zone_id FROM {prefix}woocommerce_shipping_zone_methods
  UNION ALL
  SELECT 2 * zone_id + 1, zone_id FROM {prefix}woocommerce_shipping_zones) AS place
JOIN {prefix}woocommerce_shipping_zone_locations AS location ON location.zone_id = place.zone_id
WHERE place._key > {after} AND place._key <= {upto}
GROUP BY place._key
ORDER BY place._key
