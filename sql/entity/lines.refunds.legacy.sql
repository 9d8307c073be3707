-- What refunds of the same order took back of a line, where posts hold them.

--: fold refunds
--   * _qty sum quantity_refunded
--   * _line_total sum total_refunded
--   * cost sum cost_refunded
SELECT STRAIGHT_JOIN item.order_item_id AS _key, '' AS _lane, line.order_item_id AS _group,
  meta.meta_key AS _name, meta.meta_id AS _rank, LEFT(meta.meta_value, 100) AS _value
FROM {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.PRIMARY}
JOIN {prefix}posts AS refund {force:posts.post_parent}
  ON refund.post_parent = item.order_id AND refund.post_type = 'shop_order_refund'
JOIN {prefix}woocommerce_order_items AS line {force:woocommerce_order_items.order_id}
  ON line.order_id = refund.ID AND line.order_item_type = {type}
JOIN {prefix}woocommerce_order_itemmeta AS link {force:woocommerce_order_itemmeta.order_item_id}
  ON link.order_item_id = line.order_item_id AND link.meta_key = '_refunded_item_id'
    AND CAST(LEFT(link.meta_value, 20) AS UNSIGNED) = item.order_item_id
JOIN {prefix}woocommerce_order_itemmeta AS meta {force:woocommerce_order_itemmeta.order_item_id}
  ON meta.order_item_id = line.order_item_id
WHERE item.order_item_id > {after} AND item.order_item_id <= {upto}
  AND item.order_item_type = {type}
  AND meta.meta_key IN ('_qty', '_line_total', 'cost')
  AND NOT EXISTS (
    SELECT 1 FROM {prefix}woocommerce_order_itemmeta AS earlier
    WHERE earlier.order_item_id = link.order_item_id AND earlier.meta_id < link.meta_id
      AND earlier.meta_key = '_refunded_item_id')
ORDER BY item.order_item_id, line.order_item_id

--: touched refund
--   gone nothing
SELECT STRAIGHT_JOIN refund.ID, item.order_item_id
FROM {prefix}posts AS refund {force:posts.PRIMARY}
LEFT JOIN {prefix}woocommerce_order_items AS item {force:woocommerce_order_items.order_id}
  ON item.order_id = refund.post_parent
WHERE refund.ID IN ({touched}) AND refund.post_type = 'shop_order_refund'
LIMIT {limit}
