-- Notes of orders (those of a trashed post are not approved), where posts hold the orders.

--: count
SELECT STRAIGHT_JOIN COUNT(*) FROM {prefix}comments AS note
JOIN {prefix}posts AS parent ON parent.ID = note.comment_post_ID
WHERE note.comment_type = 'order_note' AND note.comment_approved = '1'
  AND parent.post_type = 'shop_order'
  AND parent.post_status NOT IN ({excluded})
  AND ({every_status} = 1 OR parent.post_status IN ({statuses}))

--: rows
SELECT STRAIGHT_JOIN note.comment_ID AS _key, note.comment_ID AS id,
  note.comment_post_ID AS order_id, LEFT(note.comment_content, 4001) AS content,
  note.comment_author AS author, note.comment_date AS date_created,
  note.comment_date_gmt AS date_created_gmt
FROM {prefix}comments AS note {force:comments.PRIMARY}
JOIN {prefix}posts AS parent {force:posts.PRIMARY} ON parent.ID = note.comment_post_ID
WHERE note.comment_ID > {after} AND note.comment_ID <= {upto}
  AND note.comment_type = 'order_note' AND note.comment_approved = '1'
  AND parent.post_type = 'shop_order'
  AND parent.post_status NOT IN ({excluded})
  AND ({every_status} = 1 OR parent.post_status IN ({statuses}))
ORDER BY note.comment_ID

--: slices
SELECT MAX(ID) FROM {prefix}posts

--: changed orders
-- Which notes there are follows from the order's status.
SELECT STRAIGHT_JOIN note.comment_ID FROM {prefix}posts AS o {force:posts.PRIMARY}
JOIN {prefix}comments AS note {force:comments.comment_post_ID}
  ON note.comment_post_ID = o.ID AND note.comment_type = 'order_note'
WHERE o.ID > {slice_after} AND o.ID <= {slice_upto} AND o.post_modified_gmt >= {since}
  AND o.post_type = 'shop_order'
LIMIT {limit}

--: touched order
--   gone nothing
SELECT STRAIGHT_JOIN o.ID, note.comment_ID FROM {prefix}posts AS o {force:posts.PRIMARY}
LEFT JOIN {prefix}comments AS note {force:comments.comment_post_ID}
  ON note.comment_post_ID = o.ID AND note.comment_type = 'order_note'
WHERE o.ID IN ({touched}) AND o.post_type = 'shop_order'
LIMIT {limit}
