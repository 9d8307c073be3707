-- The accounts behind orders, where wc_orders holds them.

--: lookup users
--   customer_id user = user
SELECT STRAIGHT_JOIN user.ID AS _key, 'user' AS _lane,
  LEFT(user.display_name, 4001) AS display_name
FROM (
  SELECT DISTINCT customer_id AS id FROM {prefix}wc_orders {force:wc_orders.PRIMARY}
  WHERE id > {after} AND id <= {upto} AND type = {type} AND customer_id > 0
) AS page
JOIN {user_prefix}users AS user {force:users.PRIMARY} ON user.ID = page.id
ORDER BY user.ID

--: touched customer
--   gone nothing
SELECT customer_id, id FROM {prefix}wc_orders {force:wc_orders.customer_id_status}
WHERE customer_id IN ({touched}) AND type = {type}
LIMIT {limit}
