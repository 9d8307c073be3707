-- Users, whatever the storage of orders.

--: count
SELECT COUNT(*) FROM {user_prefix}users

--: signpost
SELECT MAX(ID) FROM {user_prefix}users

--: bound
SELECT MAX(ID) FROM (
  SELECT ID FROM {user_prefix}users {force:users.PRIMARY}
  WHERE ID > {after} AND ID <= {signpost} ORDER BY ID LIMIT {limit}) AS page

--: rows
SELECT ID AS _key, ID AS id, user_login AS username, user_email AS email, display_name,
  user_registered AS date_created_gmt
FROM {user_prefix}users {force:users.PRIMARY}
WHERE ID > {after} AND ID <= {upto}
ORDER BY ID

--: pairs meta
SELECT user_id AS _key, meta_key AS _lane, umeta_id AS _rank, LEFT(meta_value, 4001) AS _value
FROM {user_prefix}usermeta {force:usermeta.user_id}
WHERE user_id > {after} AND user_id <= {upto} AND meta_key IN ({keys})
ORDER BY user_id

--: single roles
SELECT user_id AS _key, LEFT(meta_value, 65535) AS capabilities
FROM {user_prefix}usermeta {force:usermeta.user_id}
WHERE user_id > {after} AND user_id <= {upto} AND meta_key = '{prefix}capabilities'
ORDER BY user_id, umeta_id

--: changed profiles index=usermeta.meta_key
-- One entry a user, which WooCommerce sets to the moment when something of it changes.
SELECT edit.user_id FROM {user_prefix}usermeta AS edit {force:usermeta.meta_key}
WHERE edit.meta_key = 'last_update' AND edit.meta_value >= {since_seconds}
LIMIT {limit}

--: touched customer
--   itself
