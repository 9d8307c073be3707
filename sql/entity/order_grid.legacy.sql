-- The accounts behind orders, where posts hold them.

--: lookup users
--   customer_id user = user
SELECT STRAIGHT_JOIN user.ID AS _key, 'user' AS _lane,
  LEFT(user.display_name, 4001) AS display_name
FROM (
  SELECT STRAIGHT_JOIN DISTINCT CAST(LEFT(meta.meta_value, 20) AS UNSIGNED) AS id
  FROM {prefix}posts AS o {force:posts.PRIMARY}
  JOIN {prefix}postmeta AS meta {force:postmeta.post_id} ON meta.post_id = o.ID
  WHERE o.ID > {after} AND o.ID <= {upto} AND o.post_type = {type}
    AND meta.meta_key = '_customer_user'
) AS page
JOIN {user_prefix}users AS user {force:users.PRIMARY} ON user.ID = page.id
ORDER BY user.ID
