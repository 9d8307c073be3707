-- Where reading begins for figures of the last days, where posts hold the orders. The index has
-- local dates, where there is one at all; two days are more than any zone is away.

--: single since
SELECT MIN(ID) FROM {prefix}posts {force:posts.type_status_date}
WHERE post_type IN ('shop_order', 'shop_order_refund')
  AND (post_date >= {since} - INTERVAL 2 DAY OR post_date < '1971-01-01')
  AND post_date_gmt >= {since}
