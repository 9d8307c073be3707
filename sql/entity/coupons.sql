-- Coupons, in both order storages where posts and postmeta hold them. The inputs' names are those
-- of the catalogue.

--: count
SELECT COUNT(*) FROM {prefix}posts
WHERE post_type = 'shop_coupon' AND post_status NOT IN ({excluded})
  AND ({every_status} = 1 OR post_status IN ({statuses}))

--: signpost
SELECT MAX(ID) FROM {prefix}posts

--: ids
SELECT ID FROM {prefix}posts {force:posts.type_status_date}
WHERE ID > {after} AND ID <= {signpost} AND post_type = 'shop_coupon'
ORDER BY ID LIMIT {limit}

--: rows
SELECT ID AS _key, ID AS id, post_status AS status, LEFT(post_title, 4001) AS code,
  LEFT(post_excerpt, 4001) AS description, post_date_gmt AS date_created_gmt,
  post_modified_gmt AS date_modified_gmt
FROM {prefix}posts {force:posts.PRIMARY}
WHERE ID IN ({ids}) AND post_status NOT IN ({excluded})
  AND ({every_status} = 1 OR post_status IN ({statuses}))
ORDER BY ID

--: pairs meta
SELECT post_id AS _key, meta_key AS _lane, meta_id AS _rank, LEFT(meta_value, 100000) AS _value
FROM {prefix}postmeta {force:postmeta.post_id}
WHERE post_id IN ({ids}) AND meta_key IN ({keys})
ORDER BY post_id

--: single users
SELECT post_id AS _key, COUNT(*) AS used_by_count
FROM {prefix}postmeta {force:postmeta.post_id}
WHERE post_id IN ({ids}) AND meta_key = '_used_by'
GROUP BY post_id
ORDER BY post_id

--: single usage table=wc_order_coupon_lookup,wc_order_stats
SELECT line.coupon_id AS _key, COUNT(DISTINCT line.order_id) AS orders_count,
  SUM(CAST(line.discount_amount AS DECIMAL(26,8))) AS discount_total
FROM {prefix}wc_order_coupon_lookup AS line {force:wc_order_coupon_lookup.coupon_id}
STRAIGHT_JOIN {prefix}wc_order_stats AS stats {force:wc_order_stats.PRIMARY}
  ON stats.order_id = line.order_id AND stats.status NOT IN ({uncounted})
WHERE line.coupon_id IN ({ids})
GROUP BY line.coupon_id
ORDER BY line.coupon_id
