-- Lines of orders of the type {type}, where posts hold the orders.

--: count
SELECT STRAIGHT_JOIN COUNT(*) FROM {prefix}woocommerce_order_items AS item
JOIN {prefix}posts AS parent ON parent.ID = item.order_id
WHERE item.order_item_type = {type} AND parent.post_type = 'shop_order'
  AND parent.post_status NOT IN ({excluded})
  AND ({every_status} = 1 OR parent.post_status IN ({statuses}))

--: rows
SELECT STRAIGHT_JOIN item.order_item_id AS _key, item.order_item_id AS id, item.order_id,
  LEFT(item.order_item_name, 4001) AS name, parent.post_status AS order_status,
  parent.post_date_gmt AS order_date_created_gmt
FROM {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.PRIMARY}
JOIN {prefix}posts AS parent {force:posts.PRIMARY} ON parent.ID = item.order_id
WHERE item.order_item_id > {after} AND item.order_item_id <= {upto}
  AND item.order_item_type = {type} AND parent.post_type = 'shop_order'
  AND parent.post_status NOT IN ({excluded})
  AND ({every_status} = 1 OR parent.post_status IN ({statuses}))
ORDER BY item.order_item_id

--: lookup orders
--   order_id order = order
SELECT STRAIGHT_JOIN meta.post_id AS _key, 'order' AS _lane,
  IF(BINARY meta.meta_key = '_order_currency', LEFT(meta.meta_value, 100), NULL) AS currency,
  IF(BINARY meta.meta_key = '_customer_user', LEFT(meta.meta_value, 100), NULL) AS customer_id
FROM (
  SELECT DISTINCT order_id
  FROM {prefix}woocommerce_order_items {force:woocommerce_order_items.PRIMARY}
  WHERE order_item_id > {after} AND order_item_id <= {upto} AND order_item_type = {type}
) AS page
JOIN {prefix}postmeta AS meta {force:postmeta.post_id} ON meta.post_id = page.order_id
WHERE meta.meta_key IN ('_order_currency', '_customer_user')
ORDER BY meta.post_id, meta.meta_id
