-- What analytics counts of orders and refunds where wc_orders holds them.

--: count
SELECT COUNT(*) FROM {prefix}wc_orders WHERE type IN ('shop_order', 'shop_order_refund')

--: signpost
SELECT MAX(id) FROM {prefix}wc_orders

--: bound
SELECT MAX(id) FROM (
  SELECT id FROM {prefix}wc_orders {force:wc_orders.PRIMARY}
  WHERE id > {after} AND id <= {signpost} AND type IN ('shop_order', 'shop_order_refund')
  ORDER BY id LIMIT {limit}) AS page

--: rows
SELECT id AS _key, type, status, total_amount AS total, tax_amount AS cart_tax,
  date_created_gmt, customer_id
FROM {prefix}wc_orders {force:wc_orders.PRIMARY}
WHERE id > {after} AND id <= {upto} AND type IN ('shop_order', 'shop_order_refund')
ORDER BY id

--: single operational table=wc_order_operational_data
SELECT order_id AS _key, date_paid_gmt, date_completed_gmt,
  shipping_tax_amount AS shipping_tax, shipping_total_amount AS shipping_total
FROM {prefix}wc_order_operational_data {force:wc_order_operational_data.order_id}
WHERE order_id > {after} AND order_id <= {upto}
ORDER BY order_id

--: single addresses table=wc_order_addresses
SELECT order_id AS _key, email
FROM {prefix}wc_order_addresses {force:wc_order_addresses.order_id}
WHERE order_id > {after} AND order_id <= {upto} AND address_type = 'billing'
ORDER BY order_id

--: single parent
SELECT child.id AS _key, parent.id AS parent_id, parent.status AS parent_status,
  parent.total_amount AS parent_total, parent.tax_amount AS parent_cart_tax,
  parent.customer_id AS parent_customer_id
FROM {prefix}wc_orders AS child {force:wc_orders.PRIMARY}
JOIN {prefix}wc_orders AS parent ON parent.id = child.parent_order_id
WHERE child.id > {after} AND child.id <= {upto}
  AND child.type IN ('shop_order', 'shop_order_refund') AND child.parent_order_id > 0
ORDER BY child.id

--: single parent_operational table=wc_order_operational_data
SELECT refund.id AS _key, operational.shipping_tax_amount AS parent_shipping_tax,
  operational.shipping_total_amount AS parent_shipping_total
FROM {prefix}wc_orders AS refund {force:wc_orders.PRIMARY}
JOIN {prefix}wc_order_operational_data AS operational
  ON operational.order_id = refund.parent_order_id
WHERE refund.id > {after} AND refund.id <= {upto} AND refund.type = 'shop_order_refund'
ORDER BY refund.id

--: single parent_address table=wc_order_addresses
SELECT refund.id AS _key, address.email AS parent_email
FROM {prefix}wc_orders AS refund {force:wc_orders.PRIMARY}
JOIN {prefix}wc_order_addresses AS address
  ON address.order_id = refund.parent_order_id AND address.address_type = 'billing'
WHERE refund.id > {after} AND refund.id <= {upto} AND refund.type = 'shop_order_refund'
ORDER BY refund.id

--: single siblings
SELECT refund.id AS _key, COUNT(*) AS refund_count
FROM {prefix}wc_orders AS refund {force:wc_orders.PRIMARY}
JOIN {prefix}wc_orders AS sibling {force:wc_orders.parent_order_id}
  ON sibling.parent_order_id = refund.parent_order_id AND sibling.type = 'shop_order_refund'
WHERE refund.id > {after} AND refund.id <= {upto} AND refund.type = 'shop_order_refund'
  AND refund.parent_order_id > 0
GROUP BY refund.id
ORDER BY refund.id

--: pairs meta table=wc_orders_meta
SELECT order_id AS _key, meta_key AS _lane, id AS _rank, LEFT(meta_value, 20) AS _value
FROM {prefix}wc_orders_meta {force:wc_orders_meta.order_id_meta_key_meta_value}
WHERE order_id > {after} AND order_id <= {upto} AND meta_key = '_refund_type'
ORDER BY order_id

--: fold parent_items
--   line_item _qty sum parent_items
SELECT refund.id AS _key, item.order_item_type AS _lane, item.order_item_id AS _group,
  meta.meta_key AS _name, meta.meta_id AS _rank, LEFT(meta.meta_value, 100) AS _value
FROM {prefix}wc_orders AS refund {force:wc_orders.PRIMARY}
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = refund.parent_order_id AND item.order_item_type = 'line_item'
JOIN {prefix}woocommerce_order_itemmeta AS meta {force:woocommerce_order_itemmeta.order_item_id}
  ON meta.order_item_id = item.order_item_id
WHERE refund.id > {after} AND refund.id <= {upto} AND refund.type = 'shop_order_refund'
  AND meta.meta_key = '_qty'
ORDER BY refund.id, item.order_item_id
