-- What the shop sells: three simple products of four, every fourth variable with three variations.

CREATE TABLE {prefix}demo_product (
  p int unsigned NOT NULL PRIMARY KEY, product_id int unsigned NOT NULL, variable tinyint NOT NULL,
  name varchar(100) NOT NULL, sku varchar(40) NOT NULL, price int unsigned NOT NULL,
  sale int unsigned NULL, cost int unsigned NOT NULL, reduced tinyint NOT NULL,
  category int unsigned NOT NULL, brand int unsigned NOT NULL, tag int unsigned NULL,
  stock int NULL, created datetime NOT NULL, reviewed tinyint NOT NULL
) ENGINE = Aria TRANSACTIONAL = 0 DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- Prices end in 90 or 99 cents; the one of five with the reduced rate is a book or food.
-- A sale price is what is charged: the regular one is then a quarter more.
INSERT INTO {prefix}demo_product
SELECT
  p, @first_product + 8 * p, p % 4 = 0,
  CONCAT(
    ELT(1 + CRC32(SUBSTR(h, 1, 8)) % 12, 'Plain', 'Soft', 'Bright', 'Sturdy', 'Small', 'Large',
      'Nordic', 'Fine', 'Classic', 'Round', 'Grüne', 'Café'),
    ' ',
    IF(
      CRC32(SUBSTR(h, 9, 8)) % 5 = 0,
      ELT(1 + CRC32(SUBSTR(h, 17, 8)) % 5, 'Cookbook', 'Novel', 'Atlas', 'Tea', 'Honey'),
      ELT(1 + CRC32(SUBSTR(h, 17, 8)) % 10, 'Shirt', 'Hoodie', 'Mug', 'Lamp', 'Cushion', 'Knife',
        'Pan', 'Scarf', 'Notebook', 'Chair')
    ),
    ' ', p
  ),
  CONCAT('SKU-', LPAD(p, 6, '0')),
  (1 + CRC32(SUBSTR(h, 25, 8)) % ELT(1 + CRC32(SUBSTR(h, 33, 8)) % 4, 15, 30, 60, 180)) * 100
    + IF(CRC32(SUBSTR(h, 25, 8)) % 3 = 0, 99, 90),
  IF(CRC32(SUBSTR(h, 41, 8)) % 10 = 0, 1, NULL),
  0, CRC32(SUBSTR(h, 9, 8)) % 5 = 0,
  IF(CRC32(SUBSTR(h, 9, 8)) % 5 = 0, 27, 21) + CRC32(SUBSTR(h, 49, 8)) % IF(
    CRC32(SUBSTR(h, 9, 8)) % 5 = 0, 2, 5),
  31 + CRC32(SUBSTR(h, 57, 8)) % 3,
  IF(CRC32(SUBSTR(h, 65, 8)) % 3 = 0, 36 + CRC32(SUBSTR(h, 65, 8)) DIV 3 % 3, NULL),
  IF(CRC32(SUBSTR(h, 73, 8)) % 10 < 8, CRC32(SUBSTR(h, 81, 8)) % 250, NULL),
  @start_date - INTERVAL (30 + CRC32(SUBSTR(h, 89, 8)) % 870) DAY
    + INTERVAL (CRC32(SUBSTR(h, 97, 8)) % 86400) SECOND,
  CASE WHEN CRC32(SUBSTR(h, 105, 8)) % 3 = 0 THEN 1 + CRC32(SUBSTR(h, 113, 8)) % 4 ELSE 0 END
FROM (
  SELECT seq AS p, SHA2(CONCAT_WS('/', @seed, 'product', seq), 512) AS h
  FROM seq_1_to_10000000
  WHERE seq <= @products
) AS drawn;
UPDATE {prefix}demo_product
SET cost = price * (45 + p % 20) DIV 100, sale = IF(sale = 1 AND variable = 0, price, NULL);

-- What can be put into a cart: a simple product, or a variation, which costs one more each time.
CREATE TABLE {prefix}demo_article (
  p int unsigned NOT NULL, v tinyint unsigned NOT NULL, product_id int unsigned NOT NULL,
  variation_id int unsigned NOT NULL, name varchar(120) NOT NULL, price int unsigned NOT NULL,
  cost int unsigned NOT NULL, reduced tinyint NOT NULL, color varchar(20) NULL,
  PRIMARY KEY (p, v)
) ENGINE = Aria TRANSACTIONAL = 0 DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;
INSERT INTO {prefix}demo_article
SELECT p, 0, product_id, 0, name, price, cost, reduced, NULL
FROM {prefix}demo_product
WHERE variable = 0;
INSERT INTO {prefix}demo_article
SELECT
  p, v.seq, product_id, product_id + v.seq,
  CONCAT(name, ' - ', ELT(v.seq, 'Red', 'Green', 'Blue')), price + 100 * (v.seq - 1), cost, reduced,
  ELT(v.seq, 'red', 'green', 'blue')
FROM {prefix}demo_product
JOIN seq_1_to_3 AS v
WHERE variable = 1;
