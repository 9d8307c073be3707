-- The orders: who, when, in which state, and the lines in cents.

CREATE TABLE {prefix}demo_order (
  n int unsigned NOT NULL PRIMARY KEY, person int unsigned NOT NULL, status varchar(20) NOT NULL,
  currency char(3) NOT NULL, created datetime NOT NULL, paid datetime NULL, completed datetime NULL,
  pay tinyint NOT NULL, abroad tinyint NOT NULL, percent tinyint NOT NULL, fee int NOT NULL,
  line_count tinyint NOT NULL, refund tinyint NOT NULL, second_refund tinyint NOT NULL
) ENGINE = Aria TRANSACTIONAL = 0;

-- Seven of ten orders come from accounts, early ones more often. Old orders are done; those of the
-- last fortnight are under way. Refunds (1 all lines, 2 one line, 3 a lump sum, 4 all as a lump
-- sum) are of completed orders older than forty days.
INSERT INTO {prefix}demo_order
SELECT
  n, person, IF(refund IN (1, 4), 'wc-refunded', status), currency, created,
  IF(status IN ('wc-completed', 'wc-processing'), paid, NULL),
  IF(status = 'wc-completed', paid + INTERVAL (86400 + CRC32(SUBSTR(h, 49, 8)) % 345600) SECOND,
    NULL),
  1 + CRC32(SUBSTR(h, 57, 8)) % 4, 0,
  IF(
    CRC32(SUBSTR(h, 65, 8)) % 100 < 12,
    ELT(1 + CRC32(SUBSTR(h, 65, 8)) DIV 100 % 3, 10, 15, 5), 0
  ),
  IF(CRC32(SUBSTR(h, 73, 8)) % 100 < 4, 250, 0), line_count, refund,
  refund = 2 AND CRC32(SUBSTR(h, 81, 8)) % 100 < 15
FROM (
  SELECT
    *,
    CASE
      WHEN status <> 'wc-completed' OR age < 40 THEN 0
      WHEN r < 6 THEN 4
      WHEN r < 30 THEN 1
      WHEN r < 75 THEN IF(line_count > 1, 2, 3)
      WHEN r < 90 THEN 3
      ELSE 0
    END AS refund
  FROM (
    SELECT
      d.n, d.h, d.created, TIMESTAMPDIFF(DAY, d.created, @end_date) AS age,
      d.created + INTERVAL (30 + CRC32(SUBSTR(d.h, 1, 8)) % 3600) SECOND AS paid,
      CRC32(SUBSTR(d.h, 41, 8)) % 1000 AS r,
      IF(
        CRC32(SUBSTR(d.h, 9, 8)) % 10 < 7,
        1 + (CRC32(SUBSTR(d.h, 17, 8)) % 10000) * (CRC32(SUBSTR(d.h, 25, 8)) % 10000)
          * GREATEST(1, @customers * (2 * @orders + 8 * d.n) DIV (10 * @orders)) DIV 100000000,
        @customers + 1 + CRC32(SUBSTR(d.h, 17, 8)) % (d.n DIV 4 + 1)
      ) AS person,
      CASE
        WHEN TIMESTAMPDIFF(DAY, d.created, @end_date) < 3 THEN
          ELT(1 + CRC32(SUBSTR(d.h, 33, 8)) % 10, 'wc-processing', 'wc-processing', 'wc-processing',
            'wc-processing', 'wc-processing', 'wc-on-hold', 'wc-on-hold', 'wc-pending', 'wc-failed',
            'wc-completed')
        WHEN CRC32(SUBSTR(d.h, 33, 8)) % 1000 < 40 THEN 'wc-cancelled'
        WHEN CRC32(SUBSTR(d.h, 33, 8)) % 1000 < 65 THEN 'wc-failed'
        WHEN TIMESTAMPDIFF(DAY, d.created, @end_date) < 14 THEN
          ELT(1 + CRC32(SUBSTR(d.h, 33, 8)) DIV 1000 % 5, 'wc-processing', 'wc-on-hold',
            'wc-completed', 'wc-completed', 'wc-completed')
        ELSE 'wc-completed'
      END AS status,
      CASE
        WHEN @currencies > 1 AND CRC32(SUBSTR(d.h, 89, 8)) % 100 < 7 THEN 'USD'
        WHEN @currencies > 2 AND CRC32(SUBSTR(d.h, 89, 8)) % 100 < 11 THEN 'CHF'
        ELSE 'EUR'
      END AS currency,
      CASE
        WHEN CRC32(SUBSTR(d.h, 97, 8)) % 100 < 22 THEN 1
        WHEN CRC32(SUBSTR(d.h, 97, 8)) % 100 < 46 THEN 2
        WHEN CRC32(SUBSTR(d.h, 97, 8)) % 100 < 66 THEN 3
        WHEN CRC32(SUBSTR(d.h, 97, 8)) % 100 < 80 THEN 4
        WHEN CRC32(SUBSTR(d.h, 97, 8)) % 100 < 90 THEN 5
        WHEN CRC32(SUBSTR(d.h, 97, 8)) % 100 < 95 THEN 6
        WHEN CRC32(SUBSTR(d.h, 97, 8)) % 100 < 98 THEN 7
        ELSE 8
      END AS line_count
    FROM {prefix}demo_draw AS d
  ) AS drawn
) AS judged;

