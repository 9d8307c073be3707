-- What analytics counts of orders and refunds where posts and postmeta hold them.

--: count
SELECT COUNT(*) FROM {prefix}posts WHERE post_type IN ('shop_order', 'shop_order_refund')

--: signpost
SELECT MAX(ID) FROM {prefix}posts

--: bound
SELECT MAX(ID) FROM (
  SELECT ID FROM {prefix}posts {force:posts.PRIMARY}
  WHERE ID > {after} AND ID <= {signpost} AND post_type IN ('shop_order', 'shop_order_refund')
  ORDER BY ID LIMIT {limit}) AS page

--: rows
SELECT ID AS _key, post_type AS type, post_status AS status, post_date_gmt AS date_created_gmt
FROM {prefix}posts {force:posts.PRIMARY}
WHERE ID > {after} AND ID <= {upto} AND post_type IN ('shop_order', 'shop_order_refund')
ORDER BY ID

--: single parent
SELECT child.ID AS _key, parent.ID AS parent_id, parent.post_status AS parent_status
FROM {prefix}posts AS child {force:posts.PRIMARY}
JOIN {prefix}posts AS parent ON parent.ID = child.post_parent
WHERE child.ID > {after} AND child.ID <= {upto}
  AND child.post_type IN ('shop_order', 'shop_order_refund') AND child.post_parent > 0
  AND parent.post_type LIKE 'shop\_order%'
ORDER BY child.ID

--: pairs meta
--   _order_total = total
--   _order_tax = cart_tax
--   _order_shipping = shipping_total
--   _order_shipping_tax = shipping_tax
--   _date_paid = date_paid_gmt
--   _date_completed = date_completed_gmt
--   _customer_user = customer_id
--   _billing_email = email
SELECT post_id AS _key, meta_key AS _lane, meta_id AS _rank, LEFT(meta_value, 400) AS _value
FROM {prefix}postmeta {force:postmeta.post_id}
WHERE post_id > {after} AND post_id <= {upto} AND meta_key IN ('_order_total', '_order_tax',
  '_order_shipping', '_order_shipping_tax', '_date_paid', '_date_completed', '_customer_user',
  '_billing_email', '_refund_type')
ORDER BY post_id

--: pairs parent_meta
--   _order_total = parent_total
--   _order_tax = parent_cart_tax
--   _order_shipping = parent_shipping_total
--   _order_shipping_tax = parent_shipping_tax
--   _customer_user = parent_customer_id
--   _billing_email = parent_email
SELECT refund.ID AS _key, meta.meta_key AS _lane, meta.meta_id AS _rank,
  LEFT(meta.meta_value, 400) AS _value
FROM {prefix}posts AS refund {force:posts.PRIMARY}
JOIN {prefix}postmeta AS meta {force:postmeta.post_id} ON meta.post_id = refund.post_parent
WHERE refund.ID > {after} AND refund.ID <= {upto} AND refund.post_type = 'shop_order_refund'
  AND meta.meta_key IN ('_order_total', '_order_tax', '_order_shipping', '_order_shipping_tax',
  '_customer_user', '_billing_email')
ORDER BY refund.ID

--: single siblings
SELECT refund.ID AS _key, COUNT(*) AS refund_count
FROM {prefix}posts AS refund {force:posts.PRIMARY}
JOIN {prefix}posts AS sibling {force:posts.post_parent}
  ON sibling.post_parent = refund.post_parent AND sibling.post_type = 'shop_order_refund'
WHERE refund.ID > {after} AND refund.ID <= {upto} AND refund.post_type = 'shop_order_refund'
  AND refund.post_parent > 0
GROUP BY refund.ID
ORDER BY refund.ID

--: fold parent_items
--   line_item _qty sum parent_items
SELECT refund.ID AS _key, item.order_item_type AS _lane, item.order_item_id AS _group,
  meta.meta_key AS _name, meta.meta_id AS _rank, LEFT(meta.meta_value, 100) AS _value
FROM {prefix}posts AS refund {force:posts.PRIMARY}
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = refund.post_parent AND item.order_item_type = 'line_item'
JOIN {prefix}woocommerce_order_itemmeta AS meta {force:woocommerce_order_itemmeta.order_item_id}
  ON meta.order_item_id = item.order_item_id
WHERE refund.ID > {after} AND refund.ID <= {upto} AND refund.post_type = 'shop_order_refund'
  AND meta.meta_key = '_qty'
ORDER BY refund.ID, item.order_item_id
