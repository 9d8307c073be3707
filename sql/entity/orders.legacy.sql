-- What stands beside orders of the type {type} where posts and postmeta hold them.

--: signpost
SELECT MAX(ID) FROM {prefix}posts

--: bound
SELECT MAX(ID) FROM (
  SELECT ID FROM {prefix}posts {force:posts.PRIMARY}
  WHERE ID > {after} AND ID <= {signpost} AND post_type = {type}
  ORDER BY ID LIMIT {limit}) AS page

--: single parent
SELECT child.ID AS _key, parent.ID AS parent_id
FROM {prefix}posts AS child {force:posts.PRIMARY}
JOIN {prefix}posts AS parent ON parent.ID = child.post_parent
WHERE child.ID > {after} AND child.ID <= {upto} AND child.post_type = {type}
  AND child.post_parent > 0 AND parent.post_type LIKE 'shop\_order%'
ORDER BY child.ID

--: pairs meta
--   _created_via = created_via
--   _customer_user = customer_id
--   _payment_method = payment_method
--   _payment_method_title = payment_method_title
--   _transaction_id = transaction_id
--   _customer_ip_address = customer_ip_address
--   _billing_first_name = billing_first_name
--   _billing_last_name = billing_last_name
--   _billing_company = billing_company
--   _billing_address_1 = billing_address_1
--   _billing_address_2 = billing_address_2
--   _billing_city = billing_city
--   _billing_state = billing_state
--   _billing_postcode = billing_postcode
--   _billing_country = billing_country
--   _billing_email = billing_email
--   _billing_phone = billing_phone
--   _shipping_first_name = shipping_first_name
--   _shipping_last_name = shipping_last_name
--   _shipping_company = shipping_company
--   _shipping_address_1 = shipping_address_1
--   _shipping_address_2 = shipping_address_2
--   _shipping_city = shipping_city
--   _shipping_state = shipping_state
--   _shipping_postcode = shipping_postcode
--   _shipping_country = shipping_country
--   _order_currency = currency
--   _prices_include_tax = prices_include_tax
--   _order_total = total
--   _cart_discount = discount_total
--   _cart_discount_tax = discount_tax
--   _order_shipping = shipping_total
--   _order_shipping_tax = shipping_tax
--   _order_tax = cart_tax
--   _date_paid = date_paid_gmt
--   _date_completed = date_completed_gmt
SELECT post_id AS _key, meta_key AS _lane, meta_id AS _rank, LEFT(meta_value, 4001) AS _value
FROM {prefix}postmeta {force:postmeta.post_id}
WHERE post_id > {after} AND post_id <= {upto} AND meta_key IN ({keys})
ORDER BY post_id

--: fold refunds
--   * _order_total sum refunds_total
SELECT refund.post_parent AS _key, '' AS _lane, refund.ID AS _group, meta.meta_key AS _name,
  meta.meta_id AS _rank, LEFT(meta.meta_value, 100) AS _value
FROM {prefix}posts AS refund {force:posts.post_parent}
JOIN {prefix}postmeta AS meta {force:postmeta.post_id}
  ON meta.post_id = refund.ID AND meta.meta_key = '_order_total'
WHERE refund.post_parent > {after} AND refund.post_parent <= {upto}
  AND refund.post_type = 'shop_order_refund'
ORDER BY refund.post_parent, refund.ID

--: fold refund_taxes
--   tax tax_amount sum refunds_tax
--   tax shipping_tax_amount sum refunds_tax
SELECT refund.post_parent AS _key, item.order_item_type AS _lane,
  item.order_item_id AS _group, meta.meta_key AS _name, meta.meta_id AS _rank,
  LEFT(meta.meta_value, 100) AS _value
FROM {prefix}posts AS refund {force:posts.post_parent}
JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = refund.ID AND item.order_item_type = 'tax'
JOIN {prefix}woocommerce_order_itemmeta AS meta {force:woocommerce_order_itemmeta.order_item_id}
  ON meta.order_item_id = item.order_item_id
WHERE refund.post_parent > {after} AND refund.post_parent <= {upto}
  AND refund.post_type = 'shop_order_refund'
  AND meta.meta_key IN ('tax_amount', 'shipping_tax_amount')
ORDER BY refund.post_parent, item.order_item_id

--: slices
SELECT MAX(ID) FROM {prefix}posts

--: changed dated
SELECT IF(o.post_type = {type}, o.ID, o.post_parent) FROM {prefix}posts AS o {force:posts.PRIMARY}
WHERE o.ID > {slice_after} AND o.ID <= {slice_upto} AND o.post_modified_gmt >= {since}
  AND o.post_type IN ({type}, 'shop_order_refund')
LIMIT {limit}

--: changed noted index=comments.comment_date_gmt
-- Each change of a status leaves a note, also of orders too old to be looked at.
SELECT note.comment_post_ID FROM {prefix}comments AS note {force:comments.comment_date_gmt}
WHERE note.comment_date_gmt >= {since} AND note.comment_type = 'order_note'
LIMIT {limit}

--: touched order
--   itself

--: touched refund
--   gone nothing
SELECT ID, post_parent FROM {prefix}posts {force:posts.PRIMARY}
WHERE ID IN ({touched}) AND post_type = 'shop_order_refund'
LIMIT {limit}
