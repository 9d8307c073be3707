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
