-- First and last moments that reports span where wc_orders holds the orders. What a refund's
-- order says of its status counts, and the refund's own creation.

--: single first
SELECT MIN(date_created_gmt), NULL FROM {prefix}wc_orders {force:wc_orders.type_status_date}
WHERE type = 'shop_order' AND COALESCE(status, '') NOT IN ({excluded})
  AND date_created_gmt > '0001-01-01' AND date_created_gmt <> '1970-01-01'

--: single date_created
SELECT MIN(date_created_gmt), MAX(date_created_gmt)
FROM {prefix}wc_orders {force:wc_orders.type_status_date}
WHERE type = 'shop_order' AND COALESCE(status, '') NOT IN ({uncounted})
  AND date_created_gmt > '0001-01-01' AND date_created_gmt <> '1970-01-01'

--: single date_paid table=wc_order_operational_data
SELECT MIN(operational.date_paid_gmt), MAX(operational.date_paid_gmt)
FROM {prefix}wc_order_operational_data AS operational
JOIN {prefix}wc_orders AS orders ON orders.id = operational.order_id
WHERE orders.type = 'shop_order' AND COALESCE(orders.status, '') NOT IN ({uncounted})
  AND orders.date_created_gmt > '0001-01-01' AND orders.date_created_gmt <> '1970-01-01'
  AND operational.date_paid_gmt > '0001-01-01' AND operational.date_paid_gmt <> '1970-01-01'

--: single date_completed table=wc_order_operational_data
SELECT MIN(operational.date_completed_gmt), MAX(operational.date_completed_gmt)
FROM {prefix}wc_order_operational_data AS operational
JOIN {prefix}wc_orders AS orders ON orders.id = operational.order_id
WHERE orders.type = 'shop_order' AND COALESCE(orders.status, '') NOT IN ({uncounted})
  AND orders.date_created_gmt > '0001-01-01' AND orders.date_created_gmt <> '1970-01-01'
  AND operational.date_completed_gmt > '0001-01-01'
  AND operational.date_completed_gmt <> '1970-01-01'

--: single refunds
SELECT MIN(refund.date_created_gmt), MAX(refund.date_created_gmt)
FROM {prefix}wc_orders AS refund {force:wc_orders.type_status_date}
LEFT JOIN {prefix}wc_orders AS parent ON parent.id = refund.parent_order_id
WHERE refund.type = 'shop_order_refund'
  AND COALESCE(IF(parent.id IS NULL, refund.status, parent.status), '') NOT IN ({uncounted})
  AND refund.date_created_gmt > '0001-01-01' AND refund.date_created_gmt <> '1970-01-01'

--: single lag table=wc_order_stats
SELECT COUNT(*), MIN(NULLIF(date_created_gmt, '0000-00-00 00:00:00'))
FROM {prefix}wc_orders {force:wc_orders.PRIMARY}
WHERE id > (SELECT COALESCE(MAX(order_id), 0) FROM {prefix}wc_order_stats)
  AND type = 'shop_order' AND COALESCE(status, '') NOT IN ({excluded})
