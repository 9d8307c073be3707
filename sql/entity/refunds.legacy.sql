-- Refunds where posts and postmeta hold them.

--: count
SELECT COUNT(*) FROM {prefix}posts AS refund
LEFT JOIN {prefix}posts AS parent
  ON parent.ID = refund.post_parent AND parent.post_type LIKE 'shop\_order%'
WHERE refund.post_type = 'shop_order_refund' AND refund.post_status NOT IN ({excluded})
  AND COALESCE(parent.post_status, '') NOT IN ({excluded})
  AND ({every_status} = 1 OR parent.post_status IN ({statuses}))

--: signpost
SELECT MAX(ID) FROM {prefix}posts

--: bound
SELECT MAX(ID) FROM (
  SELECT ID FROM {prefix}posts {force:posts.PRIMARY}
  WHERE ID > {after} AND ID <= {signpost} AND post_type = 'shop_order_refund'
  ORDER BY ID LIMIT {limit}) AS page

--: rows
SELECT STRAIGHT_JOIN refund.ID AS _key, refund.ID AS id, parent.ID AS parent_id,
  refund.post_parent AS parent_id_stored, refund.post_status AS status,
  parent.post_status AS order_status, IF(parent.ID IS NULL, NULL, 0) AS order_guest,
  refund.post_date_gmt AS date_created_gmt,
  refund.post_modified_gmt AS date_modified_gmt,
  parent.post_date_gmt AS order_date_created_gmt
FROM {prefix}posts AS refund {force:posts.PRIMARY}
LEFT JOIN {prefix}posts AS parent
  ON parent.ID = refund.post_parent AND parent.post_type LIKE 'shop\_order%'
WHERE refund.ID > {after} AND refund.ID <= {upto} AND refund.post_type = 'shop_order_refund'
  AND refund.post_status NOT IN ({excluded})
  AND COALESCE(parent.post_status, '') NOT IN ({excluded})
  AND ({every_status} = 1 OR parent.post_status IN ({statuses}))
ORDER BY refund.ID

--: pairs meta
--   _order_currency = currency
--   _order_total = total
--   _order_tax = cart_tax
--   _order_shipping = shipping_total
--   _order_shipping_tax = shipping_tax
SELECT STRAIGHT_JOIN refund.ID AS _key, meta.meta_key AS _lane, meta.meta_id AS _rank,
  LEFT(meta.meta_value, 4001) AS _value
FROM {prefix}posts AS refund {force:posts.PRIMARY}
JOIN {prefix}postmeta AS meta {force:postmeta.post_id} ON meta.post_id = refund.ID
WHERE refund.ID > {after} AND refund.ID <= {upto} AND refund.post_type = 'shop_order_refund'
  AND meta.meta_key IN ({keys})
ORDER BY refund.ID

--: pairs order_meta
--   _customer_user = order_customer_id
--   _payment_method = order_payment_method
SELECT STRAIGHT_JOIN refund.ID AS _key, meta.meta_key AS _lane, meta.meta_id AS _rank,
  LEFT(meta.meta_value, 4001) AS _value
FROM {prefix}posts AS refund {force:posts.PRIMARY}
JOIN {prefix}posts AS parent
  ON parent.ID = refund.post_parent AND parent.post_type LIKE 'shop\_order%'
JOIN {prefix}postmeta AS meta {force:postmeta.post_id} ON meta.post_id = parent.ID
WHERE refund.ID > {after} AND refund.ID <= {upto} AND refund.post_type = 'shop_order_refund'
  AND meta.meta_key IN ('_customer_user', '_payment_method')
ORDER BY refund.ID

--: fold lines
--   line_item _qty sum item_count
--   line_item _line_total sum lines_total
--   line_item _line_tax sum lines_total
--   line_item _line_tax_data taxes lines_total unless _line_tax
--   fee _line_total sum lines_total
--   fee _line_tax sum lines_total
--   fee _line_tax_data taxes lines_total unless _line_tax
--   shipping cost sum lines_total
--   shipping total_tax sum lines_total
--   shipping taxes taxes lines_total unless total_tax
SELECT STRAIGHT_JOIN refund.ID AS _key, item.order_item_type AS _lane,
  item.order_item_id AS _group, meta.meta_key AS _name, meta.meta_id AS _rank,
  LEFT(meta.meta_value, 4001) AS _value
FROM {prefix}posts AS refund {force:posts.PRIMARY}
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = refund.ID AND item.order_item_type IN ('line_item', 'fee', 'shipping')
JOIN {prefix}woocommerce_order_itemmeta AS meta {force:woocommerce_order_itemmeta.order_item_id}
  ON meta.order_item_id = item.order_item_id
WHERE refund.ID > {after} AND refund.ID <= {upto} AND refund.post_type = 'shop_order_refund'
  AND meta.meta_key IN (
    '_qty', '_line_total', '_line_tax', '_line_tax_data', 'cost', 'total_tax', 'taxes')
ORDER BY refund.ID, item.order_item_id

--: slices
SELECT MAX(ID) FROM {prefix}posts

--: changed dated
SELECT STRAIGHT_JOIN o.ID FROM {prefix}posts AS o {force:posts.PRIMARY}
WHERE o.ID > {slice_after} AND o.ID <= {slice_upto} AND o.post_modified_gmt >= {since}
  AND o.post_type = 'shop_order_refund'
LIMIT {limit}

--: changed orders
-- A refund's row says something of its order.
SELECT STRAIGHT_JOIN refund.ID FROM {prefix}posts AS o {force:posts.PRIMARY}
JOIN {prefix}posts AS refund {force:posts.post_parent}
  ON refund.post_parent = o.ID AND refund.post_type = 'shop_order_refund'
WHERE o.ID > {slice_after} AND o.ID <= {slice_upto} AND o.post_modified_gmt >= {since}
  AND o.post_type = 'shop_order'
LIMIT {limit}

--: changed noted index=comments.comment_date_gmt
-- Each change of a status leaves a note, also of orders too old to be looked at.
SELECT STRAIGHT_JOIN refund.ID
FROM {prefix}comments AS note {force:comments.comment_date_gmt}
JOIN {prefix}posts AS refund {force:posts.post_parent}
  ON refund.post_parent = note.comment_post_ID AND refund.post_type = 'shop_order_refund'
WHERE note.comment_date_gmt >= {since} AND note.comment_type = 'order_note'
LIMIT {limit}

--: touched refund
--   itself

--: touched order
--   gone nothing
SELECT STRAIGHT_JOIN o.ID, refund.ID FROM {prefix}posts AS o {force:posts.PRIMARY}
LEFT JOIN {prefix}posts AS refund {force:posts.post_parent}
  ON refund.post_parent = o.ID AND refund.post_type = 'shop_order_refund'
WHERE o.ID IN ({touched}) AND o.post_type = 'shop_order'
LIMIT {limit}
