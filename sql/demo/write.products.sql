-- Products and variations as posts with postmeta, and their look-up rows; coupons and pages.

INSERT INTO {prefix}posts
SELECT
  p.product_id, 1, p.created + INTERVAL 1 HOUR, p.created,
  CONCAT('<p>', p.name, ' – made to last.</p>'), p.name, '', IF(p.p % 50 = 0, 'draft', 'publish'),
  'open', 'closed', '', LOWER(p.sku), '', '', p.created + INTERVAL 1 HOUR, p.created, '', 0,
  CONCAT(@url, '/?post_type=product&#038;p=', p.product_id), 0, 'product', '',
  COALESCE(r.votes, 0)
FROM {prefix}demo_product AS p
LEFT JOIN {prefix}demo_rated AS r USING (product_id);

INSERT INTO {prefix}posts
SELECT
  a.variation_id, 1, p.created + INTERVAL 1 HOUR, p.created, '', a.name,
  CONCAT('Color: ', a.color), 'publish', 'closed', 'closed', '', CONCAT(LOWER(p.sku), '-', a.color),
  '', '', p.created + INTERVAL 1 HOUR, p.created, '', a.product_id,
  CONCAT(@url, '/?post_type=product_variation&p=', a.variation_id), a.v, 'product_variation', '', 0
FROM {prefix}demo_article AS a
JOIN {prefix}demo_product AS p ON p.p = a.p
WHERE a.variation_id > 0;

INSERT INTO {prefix}postmeta
SELECT meta_id, product_id, meta_key, meta_value
FROM (
  SELECT
    p.product_id * 64 + k.seq AS meta_id, p.product_id,
    ELT(k.seq, '_sku', '_regular_price', '_sale_price', '_price', '_price', '_price', 'total_sales',
      '_tax_status', '_tax_class', '_manage_stock', '_backorders', '_sold_individually', '_virtual',
      '_downloadable', '_stock', '_stock_status', '_wc_average_rating', '_wc_review_count',
      '_wc_rating_count', '_weight', '_cogs_total_value', '_product_attributes',
      '_product_version') AS meta_key,
    CASE k.seq
      WHEN 1 THEN p.sku
      WHEN 2 THEN IF(p.variable, NULL,
        CAST(IF(p.sale IS NULL, p.price, p.price * 5 DIV 4) / 100 AS DECIMAL(20,2)))
      WHEN 3 THEN CAST(p.sale / 100 AS DECIMAL(20,2))
      WHEN 4 THEN CAST(p.price / 100 AS DECIMAL(20,2))
      WHEN 5 THEN IF(p.variable, CAST(p.price / 100 + 1 AS DECIMAL(20,2)), NULL)
      WHEN 6 THEN IF(p.variable, CAST(p.price / 100 + 2 AS DECIMAL(20,2)), NULL)
      WHEN 7 THEN COALESCE(s.qty, 0)
      WHEN 8 THEN 'taxable'
      WHEN 9 THEN IF(p.reduced, 'reduced-rate', '')
      WHEN 10 THEN IF(p.stock IS NULL, 'no', 'yes')
      WHEN 11 THEN 'no'
      WHEN 12 THEN 'no'
      WHEN 13 THEN 'no'
      WHEN 14 THEN 'no'
      WHEN 15 THEN p.stock
      WHEN 16 THEN IF(p.stock = 0, 'outofstock', 'instock')
      WHEN 17 THEN COALESCE(r.average, 0)
      WHEN 18 THEN COALESCE(r.votes, 0)
      WHEN 19 THEN r.counts
      WHEN 20 THEN IF(p.p % 3 = 0, NULL, CAST((100 + p.p % 900) / 100 AS DECIMAL(20,2)))
      WHEN 21 THEN CAST(p.cost / 100 AS DECIMAL(20,2))
      WHEN 22 THEN IF(p.variable, CONCAT('a:1:{s:8:"pa_color";a:6:{s:4:"name";s:8:"pa_color";',
        's:5:"value";s:0:"";s:8:"position";i:0;s:10:"is_visible";i:1;s:12:"is_variation";i:1;',
        's:11:"is_taxonomy";i:1;}}'), NULL)
      WHEN 23 THEN '11.0.1'
    END AS meta_value
  FROM {prefix}demo_product AS p
  STRAIGHT_JOIN seq_1_to_23 AS k
  LEFT JOIN {prefix}demo_rated AS r ON r.product_id = p.product_id
  LEFT JOIN {prefix}demo_sold AS s ON s.product_id = p.product_id
) AS rows_of_keys
WHERE meta_value IS NOT NULL;

