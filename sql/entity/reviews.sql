-- Reviews of products. The inputs' names are those of the catalogue. Who bought what is asked of
-- the analytics tables, in both order storages: their indexes lead from customer to product.

--: count
SELECT COUNT(*) FROM {prefix}comments AS comment
JOIN {prefix}posts AS product
  ON product.ID = comment.comment_post_ID AND product.post_type = 'product'
WHERE comment.comment_type = 'review'
  AND comment.comment_approved NOT IN ({excluded})
  AND ({every_status} = 1 OR CASE comment.comment_approved WHEN '1' THEN 'approved'
    WHEN '0' THEN 'hold' ELSE comment.comment_approved END IN ({statuses}))

--: signpost
SELECT MAX(comment_ID) FROM {prefix}comments

--: ids
SELECT comment_ID FROM {prefix}comments {force:comments.woo_idx_comment_type}
WHERE comment_ID > {after} AND comment_ID <= {signpost} AND comment_type = 'review'
ORDER BY comment_ID LIMIT {limit}

--: rows
SELECT comment.comment_ID AS _key, comment.comment_ID AS id, product.ID AS product_id,
  LEFT(product.post_title, 4001) AS product_name,
  CASE comment.comment_approved WHEN '1' THEN 'approved' WHEN '0' THEN 'hold'
    ELSE comment.comment_approved END AS status,
  comment.comment_author AS reviewer, comment.comment_author_email AS reviewer_email,
  comment.user_id, LEFT(comment.comment_content, 4001) AS review,
  comment.comment_date AS date_created, comment.comment_date_gmt AS date_created_gmt
FROM {prefix}comments AS comment {force:comments.PRIMARY}
STRAIGHT_JOIN {prefix}posts AS product {force:posts.PRIMARY}
  ON product.ID = comment.comment_post_ID AND product.post_type = 'product'
WHERE comment.comment_ID IN ({ids})
  AND comment.comment_approved NOT IN ({excluded})
  AND ({every_status} = 1 OR CASE comment.comment_approved WHEN '1' THEN 'approved'
    WHEN '0' THEN 'hold' ELSE comment.comment_approved END IN ({statuses}))
ORDER BY comment.comment_ID

--: pairs meta
SELECT comment_id AS _key, meta_key AS _lane, meta_id AS _rank, LEFT(meta_value, 100) AS _value
FROM {prefix}commentmeta {force:commentmeta.comment_id}
WHERE comment_id IN ({ids}) AND meta_key IN ({keys})
ORDER BY comment_id

--: single user_orders table=wc_customer_lookup,wc_order_product_lookup,wc_order_stats
SELECT comment.comment_ID AS _key, 1 AS user_has_bought
FROM {prefix}comments AS comment {force:comments.PRIMARY}
LEFT JOIN {prefix}commentmeta AS verified {force:commentmeta.comment_id}
  ON verified.comment_id = comment.comment_ID AND verified.meta_key = 'verified'
  AND verified.meta_value <> ''
STRAIGHT_JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.user_id}
  ON customer.user_id = comment.user_id
STRAIGHT_JOIN {prefix}wc_order_product_lookup AS line
  {force:wc_order_product_lookup.customer_id}
  ON line.customer_id = customer.customer_id AND line.product_id = comment.comment_post_ID
STRAIGHT_JOIN {prefix}wc_order_stats AS stats {force:wc_order_stats.PRIMARY}
  ON stats.order_id = line.order_id AND stats.parent_id = 0
  AND stats.status IN ('wc-processing', 'wc-completed')
WHERE comment.comment_ID IN ({ids}) AND comment.user_id > 0
  AND verified.meta_id IS NULL
GROUP BY comment.comment_ID
ORDER BY comment.comment_ID

--: single guest_orders table=wc_customer_lookup,wc_order_product_lookup,wc_order_stats
SELECT comment.comment_ID AS _key, 1 AS guest_has_bought
FROM {prefix}comments AS comment {force:comments.PRIMARY}
LEFT JOIN {prefix}commentmeta AS verified {force:commentmeta.comment_id}
  ON verified.comment_id = comment.comment_ID AND verified.meta_key = 'verified'
  AND verified.meta_value <> ''
STRAIGHT_JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.email}
  ON customer.email
    = CONVERT(comment.comment_author_email USING {charset:wc_customer_lookup})
    COLLATE {collation:wc_customer_lookup}
STRAIGHT_JOIN {prefix}wc_order_product_lookup AS line
  {force:wc_order_product_lookup.customer_id}
  ON line.customer_id = customer.customer_id AND line.product_id = comment.comment_post_ID
STRAIGHT_JOIN {prefix}wc_order_stats AS stats {force:wc_order_stats.PRIMARY}
  ON stats.order_id = line.order_id AND stats.parent_id = 0
  AND stats.status IN ('wc-processing', 'wc-completed')
WHERE comment.comment_ID IN ({ids}) AND comment.user_id = 0
  AND comment.comment_author_email <> ''
  AND verified.meta_id IS NULL
GROUP BY comment.comment_ID
ORDER BY comment.comment_ID

--: changed dated index=comments.comment_date_gmt
SELECT comment_ID FROM {prefix}comments {force:comments.comment_date_gmt}
WHERE comment_date_gmt >= {since} AND comment_type = 'review'
LIMIT {limit}

--: touched review
--   itself
