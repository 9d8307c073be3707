-- The other items: shipping, fees, coupons and tax rows of orders, and all items of refunds.

INSERT INTO {prefix}demo_item (item_id, doc_id, n, kind, name, total, tax, rate)
SELECT
  n * 16 + 9, doc_id, n, 2,
  IF(shipping = 0, 'Free shipping', IF(abroad, 'Parcel abroad', 'Parcel')), shipping,
  shipping_tax, 1
FROM {prefix}demo_doc
WHERE kind = 0;

INSERT INTO {prefix}demo_item (item_id, doc_id, n, kind, name, total, tax, rate)
SELECT n * 16 + 10, doc_id, n, 3, 'Gift wrapping', fee, (fee * 19 + 50) DIV 100, 1
FROM {prefix}demo_doc
WHERE kind = 0 AND fee > 0;

INSERT INTO {prefix}demo_item (item_id, doc_id, n, kind, name, total, tax)
SELECT n * 16 + 13, doc_id, n, 5, CONCAT('welcome', percent), discount, discount_tax
FROM {prefix}demo_doc
WHERE kind = 0 AND percent > 0;

-- Refunds of all lines repeat every item with the opposite sign, those of one line its first line.
INSERT INTO {prefix}demo_item
SELECT
  @refund_items + i.item_id, d.doc_id, d.n, i.kind, d.kind, i.name, i.product_id, i.variation_id,
  -i.qty, -i.total, -i.tax, -i.total, -i.tax, i.rate, i.item_id, -i.cost, i.color
FROM {prefix}demo_doc AS d
STRAIGHT_JOIN {prefix}demo_item AS i
WHERE d.kind IN (1, 2)
  AND i.item_id BETWEEN d.n * 16 + 1 AND IF(d.kind = 1, d.n * 16 + 10, d.n * 16 + 1)
  AND (i.kind = 1 OR i.total > 0);

INSERT INTO {prefix}demo_item (item_id, doc_id, n, kind, refund, name, total, tax, rate)
SELECT
  IF(kind = 0, 0, @refund_items) + n * 16 + 11, doc_id, n, 4, kind, 'DE-VAT-1', tax_full,
  shipping_tax, 1
FROM {prefix}demo_doc
WHERE tax_full <> 0 OR shipping_tax <> 0;

INSERT INTO {prefix}demo_item (item_id, doc_id, n, kind, refund, name, total, tax, rate)
SELECT
  IF(kind = 0, 0, @refund_items) + n * 16 + 12, doc_id, n, 4, kind, 'DE-REDUCED-1', tax_reduced,
  0, 2
FROM {prefix}demo_doc
WHERE tax_reduced <> 0;
