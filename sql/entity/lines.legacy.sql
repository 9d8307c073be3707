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

--: slices
SELECT MAX(ID) FROM {prefix}posts

--: changed dated
-- Lines of every type: where one is gone, the others tell where it stood.
SELECT STRAIGHT_JOIN item.order_item_id FROM {prefix}posts AS o {force:posts.PRIMARY}
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = IF(o.post_type = 'shop_order', o.ID, o.post_parent)
WHERE o.ID > {slice_after} AND o.ID <= {slice_upto} AND o.post_modified_gmt >= {since}
  AND o.post_type IN ('shop_order', 'shop_order_refund')
LIMIT {limit}

--: changed noted index=comments.comment_date_gmt
-- Each change of a status leaves a note, also of orders too old to be looked at.
SELECT STRAIGHT_JOIN item.order_item_id
FROM {prefix}comments AS note {force:comments.comment_date_gmt}
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = note.comment_post_ID
WHERE note.comment_date_gmt >= {since} AND note.comment_type = 'order_note'
LIMIT {limit}

--: touched order
SELECT STRAIGHT_JOIN o.ID, item.order_item_id FROM {prefix}posts AS o {force:posts.PRIMARY}
LEFT JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = o.ID
WHERE o.ID IN ({touched}) AND o.post_type = 'shop_order'
LIMIT {limit}
