-- Customers as analytics knows them, whatever the storage of orders.

--: count
SELECT COUNT(*) FROM {prefix}wc_customer_lookup

--: signpost
SELECT MAX(customer_id) FROM {prefix}wc_customer_lookup

--: bound
SELECT MAX(customer_id) FROM (
  SELECT customer_id FROM {prefix}wc_customer_lookup {force:wc_customer_lookup.PRIMARY}
  WHERE customer_id > {after} AND customer_id <= {signpost}
  ORDER BY customer_id LIMIT {limit}) AS page

--: rows table=wc_customer_lookup
SELECT customer_id AS _key, customer_id, NULLIF(user_id, 0) AS user_id, username, first_name,
  last_name, email, country, state, city, postcode, date_registered AS date_registered_gmt,
  date_last_active AS date_last_active_gmt
FROM {prefix}wc_customer_lookup {force:wc_customer_lookup.PRIMARY}
WHERE customer_id > {after} AND customer_id <= {upto}
ORDER BY customer_id

--: changed profiles table=wc_customer_lookup index=usermeta.meta_key
-- One entry a user, which WooCommerce sets to the moment when something of it changes.
SELECT STRAIGHT_JOIN customer.customer_id
FROM {user_prefix}usermeta AS edit {force:usermeta.meta_key}
JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.user_id}
  ON customer.user_id = edit.user_id
WHERE edit.meta_key = 'last_update' AND edit.meta_value >= {since_seconds}
LIMIT {limit}

--: touched customer table=wc_customer_lookup
SELECT STRAIGHT_JOIN user.ID, customer.customer_id
FROM {user_prefix}users AS user {force:users.PRIMARY}
LEFT JOIN {prefix}wc_customer_lookup AS customer {force:wc_customer_lookup.user_id}
  ON customer.user_id = user.ID
WHERE user.ID IN ({touched})
LIMIT {limit}
