-- Lines of orders of the type {type}, where wc_orders holds the orders.

--: count
SELECT STRAIGHT_JOIN COUNT(*) FROM {prefix}woocommerce_order_items AS item
JOIN {prefix}wc_orders AS parent ON parent.id = item.order_id
WHERE item.order_item_type = {type} AND parent.type = 'shop_order'
  AND COALESCE(parent.status, '') NOT IN ({excluded})
  AND ({every_status} = 1 OR parent.status IN ({statuses}))

--: dated index=wc_orders.date_created
SELECT STRAIGHT_JOIN MIN(item.order_item_id), MAX(item.order_item_id)
FROM {prefix}wc_orders AS o {force:wc_orders.date_created}
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = o.id
WHERE o.date_created_gmt >= {days_from} AND o.date_created_gmt < {days_upto}

--: rows
SELECT STRAIGHT_JOIN item.order_item_id AS _key, item.order_item_id AS id, item.order_id,
  LEFT(item.order_item_name, 4001) AS name, parent.status AS order_status,
  parent.currency AS order_currency, COALESCE(parent.customer_id, 0) AS order_customer_id,
  parent.date_created_gmt AS order_date_created_gmt
FROM {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.PRIMARY}
JOIN {prefix}wc_orders AS parent {force:wc_orders.PRIMARY} ON parent.id = item.order_id
WHERE item.order_item_id > {after} AND item.order_item_id <= {upto}
  AND item.order_item_type = {type} AND parent.type = 'shop_order'
  AND COALESCE(parent.status, '') NOT IN ({excluded})
  AND ({every_status} = 1 OR parent.status IN ({statuses}))
ORDER BY item.order_item_id

--: changed dated index=wc_orders.date_updated
-- Lines of every type: where one is gone, the others tell where it stood.
SELECT STRAIGHT_JOIN item.order_item_id FROM {prefix}wc_orders AS o {force:wc_orders.date_updated}
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = IF(o.type = 'shop_order', o.id, o.parent_order_id)
WHERE o.date_updated_gmt >= {since} AND o.type IN ('shop_order', 'shop_order_refund')
LIMIT {limit}

--: changed trashed table=wc_orders_meta index=wc_orders_meta.meta_key_value
-- Old versions trash an order without a new date.
SELECT STRAIGHT_JOIN item.order_item_id
FROM {prefix}wc_orders_meta AS bin {force:wc_orders_meta.meta_key_value}
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = bin.order_id
WHERE bin.meta_key = '_wp_trash_meta_time' AND bin.meta_value >= {since_seconds}
LIMIT {limit}

--: touched order
SELECT STRAIGHT_JOIN o.id, item.order_item_id
FROM {prefix}wc_orders AS o {force:wc_orders.PRIMARY}
LEFT JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = o.id
WHERE o.id IN ({touched})
LIMIT {limit}
