-- How payment methods were used where posts and postmeta hold the orders, a slice of ids at a time:
-- of each order the first row of a key counts.

--: single methods
SELECT DISTINCT CAST(LEFT(meta.meta_value, 200) AS BINARY)
FROM {prefix}postmeta AS meta {force:postmeta.meta_key}
JOIN {prefix}posts AS orders ON orders.ID = meta.post_id
WHERE meta.meta_key = '_payment_method' AND meta.meta_value <> ''
  AND orders.post_type = 'shop_order' AND orders.post_status NOT IN ({excluded})

--: slices
SELECT MAX(ID) FROM {prefix}posts

--: single orders
SELECT CAST(payment_method AS BINARY) AS id, COUNT(*),
  SUM(status IN ('wc-processing', 'wc-completed')),
  SUM(total), SUM(IF(status IN ('wc-processing', 'wc-completed'), total, 0)),
  MIN(IF(created > '0001-01-01' AND created <> '1970-01-01', created, NULL)),
  MAX(IF(created > '0001-01-01' AND created <> '1970-01-01', created, NULL)),
  MAX(CONCAT(created, LPAD(ID, 20, '0')))
FROM (
  SELECT ID, post_status AS status, post_date_gmt AS created,
    (SELECT LEFT(meta_value, 200) FROM {prefix}postmeta {force:postmeta.post_id}
      WHERE post_id = posts.ID AND meta_key = '_payment_method'
      ORDER BY meta_id LIMIT 1) AS payment_method,
    ROUND(CAST((SELECT LEFT(meta_value, 100) FROM {prefix}postmeta {force:postmeta.post_id}
      WHERE post_id = posts.ID AND meta_key = '_order_total'
      ORDER BY meta_id LIMIT 1) AS DECIMAL(36, 8)), {price_decimals}) AS total
  FROM {prefix}posts AS posts {force:posts.PRIMARY}
  WHERE ID > {slice_after} AND ID <= {slice_upto} AND post_type = 'shop_order' AND post_status NOT IN ({excluded})
  LIMIT 18446744073709551615) AS orders
WHERE payment_method <> ''
GROUP BY CAST(payment_method AS BINARY)

--: single refunds
SELECT CAST(payment_method AS BINARY), -SUM(total)
FROM (
  SELECT
    (SELECT LEFT(meta_value, 200) FROM {prefix}postmeta {force:postmeta.post_id}
      WHERE post_id = orders.ID AND meta_key = '_payment_method'
      ORDER BY meta_id LIMIT 1) AS payment_method,
    CAST((SELECT LEFT(meta_value, 100) FROM {prefix}postmeta {force:postmeta.post_id}
      WHERE post_id = refund.ID AND meta_key = '_order_total'
      ORDER BY meta_id LIMIT 1) AS DECIMAL(36, 8)) AS total
  FROM {prefix}posts AS refund {force:posts.PRIMARY}
  JOIN {prefix}posts AS orders ON orders.ID = refund.post_parent
  WHERE refund.ID > {slice_after} AND refund.ID <= {slice_upto}
    AND refund.post_type = 'shop_order_refund' AND orders.post_type = 'shop_order'
    AND orders.post_status NOT IN ({excluded})
  LIMIT 18446744073709551615) AS refunds
WHERE payment_method <> ''
GROUP BY CAST(payment_method AS BINARY)

--: single titles
SELECT post_id, LEFT(meta_value, 4001) FROM {prefix}postmeta
WHERE post_id IN ({ids}) AND meta_key = '_payment_method_title'
ORDER BY post_id, meta_id
