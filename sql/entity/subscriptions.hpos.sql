-- What belongs to subscriptions besides what they share with orders, where wc_orders holds them.

--: fold renewals table=wc_orders_meta
--   * * count renewal_count
--   * * rounded renewal_total
SELECT STRAIGHT_JOIN subscription.id AS _key, '' AS _lane, renewal.id AS _group, '' AS _name,
  link.id AS _rank, renewal.total_amount AS _value
FROM {prefix}wc_orders AS subscription {force:wc_orders.PRIMARY}
JOIN {prefix}wc_orders_meta AS link {force:wc_orders_meta.meta_key_value}
  ON link.meta_key = '_subscription_renewal'
    AND link.meta_value = CONCAT(subscription.id, '')
JOIN {prefix}wc_orders AS renewal {force:wc_orders.PRIMARY}
  ON renewal.id = link.order_id AND renewal.type = 'shop_order'
    AND renewal.status IN ('wc-processing', 'wc-completed')
WHERE subscription.id > {after} AND subscription.id <= {upto} AND subscription.type = {type}
ORDER BY subscription.id, renewal.id

--: single payments table=wc_order_operational_data
SELECT _key, MAX(date_paid_gmt) AS last_payment_date_gmt
FROM (
  SELECT STRAIGHT_JOIN subscription.id AS _key, more.date_paid_gmt
  FROM {prefix}wc_orders AS subscription {force:wc_orders.PRIMARY}
  JOIN {prefix}wc_order_operational_data AS more {force:wc_order_operational_data.order_id}
    ON more.order_id = subscription.parent_order_id
  WHERE subscription.id > {after} AND subscription.id <= {upto} AND subscription.type = {type}
  UNION ALL
  SELECT STRAIGHT_JOIN subscription.id, more.date_paid_gmt
  FROM {prefix}wc_orders AS subscription {force:wc_orders.PRIMARY}
  JOIN {prefix}wc_orders_meta AS link {force:wc_orders_meta.meta_key_value}
    ON link.meta_key = '_subscription_renewal'
      AND link.meta_value = CONCAT(subscription.id, '')
  JOIN {prefix}wc_order_operational_data AS more {force:wc_order_operational_data.order_id}
    ON more.order_id = link.order_id
  WHERE subscription.id > {after} AND subscription.id <= {upto} AND subscription.type = {type}
) AS payments
GROUP BY _key
ORDER BY _key
