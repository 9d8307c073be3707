-- Orders that are or would be invoiced, where wc_orders holds them: of some statuses none, of
-- others only those that bear a number.
--: set uninvoiced auto-draft wc-auto-draft trash wc-trash checkout-draft wc-checkout-draft
--: set unnumbered pending wc-pending failed wc-failed cancelled wc-cancelled
--: set numbers _wcpdf_invoice_number _wcpdf_formatted_invoice_number wf_invoice_number
--: set numbers _bewpi_invoice_number _ywpi_invoice_formatted_number _ywpi_invoice_number
--: set numbers _pip_invoice_number _wc_pip_invoice_number _invoice_number invoice_number

--: count
SELECT COUNT(*) FROM {prefix}wc_orders AS o
WHERE o.type = {type}
  AND IF({every_status} = 0, COALESCE(o.status, '') IN ({statuses}),
    COALESCE(o.status, '') NOT IN ({uninvoiced}) AND (COALESCE(o.status, '') NOT IN ({unnumbered}) OR EXISTS (
      SELECT 1 FROM {prefix}wc_orders_meta AS number
      WHERE number.order_id = o.id AND number.meta_key IN ({numbers})
        AND BINARY number.meta_key IN ({numbers}) AND LENGTH(number.meta_value) > 0
        AND NOT EXISTS (
          SELECT 1 FROM {prefix}wc_orders_meta AS earlier
          WHERE earlier.order_id = number.order_id AND earlier.id < number.id
            AND BINARY earlier.meta_key = number.meta_key))))

--: rows
SELECT o.id AS _key, o.id AS id, o.status, COALESCE(o.customer_id, 0) AS customer_id,
  o.payment_method, LEFT(o.payment_method_title, 4001) AS payment_method_title, o.currency,
  o.tax_amount AS cart_tax, o.total_amount AS total, o.date_created_gmt
FROM {prefix}wc_orders AS o {force:wc_orders.PRIMARY}
WHERE o.id > {after} AND o.id <= {upto} AND o.type = {type}
  AND IF({every_status} = 0, COALESCE(o.status, '') IN ({statuses}),
    COALESCE(o.status, '') NOT IN ({uninvoiced}) AND (COALESCE(o.status, '') NOT IN ({unnumbered}) OR EXISTS (
      SELECT 1 FROM {prefix}wc_orders_meta AS number
      WHERE number.order_id = o.id AND number.meta_key IN ({numbers})
        AND BINARY number.meta_key IN ({numbers}) AND LENGTH(number.meta_value) > 0
        AND NOT EXISTS (
          SELECT 1 FROM {prefix}wc_orders_meta AS earlier
          WHERE earlier.order_id = number.order_id AND earlier.id < number.id
            AND BINARY earlier.meta_key = number.meta_key))))
ORDER BY o.id
