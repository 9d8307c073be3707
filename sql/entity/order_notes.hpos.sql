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
