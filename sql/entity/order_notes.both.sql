-- What is read of notes the same way in both storages.

--: signpost
SELECT MAX(comment_ID) FROM {prefix}comments

--: bound
SELECT MAX(comment_ID) FROM (
  SELECT comment_ID FROM {prefix}comments {force:comments.PRIMARY}
  WHERE comment_ID > {after} AND comment_ID <= {signpost} AND comment_type = 'order_note'
  ORDER BY comment_ID LIMIT {limit}) AS page

--: pairs meta
SELECT comment_id AS _key, meta_key AS _lane, meta_id AS _rank, LEFT(meta_value, 4001) AS _value
FROM {prefix}commentmeta {force:commentmeta.comment_id}
WHERE comment_id > {after} AND comment_id <= {upto} AND meta_key IN ({keys})
ORDER BY comment_id

--: changed dated index=comments.comment_date_gmt
SELECT note.comment_ID FROM {prefix}comments AS note {force:comments.comment_date_gmt}
WHERE note.comment_date_gmt >= {since} AND note.comment_type = 'order_note'
LIMIT {limit}

--: touched note
--   itself
