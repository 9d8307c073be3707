-- Lines of refunds where posts hold these.

--: count
SELECT COUNT(*) FROM {prefix}posts AS refund
LEFT JOIN {prefix}posts AS parent
  ON parent.ID = refund.post_parent AND parent.post_type LIKE 'shop\_order%'
JOIN {prefix}woocommerce_order_items AS item ON item.order_id = refund.ID
WHERE refund.post_type = 'shop_order_refund'
  AND item.order_item_type IN ('line_item', 'shipping', 'fee', 'tax')
  AND refund.post_status NOT IN ({excluded})
  AND COALESCE(parent.post_status, '') NOT IN ({excluded})
  AND ({every_status} = 1 OR parent.post_status IN ({statuses}))

--: signpost
SELECT MAX(order_item_id) FROM {prefix}woocommerce_order_items

--: bound
SELECT MAX(order_item_id) FROM (
  SELECT STRAIGHT_JOIN item.order_item_id
  FROM {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.PRIMARY}
  JOIN {prefix}posts AS refund {force:posts.PRIMARY}
    ON refund.ID = item.order_id AND refund.post_type = 'shop_order_refund'
  WHERE item.order_item_id > {after} AND item.order_item_id <= {signpost}
  ORDER BY item.order_item_id LIMIT {limit}) AS page

--: rows
SELECT STRAIGHT_JOIN item.order_item_id AS _key, item.order_item_id AS id,
  item.order_id AS refund_id, parent.ID AS order_id, item.order_item_type AS type,
  LEFT(item.order_item_name, 4001) AS name, refund.post_date_gmt AS date_created_gmt
FROM {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.PRIMARY}
JOIN {prefix}posts AS refund {force:posts.PRIMARY}
  ON refund.ID = item.order_id AND refund.post_type = 'shop_order_refund'
LEFT JOIN {prefix}posts AS parent
  ON parent.ID = refund.post_parent AND parent.post_type LIKE 'shop\_order%'
WHERE item.order_item_id > {after} AND item.order_item_id <= {upto}
  AND item.order_item_type IN ('line_item', 'shipping', 'fee', 'tax')
  AND refund.post_status NOT IN ({excluded})
  AND COALESCE(parent.post_status, '') NOT IN ({excluded})
  AND ({every_status} = 1 OR parent.post_status IN ({statuses}))
ORDER BY item.order_item_id

--: pairs meta
SELECT STRAIGHT_JOIN item.order_item_id AS _key, meta.meta_key AS _lane, meta.meta_id AS _rank,
  LEFT(meta.meta_value, 4001) AS _value
FROM {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.PRIMARY}
JOIN {prefix}posts AS refund {force:posts.PRIMARY}
  ON refund.ID = item.order_id AND refund.post_type = 'shop_order_refund'
JOIN {prefix}woocommerce_order_itemmeta AS meta {force:woocommerce_order_itemmeta.order_item_id}
  ON meta.order_item_id = item.order_item_id
WHERE item.order_item_id > {after} AND item.order_item_id <= {upto}
  AND meta.meta_key IN ({keys})
ORDER BY item.order_item_id

--: lookup refunds
--   refund_id refund = refund
SELECT STRAIGHT_JOIN meta.post_id AS _key, 'refund' AS _lane,
  LEFT(meta.meta_value, 100) AS currency
FROM (
  SELECT STRAIGHT_JOIN DISTINCT item.order_id
  FROM {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.PRIMARY}
  JOIN {prefix}posts AS refund {force:posts.PRIMARY}
    ON refund.ID = item.order_id AND refund.post_type = 'shop_order_refund'
  WHERE item.order_item_id > {after} AND item.order_item_id <= {upto}
) AS page
JOIN {prefix}postmeta AS meta {force:postmeta.post_id} ON meta.post_id = page.order_id
WHERE meta.meta_key = '_order_currency' AND BINARY meta.meta_key = '_order_currency'
ORDER BY meta.post_id, meta.meta_id

--: slices
SELECT MAX(ID) FROM {prefix}posts

--: changed dated
SELECT STRAIGHT_JOIN item.order_item_id FROM {prefix}posts AS o {force:posts.PRIMARY}
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = o.ID
WHERE o.ID > {slice_after} AND o.ID <= {slice_upto} AND o.post_modified_gmt >= {since}
  AND o.post_type = 'shop_order_refund'
LIMIT {limit}

--: changed orders
-- A refund's row says something of its order.
SELECT STRAIGHT_JOIN item.order_item_id FROM {prefix}posts AS o {force:posts.PRIMARY}
JOIN {prefix}posts AS refund {force:posts.post_parent}
  ON refund.post_parent = o.ID AND refund.post_type = 'shop_order_refund'
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = refund.ID
WHERE o.ID > {slice_after} AND o.ID <= {slice_upto} AND o.post_modified_gmt >= {since}
  AND o.post_type = 'shop_order'
LIMIT {limit}

--: changed noted index=comments.comment_date_gmt
-- Each change of a status leaves a note, also of orders too old to be looked at.
SELECT STRAIGHT_JOIN item.order_item_id
FROM {prefix}comments AS note {force:comments.comment_date_gmt}
JOIN {prefix}posts AS refund {force:posts.post_parent}
  ON refund.post_parent = note.comment_post_ID AND refund.post_type = 'shop_order_refund'
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = refund.ID
WHERE note.comment_date_gmt >= {since} AND note.comment_type = 'order_note'
LIMIT {limit}

--: touched refund
SELECT STRAIGHT_JOIN refund.ID, item.order_item_id
FROM {prefix}posts AS refund {force:posts.PRIMARY}
LEFT JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = refund.ID
WHERE refund.ID IN ({touched}) AND refund.post_type = 'shop_order_refund'
LIMIT {limit}

--: touched order
--   gone nothing
SELECT STRAIGHT_JOIN o.ID, item.order_item_id FROM {prefix}posts AS o {force:posts.PRIMARY}
LEFT JOIN {prefix}posts AS refund {force:posts.post_parent}
  ON refund.post_parent = o.ID AND refund.post_type = 'shop_order_refund'
LEFT JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = refund.ID
WHERE o.ID IN ({touched}) AND o.post_type = 'shop_order'
LIMIT {limit}
