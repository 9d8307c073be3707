-- Customers of analytics, and what they spent where wc_orders holds the orders: the orders of the
-- user, or of the guest by the address of the bill, and the refunds of these orders.

--: single users
SELECT _key, SUM(is_order) AS orders_count, SUM(total) AS total_spend,
  MAX(created) AS date_last_order_gmt
FROM (
  SELECT customer.customer_id AS _key, parent.id IS NULL AS is_order,
    ROUND(orders.total_amount, {price_decimals}) AS total, orders.date_created_gmt AS created
  FROM {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.PRIMARY}
  JOIN {prefix}wc_orders AS orders ON orders.customer_id = customer.user_id
  LEFT JOIN {prefix}wc_orders AS parent ON parent.id = orders.parent_order_id
  WHERE customer.customer_id > {after} AND customer.customer_id <= {upto}
    AND customer.user_id > 0 AND orders.type = 'shop_order'
    AND COALESCE(orders.status, '') NOT IN ({uncounted})
    AND orders.date_created_gmt > '0001-01-01' AND orders.date_created_gmt <> '1970-01-01'
  UNION ALL
  SELECT customer.customer_id, 0, ROUND(refund.total_amount, {price_decimals}),
    refund.date_created_gmt
  FROM {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.PRIMARY}
  JOIN {prefix}wc_orders AS orders ON orders.customer_id = customer.user_id
  JOIN {prefix}wc_orders AS refund {force:wc_orders.parent_order_id}
    ON refund.parent_order_id = orders.id AND refund.type = 'shop_order_refund'
  WHERE customer.customer_id > {after} AND customer.customer_id <= {upto}
    AND customer.user_id > 0 AND orders.type = 'shop_order'
    AND COALESCE(orders.status, '') NOT IN ({uncounted})
    AND refund.date_created_gmt > '0001-01-01' AND refund.date_created_gmt <> '1970-01-01'
) AS facts
GROUP BY _key
ORDER BY _key

--: single guests table=wc_order_addresses
SELECT _key, SUM(is_order) AS orders_count, SUM(total) AS total_spend,
  MAX(created) AS date_last_order_gmt
FROM (
  SELECT customer.customer_id AS _key, parent.id IS NULL AS is_order,
    ROUND(orders.total_amount, {price_decimals}) AS total, orders.date_created_gmt AS created
  FROM {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.PRIMARY}
  JOIN {prefix}wc_order_addresses AS address {force:wc_order_addresses.email}
    ON address.email = customer.email AND address.address_type = 'billing'
  JOIN {prefix}wc_orders AS orders ON orders.id = address.order_id
  LEFT JOIN {prefix}wc_orders AS parent ON parent.id = orders.parent_order_id
  WHERE customer.customer_id > {after} AND customer.customer_id <= {upto}
    AND COALESCE(customer.user_id, 0) = 0 AND customer.email <> ''
    AND orders.type = 'shop_order' AND COALESCE(orders.customer_id, 0) = 0
    AND COALESCE(orders.status, '') NOT IN ({uncounted})
    AND orders.date_created_gmt > '0001-01-01' AND orders.date_created_gmt <> '1970-01-01'
  UNION ALL
  SELECT customer.customer_id, 0, ROUND(refund.total_amount, {price_decimals}),
    refund.date_created_gmt
  FROM {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.PRIMARY}
  JOIN {prefix}wc_order_addresses AS address {force:wc_order_addresses.email}
    ON address.email = customer.email AND address.address_type = 'billing'
  JOIN {prefix}wc_orders AS orders ON orders.id = address.order_id
  JOIN {prefix}wc_orders AS refund {force:wc_orders.parent_order_id}
    ON refund.parent_order_id = orders.id AND refund.type = 'shop_order_refund'
  WHERE customer.customer_id > {after} AND customer.customer_id <= {upto}
    AND COALESCE(customer.user_id, 0) = 0 AND customer.email <> ''
    AND orders.type = 'shop_order' AND COALESCE(orders.customer_id, 0) = 0
    AND COALESCE(orders.status, '') NOT IN ({uncounted})
    AND refund.date_created_gmt > '0001-01-01' AND refund.date_created_gmt <> '1970-01-01'
) AS facts
GROUP BY _key
ORDER BY _key