INSERT INTO {prefix}postmeta
SELECT
  a.variation_id * 64 + k.seq, a.variation_id,
  ELT(k.seq, '_sku', '_regular_price', '_price', 'attribute_pa_color', '_tax_class', '_tax_status',
    '_manage_stock', '_stock_status', '_cogs_total_value', 'total_sales'),
  ELT(k.seq, CONCAT(p.sku, '-', a.v), CAST(a.price / 100 AS DECIMAL(20,2)),
    CAST(a.price / 100 AS DECIMAL(20,2)), a.color, 'parent', 'taxable', 'no', 'instock',
    CAST(a.cost / 100 AS DECIMAL(20,2)), '0')
FROM {prefix}demo_article AS a
STRAIGHT_JOIN {prefix}demo_product AS p ON p.p = a.p
STRAIGHT_JOIN seq_1_to_10 AS k
WHERE a.variation_id > 0;

INSERT INTO {prefix}wc_product_meta_lookup
SELECT
  p.product_id, p.sku, NULL, 0, 0, p.price / 100, p.price / 100 + IF(p.variable, 2, 0),
  p.sale IS NOT NULL, p.stock, IF(p.stock = 0, 'outofstock', 'instock'), COALESCE(r.votes, 0),
  COALESCE(r.average, 0), COALESCE(s.qty, 0), 'taxable', IF(p.reduced, 'reduced-rate', '')
FROM {prefix}demo_product AS p
LEFT JOIN {prefix}demo_rated AS r ON r.product_id = p.product_id
LEFT JOIN {prefix}demo_sold AS s ON s.product_id = p.product_id
UNION ALL
SELECT
  a.variation_id, CONCAT(p.sku, '-', a.v), NULL, 0, 0, a.price / 100, a.price / 100, 0, NULL,
  'instock', 0, 0, 0, 'taxable', 'parent'
FROM {prefix}demo_article AS a
JOIN {prefix}demo_product AS p ON p.p = a.p
WHERE a.variation_id > 0;
INSERT INTO {prefix}wc_product_attributes_lookup
SELECT variation_id, product_id, 'pa_color', 40 + v, 1, 1
FROM {prefix}demo_article
WHERE variation_id > 0;

INSERT INTO {prefix}posts
SELECT
  50 + seq, 1, @start_date, @start_date - INTERVAL 1 HOUR, '', CONCAT('welcome', 5 * seq),
  CONCAT(5 * seq, ' % for newcomers'), 'publish', 'closed', 'closed', '',
  CONCAT('welcome', 5 * seq), '', '', @start_date, @start_date - INTERVAL 1 HOUR, '', 0,
  CONCAT(@url, '/?post_type=shop_coupon&#038;p=', 50 + seq), 0, 'shop_coupon', '', 0
FROM seq_1_to_3;
INSERT INTO {prefix}postmeta
SELECT
  (50 + c.seq) * 64 + k.seq, 50 + c.seq,
  ELT(k.seq, 'discount_type', 'coupon_amount', 'individual_use', 'usage_limit', 'free_shipping',
    'exclude_sale_items', 'usage_count'),
  ELT(k.seq, 'percent', 5 * c.seq, 'no', '0', 'no', 'no',
    (SELECT COUNT(*) FROM {prefix}demo_doc WHERE percent = 5 * c.seq))
FROM seq_1_to_3 AS c
JOIN seq_1_to_7 AS k;

INSERT INTO {prefix}posts
SELECT
  4 + seq, 1, @start_date, @start_date - INTERVAL 1 HOUR, '',
  ELT(seq, 'Shop', 'Cart', 'Checkout', 'My account'), '', 'publish', 'closed', 'closed', '',
  ELT(seq, 'shop', 'cart', 'checkout', 'my-account'), '', '', @start_date,
  @start_date - INTERVAL 1 HOUR, '', 0, CONCAT(@url, '/?page_id=', 4 + seq), 0, 'page', '', 0
FROM seq_1_to_4;
