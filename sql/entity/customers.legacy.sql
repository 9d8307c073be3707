-- Users, and what they ordered where posts and postmeta hold the orders.

--: slices
SELECT MAX(ID) FROM {prefix}posts

--: wide orders
--   order_count sum
--   total_spent sum
--   last_order_id last
--   last_order_date_gmt last
-- Nothing indexes whose an order is: of each order the first row of a key counts.
SELECT figures._key, figures.order_count, figures.total_spent, figures.last_order_id,
  newest.post_date_gmt AS last_order_date_gmt
FROM (
  SELECT owner AS _key, COUNT(*) AS order_count,
    SUM(IF(status IN ('wc-processing', 'wc-completed'),
      CAST(total AS DECIMAL(36, 8)), 0)) AS total_spent,
    MAX(ID) AS last_order_id
  FROM (
    SELECT ID, post_status AS status,
      CAST((SELECT meta_value FROM {prefix}postmeta {force:postmeta.post_id}
        WHERE post_id = posts.ID AND meta_key = '_customer_user'
        ORDER BY meta_id LIMIT 1) AS UNSIGNED) AS owner,
      (SELECT LEFT(meta_value, 100) FROM {prefix}postmeta {force:postmeta.post_id}
        WHERE post_id = posts.ID AND meta_key = '_order_total'
        ORDER BY meta_id LIMIT 1) AS total
    FROM {prefix}posts AS posts {force:posts.PRIMARY}
    WHERE ID > {slice_after} AND ID <= {slice_upto} AND post_type = 'shop_order'
      AND post_status NOT IN ('trash', 'auto-draft', 'draft', 'new')
    LIMIT 18446744073709551615) AS orders
  WHERE owner > {after} AND owner <= {upto}
  GROUP BY owner) AS figures
JOIN {prefix}posts AS newest ON newest.ID = figures.last_order_id

--: changed orders
SELECT STRAIGHT_JOIN CAST(LEFT(owner.meta_value, 20) AS UNSIGNED)
FROM {prefix}posts AS o {force:posts.PRIMARY}
JOIN {prefix}postmeta AS owner {force:postmeta.post_id}
  ON owner.post_id = o.ID AND owner.meta_key = '_customer_user'
WHERE o.ID > {slice_after} AND o.ID <= {slice_upto} AND o.post_modified_gmt >= {since}
  AND o.post_type = 'shop_order'
LIMIT {limit}

--: changed noted index=comments.comment_date_gmt
-- Each change of a status leaves a note, also of orders too old to be looked at.
SELECT STRAIGHT_JOIN CAST(LEFT(owner.meta_value, 20) AS UNSIGNED)
FROM {prefix}comments AS note {force:comments.comment_date_gmt}
JOIN {prefix}postmeta AS owner {force:postmeta.post_id}
  ON owner.post_id = note.comment_post_ID AND owner.meta_key = '_customer_user'
WHERE note.comment_date_gmt >= {since} AND note.comment_type = 'order_note'
LIMIT {limit}

--: touched order
--   gone nothing
SELECT STRAIGHT_JOIN o.ID, CAST(LEFT(owner.meta_value, 20) AS UNSIGNED)
FROM {prefix}posts AS o {force:posts.PRIMARY}
LEFT JOIN {prefix}postmeta AS owner {force:postmeta.post_id}
  ON owner.post_id = o.ID AND owner.meta_key = '_customer_user'
WHERE o.ID IN ({touched}) AND o.post_type = 'shop_order'
LIMIT {limit}
