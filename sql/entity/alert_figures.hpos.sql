-- Where reading begins for figures of the last days, where wc_orders holds the orders.

--: single since
SELECT MIN(id) FROM {prefix}wc_orders {force:wc_orders.date_created}
WHERE date_created_gmt >= {since} AND type IN ('shop_order', 'shop_order_refund')
