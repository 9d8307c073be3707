-- Orders of the type {type} where posts and postmeta hold them. The inputs' names are those of the
-- catalogue.

--: count
SELECT COUNT(*) FROM {prefix}posts
WHERE post_type = {type} AND post_status NOT IN ({excluded})
  AND ({every_status} = 1 OR post_status IN ({statuses}))

--: rows
SELECT ID AS _key, ID AS id, post_status AS status, LEFT(post_excerpt, 4001) AS customer_note,
  post_date_gmt AS date_created_gmt, post_modified_gmt AS date_modified_gmt
FROM {prefix}posts {force:posts.PRIMARY}
WHERE ID > {after} AND ID <= {upto} AND post_type = {type}
  AND post_status NOT IN ({excluded})
  AND ({every_status} = 1 OR post_status IN ({statuses}))
ORDER BY ID
