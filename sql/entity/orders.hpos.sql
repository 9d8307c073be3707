-- What stands beside orders of the type {type} where wc_orders holds them.

--: signpost
SELECT MAX(id) FROM {prefix}wc_orders

--: bound
SELECT MAX(id) FROM (
  SELECT id FROM {prefix}wc_orders {force:wc_orders.PRIMARY}
  WHERE id > {after} AND id <= {signpost} AND type = {type}
  ORDER BY id LIMIT {limit}) AS page

--: single parent
SELECT child.id AS _key, parent.id AS parent_id
FROM {prefix}wc_orders AS child {force:wc_orders.PRIMARY}
JOIN {prefix}wc_orders AS parent ON parent.id = child.parent_order_id
WHERE child.id > {after} AND child.id <= {upto} AND child.type = {type}
  AND child.parent_order_id > 0
ORDER BY child.id

--: single operational table=wc_order_operational_data
SELECT order_id AS _key, created_via, prices_include_tax, date_paid_gmt, date_completed_gmt,
  shipping_tax_amount AS shipping_tax, shipping_total_amount AS shipping_total,
  discount_tax_amount AS discount_tax, discount_total_amount AS discount_total
FROM {prefix}wc_order_operational_data {force:wc_order_operational_data.order_id}
WHERE order_id > {after} AND order_id <= {upto}
ORDER BY order_id

--: lanes addresses table=wc_order_addresses
--   billing shipping
SELECT order_id AS _key, address_type AS _lane, LEFT(first_name, 4001) AS first_name,
  LEFT(last_name, 4001) AS last_name, LEFT(company, 4001) AS company,
  LEFT(address_1, 4001) AS address_1, LEFT(address_2, 4001) AS address_2,
  LEFT(city, 4001) AS city, LEFT(state, 4001) AS state, LEFT(postcode, 4001) AS postcode,
  LEFT(country, 4001) AS country, email, phone
FROM {prefix}wc_order_addresses {force:wc_order_addresses.order_id}
WHERE order_id > {after} AND order_id <= {upto}
ORDER BY order_id

--: pairs meta table=wc_orders_meta
SELECT order_id AS _key, meta_key AS _lane, id AS _rank, LEFT(meta_value, 4001) AS _value
FROM {prefix}wc_orders_meta {force:wc_orders_meta.order_id_meta_key_meta_value}
WHERE order_id > {after} AND order_id <= {upto} AND meta_key IN ({keys})
ORDER BY order_id

--: fold refunds
--   * * sum refunds_total
SELECT parent_order_id AS _key, '' AS _lane, id AS _group, '' AS _name, 0 AS _rank,
  total_amount AS _value
FROM {prefix}wc_orders {force:wc_orders.parent_order_id}
WHERE parent_order_id > {after} AND parent_order_id <= {upto} AND type = 'shop_order_refund'
ORDER BY parent_order_id

--: fold refund_taxes
--   tax tax_amount sum refunds_tax
--   tax shipping_tax_amount sum refunds_tax
SELECT refund.parent_order_id AS _key, item.order_item_type AS _lane,
  item.order_item_id AS _group, meta.meta_key AS _name, meta.meta_id AS _rank,
  LEFT(meta.meta_value, 100) AS _value
FROM {prefix}wc_orders AS refund {force:wc_orders.parent_order_id}
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = refund.id AND item.order_item_type = 'tax'
JOIN {prefix}woocommerce_order_itemmeta AS meta {force:woocommerce_order_itemmeta.order_item_id}
  ON meta.order_item_id = item.order_item_id
WHERE refund.parent_order_id > {after} AND refund.parent_order_id <= {upto}
  AND refund.type = 'shop_order_refund'
  AND meta.meta_key IN ('tax_amount', 'shipping_tax_amount')
ORDER BY refund.parent_order_id, item.order_item_id

--: changed dated index=wc_orders.date_updated
SELECT IF(o.type = {type}, o.id, o.parent_order_id)
FROM {prefix}wc_orders AS o {force:wc_orders.date_updated}
WHERE o.date_updated_gmt >= {since} AND o.type IN ({type}, 'shop_order_refund')
LIMIT {limit}

--: changed trashed table=wc_orders_meta index=wc_orders_meta.meta_key_value
-- Old versions trash an order without a new date.
SELECT bin.order_id FROM {prefix}wc_orders_meta AS bin {force:wc_orders_meta.meta_key_value}
WHERE bin.meta_key = '_wp_trash_meta_time' AND bin.meta_value >= {since_seconds}
LIMIT {limit}

--: touched order
--   itself

--: touched refund
--   gone nothing
SELECT id, parent_order_id FROM {prefix}wc_orders {force:wc_orders.PRIMARY}
WHERE id IN ({touched})
LIMIT {limit}
