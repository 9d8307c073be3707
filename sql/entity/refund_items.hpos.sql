-- Lines of refunds where wc_orders holds these.

--: count
SELECT COUNT(*) FROM {prefix}wc_orders AS refund
LEFT JOIN {prefix}wc_orders AS parent ON parent.id = refund.parent_order_id
JOIN {prefix}woocommerce_order_items AS item ON item.order_id = refund.id
WHERE refund.type = 'shop_order_refund'
  AND item.order_item_type IN ('line_item', 'shipping', 'fee', 'tax')
  AND COALESCE(refund.status, '') NOT IN ({excluded})
  AND COALESCE(parent.status, '') NOT IN ({excluded})
  AND ({every_status} = 1 OR parent.status IN ({statuses}))

--: signpost
SELECT MAX(order_item_id) FROM {prefix}woocommerce_order_items

--: bound
SELECT MAX(order_item_id) FROM (
  SELECT STRAIGHT_JOIN item.order_item_id
  FROM {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.PRIMARY}
  JOIN {prefix}wc_orders AS refund {force:wc_orders.PRIMARY}
    ON refund.id = item.order_id AND refund.type = 'shop_order_refund'
  WHERE item.order_item_id > {after} AND item.order_item_id <= {signpost}
  ORDER BY item.order_item_id LIMIT {limit}) AS page

--: dated index=wc_orders.date_created
SELECT STRAIGHT_JOIN MIN(item.order_item_id), MAX(item.order_item_id)
FROM {prefix}wc_orders AS o {force:wc_orders.date_created}
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = o.id
WHERE o.date_created_gmt >= {days_from} AND o.date_created_gmt < {days_upto}

--: rows
SELECT STRAIGHT_JOIN item.order_item_id AS _key, item.order_item_id AS id,
  item.order_id AS refund_id, parent.id AS order_id, item.order_item_type AS type,
  LEFT(item.order_item_name, 4001) AS name, refund.currency AS refund_currency,
  refund.date_created_gmt
FROM {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.PRIMARY}
JOIN {prefix}wc_orders AS refund {force:wc_orders.PRIMARY}
  ON refund.id = item.order_id AND refund.type = 'shop_order_refund'
LEFT JOIN {prefix}wc_orders AS parent ON parent.id = refund.parent_order_id
WHERE item.order_item_id > {after} AND item.order_item_id <= {upto}
  AND item.order_item_type IN ('line_item', 'shipping', 'fee', 'tax')
  AND COALESCE(refund.status, '') NOT IN ({excluded})
  AND COALESCE(parent.status, '') NOT IN ({excluded})
  AND ({every_status} = 1 OR parent.status IN ({statuses}))
ORDER BY item.order_item_id

--: pairs meta
SELECT STRAIGHT_JOIN item.order_item_id AS _key, meta.meta_key AS _lane, meta.meta_id AS _rank,
  LEFT(meta.meta_value, 4001) AS _value
FROM {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.PRIMARY}
JOIN {prefix}wc_orders AS refund {force:wc_orders.PRIMARY}
  ON refund.id = item.order_id AND refund.type = 'shop_order_refund'
JOIN {prefix}woocommerce_order_itemmeta AS meta {force:woocommerce_order_itemmeta.order_item_id}
  ON meta.order_item_id = item.order_item_id
WHERE item.order_item_id > {after} AND item.order_item_id <= {upto}
  AND meta.meta_key IN ({keys})
ORDER BY item.order_item_id

--: changed dated index=wc_orders.date_updated
SELECT STRAIGHT_JOIN item.order_item_id FROM {prefix}wc_orders AS o {force:wc_orders.date_updated}
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = o.id
WHERE o.date_updated_gmt >= {since} AND o.type = 'shop_order_refund'
LIMIT {limit}

--: changed orders index=wc_orders.date_updated
-- A refund's row says something of its order.
SELECT STRAIGHT_JOIN item.order_item_id FROM {prefix}wc_orders AS o {force:wc_orders.date_updated}
JOIN {prefix}wc_orders AS refund {force:wc_orders.parent_order_id}
  ON refund.parent_order_id = o.id AND refund.type = 'shop_order_refund'
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = refund.id
WHERE o.date_updated_gmt >= {since} AND o.type = 'shop_order'
LIMIT {limit}

--: changed trashed table=wc_orders_meta index=wc_orders_meta.meta_key_value
-- Old versions trash an order without a new date.
SELECT STRAIGHT_JOIN item.order_item_id
FROM {prefix}wc_orders_meta AS bin {force:wc_orders_meta.meta_key_value}
JOIN {prefix}wc_orders AS refund {force:wc_orders.parent_order_id}
  ON refund.parent_order_id = bin.order_id AND refund.type = 'shop_order_refund'
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = refund.id
WHERE bin.meta_key = '_wp_trash_meta_time' AND bin.meta_value >= {since_seconds}
LIMIT {limit}

--: touched refund
SELECT STRAIGHT_JOIN refund.id, item.order_item_id
FROM {prefix}wc_orders AS refund {force:wc_orders.PRIMARY}
LEFT JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = refund.id
WHERE refund.id IN ({touched})
LIMIT {limit}

--: touched order
--   gone nothing
SELECT STRAIGHT_JOIN o.id, item.order_item_id
FROM {prefix}wc_orders AS o {force:wc_orders.PRIMARY}
LEFT JOIN {prefix}wc_orders AS refund {force:wc_orders.parent_order_id}
  ON refund.parent_order_id = o.id AND refund.type = 'shop_order_refund'
LEFT JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = refund.id
WHERE o.id IN ({touched})
LIMIT {limit}
