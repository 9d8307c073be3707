-- Users, and what they ordered where wc_orders holds the orders.

--: single orders
SELECT figures._key, figures.order_count, figures.total_spent, figures.last_order_id,
  newest.date_created_gmt AS last_order_date_gmt
FROM (
  SELECT customer_id AS _key, COUNT(*) AS order_count,
    SUM(IF(status IN ('wc-processing', 'wc-completed'), total_amount, 0)) AS total_spent,
    MAX(id) AS last_order_id
  FROM {prefix}wc_orders {force:wc_orders.customer_id_status}
  WHERE customer_id > {after} AND customer_id <= {upto} AND type = 'shop_order'
    AND COALESCE(status, '') NOT IN ('trash', 'auto-draft', 'draft', 'new')
  GROUP BY customer_id) AS figures
JOIN {prefix}wc_orders AS newest ON newest.id = figures.last_order_id
ORDER BY figures._key

--: changed orders index=wc_orders.date_updated
SELECT o.customer_id FROM {prefix}wc_orders AS o {force:wc_orders.date_updated}
WHERE o.date_updated_gmt >= {since} AND o.type = 'shop_order' AND o.customer_id > 0
LIMIT {limit}

--: changed trashed table=wc_orders_meta index=wc_orders_meta.meta_key_value
-- Old versions trash an order without a new date.
SELECT STRAIGHT_JOIN o.customer_id
FROM {prefix}wc_orders_meta AS bin {force:wc_orders_meta.meta_key_value}
JOIN {prefix}wc_orders AS o {force:wc_orders.PRIMARY} ON o.id = bin.order_id
WHERE bin.meta_key = '_wp_trash_meta_time' AND bin.meta_value >= {since_seconds}
LIMIT {limit}

--: touched order
--   gone nothing
SELECT id, customer_id FROM {prefix}wc_orders {force:wc_orders.PRIMARY}
WHERE id IN ({touched})
LIMIT {limit}