--: changed users table=wc_customer_lookup index=wc_orders.date_updated
SELECT STRAIGHT_JOIN customer.customer_id FROM {prefix}wc_orders AS o {force:wc_orders.date_updated}
JOIN {prefix}wc_orders AS sale {force:wc_orders.PRIMARY}
  ON sale.id = IF(o.type = 'shop_order', o.id, o.parent_order_id)
JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.user_id}
  ON customer.user_id = sale.customer_id
WHERE o.date_updated_gmt >= {since} AND o.type IN ('shop_order', 'shop_order_refund')
  AND sale.customer_id > 0
LIMIT {limit}

--: changed guests table=wc_customer_lookup,wc_order_addresses index=wc_orders.date_updated
SELECT STRAIGHT_JOIN customer.customer_id FROM {prefix}wc_orders AS o {force:wc_orders.date_updated}
JOIN {prefix}wc_order_addresses AS address {force:wc_order_addresses.order_id}
  ON address.order_id = IF(o.type = 'shop_order', o.id, o.parent_order_id)
    AND address.address_type = 'billing'
JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.email}
  ON customer.email = address.email AND customer.email <> ''
WHERE o.date_updated_gmt >= {since} AND o.type IN ('shop_order', 'shop_order_refund')
LIMIT {limit}

--: changed trashed table=wc_order_stats,wc_orders_meta index=wc_orders_meta.meta_key_value
-- Old versions trash an order without a new date.
SELECT STRAIGHT_JOIN stats.customer_id
FROM {prefix}wc_orders_meta AS bin {force:wc_orders_meta.meta_key_value}
JOIN {prefix}wc_order_stats AS stats {force:wc_order_stats.PRIMARY}
  ON stats.order_id = bin.order_id
WHERE bin.meta_key = '_wp_trash_meta_time' AND bin.meta_value >= {since_seconds}
LIMIT {limit}

--: touched order table=wc_customer_lookup
SELECT STRAIGHT_JOIN o.id, customer.customer_id
FROM {prefix}wc_orders AS o {force:wc_orders.PRIMARY}
LEFT JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.user_id}
  ON customer.user_id = NULLIF(o.customer_id, 0)
WHERE o.id IN ({touched})
LIMIT {limit}

--: touched order table=wc_customer_lookup,wc_order_addresses
SELECT STRAIGHT_JOIN o.id, customer.customer_id
FROM {prefix}wc_orders AS o {force:wc_orders.PRIMARY}
LEFT JOIN {prefix}wc_order_addresses AS address {force:wc_order_addresses.order_id}
  ON address.order_id = o.id AND address.address_type = 'billing'
LEFT JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.email}
  ON customer.email = address.email AND customer.email <> ''
WHERE o.id IN ({touched})
LIMIT {limit}

--: touched refund table=wc_customer_lookup
--   gone nothing
SELECT STRAIGHT_JOIN o.id, customer.customer_id
FROM {prefix}wc_orders AS o {force:wc_orders.PRIMARY}
LEFT JOIN {prefix}wc_orders AS sale {force:wc_orders.PRIMARY}
  ON sale.id = o.parent_order_id
LEFT JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.user_id}
  ON customer.user_id = NULLIF(sale.customer_id, 0)
WHERE o.id IN ({touched})
LIMIT {limit}

--: touched refund table=wc_customer_lookup,wc_order_addresses
--   gone nothing
SELECT STRAIGHT_JOIN o.id, customer.customer_id
FROM {prefix}wc_orders AS o {force:wc_orders.PRIMARY}
LEFT JOIN {prefix}wc_order_addresses AS address {force:wc_order_addresses.order_id}
  ON address.order_id = o.parent_order_id AND address.address_type = 'billing'
LEFT JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.email}
  ON customer.email = address.email AND customer.email <> ''
WHERE o.id IN ({touched})
LIMIT {limit}
