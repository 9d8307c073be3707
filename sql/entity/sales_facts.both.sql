-- What analytics counts of the items of orders, the same in both storages.

--: single coupons
SELECT order_id AS _key,
  LEFT(GROUP_CONCAT(DISTINCT LOWER(order_item_name) SEPARATOR '\n'), 4001) AS coupon_codes
FROM {prefix}woocommerce_order_items {force:woocommerce_order_items.order_id}
WHERE order_id > {after} AND order_id <= {upto} AND order_item_type = 'coupon'
GROUP BY order_id
ORDER BY order_id

--: fold items
--   line_item _qty sum items
--   coupon discount_amount sum coupons
SELECT item.order_id AS _key, item.order_item_type AS _lane, item.order_item_id AS _group,
  meta.meta_key AS _name, meta.meta_id AS _rank, LEFT(meta.meta_value, 100) AS _value
FROM {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
JOIN {prefix}woocommerce_order_itemmeta AS meta {force:woocommerce_order_itemmeta.order_item_id}
  ON meta.order_item_id = item.order_item_id
WHERE item.order_id > {after} AND item.order_id <= {upto}
  AND item.order_item_type IN ('line_item', 'coupon')
  AND meta.meta_key = IF(item.order_item_type = 'coupon', 'discount_amount', '_qty')
ORDER BY item.order_id, item.order_item_id
