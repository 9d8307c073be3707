-- What lines say of themselves, in both storages.

--: pairs meta
SELECT STRAIGHT_JOIN item.order_item_id AS _key, meta.meta_key AS _lane, meta.meta_id AS _rank,
  LEFT(meta.meta_value, 4001) AS _value
FROM {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.PRIMARY}
JOIN {prefix}woocommerce_order_itemmeta AS meta {force:woocommerce_order_itemmeta.order_item_id}
  ON meta.order_item_id = item.order_item_id
WHERE item.order_item_id > {after} AND item.order_item_id <= {upto}
  AND item.order_item_type = {type} AND meta.meta_key IN ({keys})
ORDER BY item.order_item_id
