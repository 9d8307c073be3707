-- First and last moments that reports span where posts hold the orders. What a refund's order
-- says of its status counts, and the refund's own creation. Paid and completed are Unix seconds.

--: single first
SELECT MIN(post_date_gmt), NULL FROM {prefix}posts {force:posts.type_status_date}
WHERE post_type = 'shop_order' AND post_status NOT IN ({excluded})
  AND post_date_gmt > '0001-01-01' AND post_date_gmt <> '1970-01-01'

--: single date_created
SELECT MIN(post_date_gmt), MAX(post_date_gmt)
FROM {prefix}posts {force:posts.type_status_date}
WHERE post_type = 'shop_order' AND post_status NOT IN ({uncounted})
  AND post_date_gmt > '0001-01-01' AND post_date_gmt <> '1970-01-01'

--: single date_paid
SELECT MIN(CAST(meta.meta_value AS SIGNED)), MAX(CAST(meta.meta_value AS SIGNED))
FROM {prefix}postmeta AS meta {force:postmeta.meta_key}
JOIN {prefix}posts AS orders ON orders.ID = meta.post_id
WHERE meta.meta_key = '_date_paid' AND CAST(meta.meta_value AS SIGNED) <> 0
  AND orders.post_type = 'shop_order' AND orders.post_status NOT IN ({uncounted})
  AND orders.post_date_gmt > '0001-01-01' AND orders.post_date_gmt <> '1970-01-01'

--: single date_completed
SELECT MIN(CAST(meta.meta_value AS SIGNED)), MAX(CAST(meta.meta_value AS SIGNED))
FROM {prefix}postmeta AS meta {force:postmeta.meta_key}
JOIN {prefix}posts AS orders ON orders.ID = meta.post_id
WHERE meta.meta_key = '_date_completed' AND CAST(meta.meta_value AS SIGNED) <> 0
  AND orders.post_type = 'shop_order' AND orders.post_status NOT IN ({uncounted})
  AND orders.post_date_gmt > '0001-01-01' AND orders.post_date_gmt <> '1970-01-01'

--: single refunds
SELECT MIN(refund.post_date_gmt), MAX(refund.post_date_gmt)
FROM {prefix}posts AS refund {force:posts.type_status_date}
LEFT JOIN {prefix}posts AS parent
  ON parent.ID = refund.post_parent AND parent.post_type LIKE 'shop\_order%'
WHERE refund.post_type = 'shop_order_refund'
  AND IF(parent.ID IS NULL, refund.post_status, parent.post_status) NOT IN ({uncounted})
  AND refund.post_date_gmt > '0001-01-01' AND refund.post_date_gmt <> '1970-01-01'

--: single lag table=wc_order_stats
SELECT COUNT(*), MIN(NULLIF(post_date_gmt, '0000-00-00 00:00:00'))
FROM {prefix}posts {force:posts.PRIMARY}
WHERE ID > (SELECT COALESCE(MAX(order_id), 0) FROM {prefix}wc_order_stats)
  AND post_type = 'shop_order' AND post_status NOT IN ({excluded})
