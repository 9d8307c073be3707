-- Orders of the type {type} where wc_orders holds them. The inputs' names are those of the
-- catalogue.

--: count
SELECT COUNT(*) FROM {prefix}wc_orders
WHERE type = {type} AND COALESCE(status, '') NOT IN ({excluded})
  AND ({every_status} = 1 OR status IN ({statuses}))

--: dated index=wc_orders.date_created
-- Of all types, so that the index has all that is asked for.
SELECT MIN(id), MAX(id) FROM {prefix}wc_orders {force:wc_orders.date_created}
WHERE date_created_gmt >= {days_from} AND date_created_gmt < {days_upto}

--: rows
SELECT id AS _key, id, status, COALESCE(customer_id, 0) AS customer_id,
  LEFT(customer_note, 4001) AS customer_note, payment_method,
  LEFT(payment_method_title, 4001) AS payment_method_title, transaction_id,
  ip_address AS customer_ip_address, currency, tax_amount AS cart_tax, total_amount AS total,
  date_created_gmt, date_updated_gmt AS date_modified_gmt
FROM {prefix}wc_orders {force:wc_orders.PRIMARY}
WHERE id > {after} AND id <= {upto} AND type = {type}
  AND COALESCE(status, '') NOT IN ({excluded})
  AND ({every_status} = 1 OR status IN ({statuses}))
ORDER BY id
