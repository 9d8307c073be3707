-- Notes of orders (those of a trashed post are not approved), where wc_orders holds the orders.

--: count
SELECT STRAIGHT_JOIN COUNT(*) FROM {prefix}comments AS note
JOIN {prefix}wc_orders AS parent ON parent.id = note.comment_post_ID
WHERE note.comment_type = 'order_note' AND note.comment_approved = '1'
  AND parent.type = 'shop_order'
  AND COALESCE(parent.status, '') NOT IN ({excluded})
  AND ({every_status} = 1 OR parent.status IN ({statuses}))

--: rows
SELECT STRAIGHT_JOIN note.comment_ID AS _key, note.comment_ID AS id,
  note.comment_post_ID AS order_id, LEFT(note.comment_content, 4001) AS content,
  note.comment_author AS author, note.comment_date AS date_created,
  note.comment_date_gmt AS date_created_gmt
FROM {prefix}comments AS note {force:comments.PRIMARY}
JOIN {prefix}wc_orders AS parent {force:wc_orders.PRIMARY} ON parent.id = note.comment_post_ID
WHERE note.comment_ID > {after} AND note.comment_ID <= {upto}
  AND note.comment_type = 'order_note' AND note.comment_approved = '1'
  AND parent.type = 'shop_order'
  AND COALESCE(parent.status, '') NOT IN ({excluded})
  AND ({every_status} = 1 OR parent.status IN ({statuses}))
ORDER BY note.comment_ID

--: changed orders index=wc_orders.date_updated
-- Which notes there are follows from the order's status.
SELECT STRAIGHT_JOIN note.comment_ID FROM {prefix}wc_orders AS o {force:wc_orders.date_updated}
JOIN {prefix}comments AS note {force:comments.comment_post_ID}
  ON note.comment_post_ID = o.id AND note.comment_type = 'order_note'
WHERE o.date_updated_gmt >= {since} AND o.type = 'shop_order'
LIMIT {limit}

--: changed trashed table=wc_orders_meta index=wc_orders_meta.meta_key_value
-- Old versions trash an order without a new date.
SELECT STRAIGHT_JOIN note.comment_ID
FROM {prefix}wc_orders_meta AS bin {force:wc_orders_meta.meta_key_value}
JOIN {prefix}comments AS note {force:comments.comment_post_ID}
  ON note.comment_post_ID = bin.order_id AND note.comment_type = 'order_note'
WHERE bin.meta_key = '_wp_trash_meta_time' AND bin.meta_value >= {since_seconds}
LIMIT {limit}

--: touched order
--   gone nothing
SELECT STRAIGHT_JOIN o.id, note.comment_ID
FROM {prefix}wc_orders AS o {force:wc_orders.PRIMARY}
LEFT JOIN {prefix}comments AS note {force:comments.comment_post_ID}
  ON note.comment_post_ID = o.id AND note.comment_type = 'order_note'
WHERE o.id IN ({touched})
LIMIT {limit}
