-- Meta of objects, any keys of it: the values of chosen columns, and what a survey looks at.
-- What may be serialized is read far enough to be understood, everything else as far as it is sent.

--: pairs order table=wc_orders_meta
SELECT order_id AS _key, meta_key AS _lane, id AS _rank,
  LEFT(meta_value, IF(SUBSTRING(meta_value, 2, 1) = ':', {meta_units}, 4001)) AS _value
FROM {prefix}wc_orders_meta {force:wc_orders_meta.order_id_meta_key_meta_value}
WHERE {within:order_id} AND meta_key IN ({field_keys})
ORDER BY order_id

--: pairs post table=postmeta
SELECT post_id AS _key, meta_key AS _lane, meta_id AS _rank,
  LEFT(meta_value, IF(SUBSTRING(meta_value, 2, 1) = ':', {meta_units}, 4001)) AS _value
FROM {prefix}postmeta {force:postmeta.post_id}
WHERE {within:post_id} AND meta_key IN ({field_keys})
ORDER BY post_id

--: pairs item table=woocommerce_order_itemmeta
SELECT order_item_id AS _key, meta_key AS _lane, meta_id AS _rank,
  LEFT(meta_value, IF(SUBSTRING(meta_value, 2, 1) = ':', {meta_units}, 4001)) AS _value
FROM {prefix}woocommerce_order_itemmeta {force:woocommerce_order_itemmeta.order_item_id}
WHERE {within:order_item_id} AND meta_key IN ({field_keys})
ORDER BY order_item_id

--: pairs user
SELECT user_id AS _key, meta_key AS _lane, umeta_id AS _rank,
  LEFT(meta_value, IF(SUBSTRING(meta_value, 2, 1) = ':', {meta_units}, 4001)) AS _value
FROM {user_prefix}usermeta {force:usermeta.user_id}
WHERE {within:user_id} AND meta_key IN ({field_keys})
ORDER BY user_id

--: pairs term table=termmeta
SELECT term_id AS _key, meta_key AS _lane, meta_id AS _rank,
  LEFT(meta_value, IF(SUBSTRING(meta_value, 2, 1) = ':', {meta_units}, 4001)) AS _value
FROM {prefix}termmeta {force:termmeta.term_id}
WHERE {within:term_id} AND meta_key IN ({field_keys})
ORDER BY term_id

--: survey order table=wc_orders_meta
SELECT order_id AS _key, meta_key, LEFT(meta_value, {sample_units})
FROM {prefix}wc_orders_meta {force:wc_orders_meta.order_id_meta_key_meta_value}
WHERE order_id IN ({objects}) ORDER BY order_id, id

--: survey post table=postmeta
SELECT post_id AS _key, meta_key, LEFT(meta_value, {sample_units})
FROM {prefix}postmeta {force:postmeta.post_id}
WHERE post_id IN ({objects}) ORDER BY post_id, meta_id

--: survey item table=woocommerce_order_itemmeta
SELECT order_item_id AS _key, meta_key, LEFT(meta_value, {sample_units})
FROM {prefix}woocommerce_order_itemmeta {force:woocommerce_order_itemmeta.order_item_id}
WHERE order_item_id IN ({objects}) ORDER BY order_item_id, meta_id

--: survey user
SELECT user_id AS _key, meta_key, LEFT(meta_value, {sample_units})
FROM {user_prefix}usermeta {force:usermeta.user_id}
WHERE user_id IN ({objects}) ORDER BY user_id, umeta_id

--: survey term table=termmeta
SELECT term_id AS _key, meta_key, LEFT(meta_value, {sample_units})
FROM {prefix}termmeta {force:termmeta.term_id}
WHERE term_id IN ({objects}) ORDER BY term_id, meta_id
