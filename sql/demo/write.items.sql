-- The items of orders and refunds with their metadata: the same in both storages.

INSERT INTO {prefix}woocommerce_order_items
SELECT item_id, name, ELT(kind, 'line_item', 'shipping', 'fee', 'tax', 'coupon'), doc_id
FROM {prefix}demo_item;

-- Which keys an item of a kind has; `refunds` -1 says only in refunds, 0 never there, 1 in both.
-- It is looked into for every item: MEMORY answers several times faster than Aria.
CREATE TABLE {prefix}demo_key (
  kind tinyint NOT NULL, k tinyint NOT NULL, name varchar(40) NOT NULL, refunds tinyint NOT NULL,
  PRIMARY KEY USING BTREE (kind, k)
) ENGINE = MEMORY;
INSERT INTO {prefix}demo_key VALUES
  (1, 1, '_product_id', 1), (1, 2, '_variation_id', 1), (1, 3, '_qty', 1), (1, 4, '_tax_class', 1),
  (1, 5, '_line_subtotal', 1), (1, 6, '_line_subtotal_tax', 1), (1, 7, '_line_total', 1),
  (1, 8, '_line_tax', 1), (1, 9, '_line_tax_data', 1), (1, 10, 'pa_color', 1),
  (1, 11, '_cogs_value', 1), (1, 12, '_refunded_item_id', -1),
  (2, 13, 'method_id', 1), (2, 14, 'instance_id', 1), (2, 15, 'cost', 1), (2, 16, 'total_tax', 1),
  (2, 17, 'taxes', 1), (2, 12, '_refunded_item_id', -1),
  (3, 18, '_fee_amount', 1), (3, 4, '_tax_class', 1), (3, 19, '_tax_status', 1),
  (3, 7, '_line_total', 1), (3, 8, '_line_tax', 1), (3, 17, '_line_tax_data', 1),
  (3, 12, '_refunded_item_id', -1),
  (4, 20, 'rate_id', 1), (4, 21, 'label', 1), (4, 22, 'compound', 1), (4, 23, 'tax_amount', 1),
  (4, 24, 'shipping_tax_amount', 1), (4, 25, 'rate_percent', 1),
  (5, 26, 'discount_amount', 0), (5, 27, 'discount_amount_tax', 0), (5, 28, 'coupon_info', 0);

INSERT INTO {prefix}woocommerce_order_itemmeta
SELECT
  i.item_id * 32 + k.k, i.item_id, k.name,
  -- An amount is that of integer cents by a hundredth, which has two places and is exact.
  ELT(k.k,
    -- 1-8
    i.product_id, i.variation_id, i.qty, IF(i.rate = 2, 'reduced-rate', ''), i.subtotal * 0.01,
    i.subtotal_tax * 0.01, i.total * 0.01, i.tax * 0.01,
    -- 9-12
    CONCAT(
      'a:2:{s:5:"total";a:1:{i:', i.rate, ';s:', LENGTH(i.tax * 0.01), ':"', i.tax * 0.01,
      '";}s:8:"subtotal";a:1:{i:', i.rate, ';s:', LENGTH(i.subtotal_tax * 0.01), ':"',
      i.subtotal_tax * 0.01, '";}}'),
    i.color, i.cost * 0.01, i.refunded_item,
    -- 13-17
    IF(i.total = 0, 'free_shipping', 'flat_rate'),
    IF(i.total = 0, 2, IF(i.name = 'Parcel', 1, 3)), i.total * 0.01, i.tax * 0.01,
    CONCAT('a:1:{s:5:"total";a:1:{i:1;s:', LENGTH(i.tax * 0.01), ':"', i.tax * 0.01, '";}}'),
    -- 18, 19
    i.total * 0.01, 'taxable',
    -- 20-25
    i.rate, IF(i.rate = 1, 'VAT', 'Reduced VAT'), '', i.total * 0.01, i.tax * 0.01,
    IF(i.rate = 1, 19, 7),
    -- 26-28
    i.total * 0.01, i.tax * 0.01,
    CONCAT('[', ELT(FIELD(i.name, 'welcome5', 'welcome10', 'welcome15'), 51, 52, 53),
      ',"', i.name, '","percent",', SUBSTR(i.name, 8), ']'))
FROM {prefix}demo_item AS i
STRAIGHT_JOIN {prefix}demo_key AS k
WHERE k.kind = i.kind AND (k.refunds = 1 OR (k.refunds = -1) = (i.refund > 0))
  AND (k.k <> 10 OR i.color IS NOT NULL);
