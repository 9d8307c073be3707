-- Refunds where wc_orders holds them.

--: count
SELECT COUNT(*) FROM {prefix}wc_orders AS refund
LEFT JOIN {prefix}wc_orders AS parent ON parent.id = refund.parent_order_id
WHERE refund.type = 'shop_order_refund'
  AND COALESCE(refund.status, '') NOT IN ({excluded})
  AND COALESCE(parent.status, '') NOT IN ({excluded})
  AND ({every_status} = 1 OR parent.status IN ({statuses}))

--: signpost
SELECT MAX(id) FROM {prefix}wc_orders

--: bound
SELECT MAX(id) FROM (
  SELECT id FROM {prefix}wc_orders {force:wc_orders.PRIMARY}
  WHERE id > {after} AND id <= {signpost} AND type = 'shop_order_refund'
  ORDER BY id LIMIT {limit}) AS page

--: dated index=wc_orders.date_created
-- Of all types, so that the index has all that is asked for.
SELECT MIN(id), MAX(id) FROM {prefix}wc_orders {force:wc_orders.date_created}
WHERE date_created_gmt >= {days_from} AND date_created_gmt < {days_upto}

--: rows
SELECT STRAIGHT_JOIN refund.id AS _key, refund.id AS id, parent.id AS parent_id,
  COALESCE(refund.parent_order_id, 0) AS parent_id_stored, refund.status,
  parent.status AS order_status,
  IF(parent.id IS NULL, NULL, COALESCE(parent.customer_id, 0)) AS order_customer_id,
  parent.payment_method AS order_payment_method, refund.currency, refund.total_amount AS total,
  refund.tax_amount AS cart_tax, refund.date_created_gmt,
  refund.date_updated_gmt AS date_modified_gmt,
  parent.date_created_gmt AS order_date_created_gmt
FROM {prefix}wc_orders AS refund {force:wc_orders.PRIMARY}
LEFT JOIN {prefix}wc_orders AS parent ON parent.id = refund.parent_order_id
WHERE refund.id > {after} AND refund.id <= {upto} AND refund.type = 'shop_order_refund'
  AND COALESCE(refund.status, '') NOT IN ({excluded})
  AND COALESCE(parent.status, '') NOT IN ({excluded})
  AND ({every_status} = 1 OR parent.status IN ({statuses}))
ORDER BY refund.id

--: single operational table=wc_order_operational_data
SELECT STRAIGHT_JOIN refund.id AS _key, more.shipping_tax_amount AS shipping_tax,
  more.shipping_total_amount AS shipping_total
FROM {prefix}wc_orders AS refund {force:wc_orders.PRIMARY}
JOIN {prefix}wc_order_operational_data AS more {force:wc_order_operational_data.order_id}
  ON more.order_id = refund.id
WHERE refund.id > {after} AND refund.id <= {upto} AND refund.type = 'shop_order_refund'
ORDER BY refund.id

--: pairs meta table=wc_orders_meta
SELECT STRAIGHT_JOIN refund.id AS _key, meta.meta_key AS _lane, meta.id AS _rank,
  LEFT(meta.meta_value, 4001) AS _value
FROM {prefix}wc_orders AS refund {force:wc_orders.PRIMARY}
JOIN {prefix}wc_orders_meta AS meta {force:wc_orders_meta.order_id_meta_key_meta_value}
  ON meta.order_id = refund.id
WHERE refund.id > {after} AND refund.id <= {upto} AND refund.type = 'shop_order_refund'
  AND meta.meta_key IN ({keys})
ORDER BY refund.id

--: fold lines
--   line_item _qty sum item_count
--   line_item _line_total sum lines_total
--   line_item _line_tax sum lines_total
--   line_item _line_tax_data taxes lines_total unless _line_tax
--   fee _line_total sum lines_total
--   fee _line_tax sum lines_total
--   fee _line_tax_data taxes lines_total unless _line_tax
--   shipping cost sum lines_total
--   shipping total_tax sum lines_total
--   shipping taxes taxes lines_total unless total_tax
SELECT STRAIGHT_JOIN refund.id AS _key, item.order_item_type AS _lane,
  item.order_item_id AS _group, meta.meta_key AS _name, meta.meta_id AS _rank,
  LEFT(meta.meta_value, 4001) AS _value
FROM {prefix}wc_orders AS refund {force:wc_orders.PRIMARY}
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = refund.id AND item.order_item_type IN ('line_item', 'fee', 'shipping')
JOIN {prefix}woocommerce_order_itemmeta AS meta {force:woocommerce_order_itemmeta.order_item_id}
  ON meta.order_item_id = item.order_item_id
WHERE refund.id > {after} AND refund.id <= {upto} AND refund.type = 'shop_order_refund'
  AND meta.meta_key IN (
    '_qty', '_line_total', '_line_tax', '_line_tax_data', 'cost', 'total_tax', 'taxes')
ORDER BY refund.id, item.order_item_id

--: changed dated index=wc_orders.date_updated
SELECT STRAIGHT_JOIN o.id FROM {prefix}wc_orders AS o {force:wc_orders.date_updated}
WHERE o.date_updated_gmt >= {since} AND o.type = 'shop_order_refund'
LIMIT {limit}

--: changed orders index=wc_orders.date_updated
-- A refund's row says something of its order.
SELECT STRAIGHT_JOIN refund.id FROM {prefix}wc_orders AS o {force:wc_orders.date_updated}
JOIN {prefix}wc_orders AS refund {force:wc_orders.parent_order_id}
  ON refund.parent_order_id = o.id AND refund.type = 'shop_order_refund'
WHERE o.date_updated_gmt >= {since} AND o.type = 'shop_order'
LIMIT {limit}

--: changed trashed table=wc_orders_meta index=wc_orders_meta.meta_key_value
-- Old versions trash an order without a new date.
SELECT STRAIGHT_JOIN refund.id
FROM {prefix}wc_orders_meta AS bin {force:wc_orders_meta.meta_key_value}
JOIN {prefix}wc_orders AS refund {force:wc_orders.parent_order_id}
  ON refund.parent_order_id = bin.order_id AND refund.type = 'shop_order_refund'
WHERE bin.meta_key = '_wp_trash_meta_time' AND bin.meta_value >= {since_seconds}
LIMIT {limit}

--: touched refund
--   itself

--: touched order
--   gone nothing
SELECT STRAIGHT_JOIN o.id, refund.id
FROM {prefix}wc_orders AS o {force:wc_orders.PRIMARY}
LEFT JOIN {prefix}wc_orders AS refund {force:wc_orders.parent_order_id}
  ON refund.parent_order_id = o.id AND refund.type = 'shop_order_refund'
WHERE o.id IN ({touched})
LIMIT {limit}