-- Items of every kind: 1 product line, 2 shipping, 3 fee, 4 tax, 5 coupon. Amounts in cents.
-- For a tax row `total` is the tax of lines and fees and `tax` that of shipping; for a coupon
-- `total` is the discount and `tax` the tax saved.
CREATE TABLE {prefix}demo_item (
  item_id int unsigned NOT NULL, doc_id int unsigned NOT NULL, n int unsigned NOT NULL,
  kind tinyint NOT NULL, refund tinyint NOT NULL DEFAULT 0, name varchar(120) NOT NULL,
  product_id int unsigned NOT NULL DEFAULT 0, variation_id int unsigned NOT NULL DEFAULT 0,
  qty int NOT NULL DEFAULT 0, subtotal bigint NOT NULL DEFAULT 0,
  subtotal_tax bigint NOT NULL DEFAULT 0, total bigint NOT NULL DEFAULT 0,
  tax bigint NOT NULL DEFAULT 0, rate tinyint NOT NULL DEFAULT 0,
  refunded_item int unsigned NOT NULL DEFAULT 0, cost bigint NOT NULL DEFAULT 0,
  color varchar(20) NULL, PRIMARY KEY (item_id)
) ENGINE = Aria TRANSACTIONAL = 0 DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

-- The lines: quantity × price, less the coupon's percentage rounded to the cent; tax a line. Rate 1
-- is 19 %, rate 2 is 7 %.
INSERT INTO {prefix}demo_item
SELECT
  n * 16 + slot, @first_order + 3 * n, n, 1, 0, name, product_id, variation_id, qty, subtotal,
  (subtotal * IF(reduced, 7, 19) + 50) DIV 100, subtotal - discount,
  ((subtotal - discount) * IF(reduced, 7, 19) + 50) DIV 100, 1 + reduced, 0, qty * cost, color
FROM (
  SELECT
    picked.n, picked.slot, a.name, a.product_id, a.variation_id, a.reduced, a.cost, a.color,
    picked.qty, picked.qty * a.price AS subtotal,
    (picked.qty * a.price * picked.percent + 50) DIV 100 AS discount
  FROM (
    SELECT
      n, slot, percent, ELT(1 + CRC32(SUBSTR(h, 1, 8)) % 10, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3) AS qty,
      1 + (CRC32(SUBSTR(h, 9, 8)) % 10000) * (10000 + CRC32(SUBSTR(h, 17, 8)) % 10000) * @products
        DIV 200000000 AS p,
      1 + CRC32(SUBSTR(h, 25, 8)) % 3 AS v
    FROM (
      SELECT o.n, l.seq AS slot, o.percent, MD5(CONCAT_WS('/', @seed, 'line', o.n, l.seq)) AS h
      FROM {prefix}demo_order AS o
      STRAIGHT_JOIN seq_1_to_8 AS l
      WHERE l.seq <= o.line_count
    ) AS hashed
  ) AS picked
  STRAIGHT_JOIN {prefix}demo_article AS a
    ON a.p = picked.p AND a.v = IF(picked.p % 4 = 0, picked.v, 0)
) AS priced;
