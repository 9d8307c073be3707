-- Orders that are or would be invoiced, where posts hold them: of some statuses none, of others
-- only those that bear a number.
--: set uninvoiced auto-draft wc-auto-draft trash wc-trash checkout-draft wc-checkout-draft
--: set unnumbered pending wc-pending failed wc-failed cancelled wc-cancelled
--: set numbers _wcpdf_invoice_number _wcpdf_formatted_invoice_number wf_invoice_number
--: set numbers _bewpi_invoice_number _ywpi_invoice_formatted_number _ywpi_invoice_number
--: set numbers _pip_invoice_number _wc_pip_invoice_number _invoice_number invoice_number

--: count
SELECT COUNT(*) FROM {prefix}posts AS o
WHERE o.post_type = {type}
  AND IF({every_status} = 0, o.post_status IN ({statuses}),
    o.post_status NOT IN ({uninvoiced}) AND (o.post_status NOT IN ({unnumbered}) OR EXISTS (
      SELECT 1 FROM {prefix}postmeta AS number
      WHERE number.post_id = o.ID AND number.meta_key IN ({numbers})
        AND BINARY number.meta_key IN ({numbers}) AND LENGTH(number.meta_value) > 0
        AND NOT EXISTS (
          SELECT 1 FROM {prefix}postmeta AS earlier
          WHERE earlier.post_id = number.post_id AND earlier.meta_id < number.meta_id
            AND BINARY earlier.meta_key = number.meta_key))))

--: rows
SELECT o.ID AS _key, o.ID AS id, o.post_status AS status, o.post_date_gmt AS date_created_gmt
FROM {prefix}posts AS o {force:posts.PRIMARY}
WHERE o.ID > {after} AND o.ID <= {upto} AND o.post_type = {type}
  AND IF({every_status} = 0, o.post_status IN ({statuses}),
    o.post_status NOT IN ({uninvoiced}) AND (o.post_status NOT IN ({unnumbered}) OR EXISTS (
      SELECT 1 FROM {prefix}postmeta AS number
      WHERE number.post_id = o.ID AND number.meta_key IN ({numbers})
        AND BINARY number.meta_key IN ({numbers}) AND LENGTH(number.meta_value) > 0
        AND NOT EXISTS (
          SELECT 1 FROM {prefix}postmeta AS earlier
          WHERE earlier.post_id = number.post_id AND earlier.meta_id < number.meta_id
            AND BINARY earlier.meta_key = number.meta_key))))
ORDER BY o.ID
