-- Orders and refunds with their totals, as documents: what wc_orders or posts will hold.

CREATE TABLE {prefix}demo_sum (
  n int unsigned NOT NULL PRIMARY KEY, qty int NOT NULL, subtotal bigint NOT NULL,
  subtotal_tax bigint NOT NULL, total bigint NOT NULL, tax_full bigint NOT NULL,
  tax_reduced bigint NOT NULL, cost bigint NOT NULL
) ENGINE = Aria TRANSACTIONAL = 0;
INSERT INTO {prefix}demo_sum
SELECT
  n, SUM(qty), SUM(subtotal), SUM(subtotal_tax), SUM(total), SUM(IF(rate = 1, tax, 0)),
  SUM(IF(rate = 2, tax, 0)), SUM(cost)
FROM {prefix}demo_item FORCE INDEX (PRIMARY)
GROUP BY item_id DIV 16;

CREATE TABLE {prefix}demo_first (
  person int unsigned NOT NULL PRIMARY KEY, n int unsigned NOT NULL, last_n int unsigned NOT NULL
) ENGINE = Aria TRANSACTIONAL = 0;
INSERT INTO {prefix}demo_first
SELECT person, MIN(n), MAX(n)
FROM {prefix}demo_order
GROUP BY person
ORDER BY person;

-- `kind` is 0 for an order, else the kind of refund. `mask` says which meta rows a document has.
CREATE TABLE {prefix}demo_doc (
  doc_id int unsigned NOT NULL PRIMARY KEY, n int unsigned NOT NULL, kind tinyint NOT NULL,
  parent_id int unsigned NOT NULL, status varchar(20) NOT NULL, currency char(3) NOT NULL,
  person int unsigned NOT NULL, user_id int unsigned NOT NULL, created datetime NOT NULL,
  updated datetime NOT NULL, paid datetime NULL, completed datetime NULL, pay tinyint NOT NULL,
  percent tinyint NOT NULL, qty int NOT NULL, discount bigint NOT NULL,
  discount_tax bigint NOT NULL, fee bigint NOT NULL, tax_full bigint NOT NULL,
  tax_reduced bigint NOT NULL, shipping bigint NOT NULL, shipping_tax bigint NOT NULL,
  total bigint NOT NULL, cost bigint NOT NULL, mask int unsigned NOT NULL, r int unsigned NOT NULL,
  abroad tinyint NOT NULL, returning_customer tinyint NULL, created_local datetime NOT NULL,
  paid_local datetime NULL, completed_local datetime NULL
) ENGINE = Aria TRANSACTIONAL = 0;

-- Shipping is free from 50 € of goods, else 4.90, abroad 12.90; shipping and fee are taxed in full.
INSERT INTO {prefix}demo_doc
SELECT
  @first_order + 3 * n, n, 0, 0, status, currency, person, user_id, created,
  COALESCE(completed, paid, created), paid, completed, pay, percent, qty, subtotal - lines_total,
  subtotal_tax - tax_full - tax_reduced, fee, tax_full + (fee * 19 + 50) DIV 100, tax_reduced,
  shipping, (shipping * 19 + 50) DIV 100,
  lines_total + fee + tax_full + (fee * 19 + 50) DIV 100 + tax_reduced + shipping
    + (shipping * 19 + 50) DIV 100,
  cost,
  -- Attribution of three orders of four: bits 1-4, and 5 where a campaign led here.
  IF(r % 4 > 0, IF(r DIV 4 % 4 = 1, 31, 15), 0) | 32 | 64 | 128,
  r, abroad, n > first_n,
  created + INTERVAL (1 + EXISTS (
    SELECT 1 FROM {prefix}demo_summer AS s WHERE made.created >= s.starts AND made.created < s.ends
  )) HOUR,
  paid + INTERVAL (1 + EXISTS (
    SELECT 1 FROM {prefix}demo_summer AS s WHERE made.paid >= s.starts AND made.paid < s.ends
  )) HOUR,
  completed + INTERVAL (1 + EXISTS (
    SELECT 1 FROM {prefix}demo_summer AS s
    WHERE made.completed >= s.starts AND made.completed < s.ends
  )) HOUR
FROM (
  SELECT
    o.n, o.status, o.currency, o.person, p.user_id, o.created, o.paid, o.completed, o.pay,
    o.percent, o.fee, s.qty, s.subtotal, s.subtotal_tax, s.total AS lines_total, s.tax_full,
    s.tax_reduced, s.cost, f.n AS first_n, p.country <> 'DE' AS abroad,
    CRC32(SUBSTR(d.h, 105, 8)) AS r,
    IF(s.total >= 5000, 0, IF(p.country = 'DE', 490, 1290)) AS shipping
  FROM {prefix}demo_order AS o
  STRAIGHT_JOIN {prefix}demo_sum AS s ON s.n = o.n
  STRAIGHT_JOIN {prefix}demo_draw AS d ON d.n = o.n
  STRAIGHT_JOIN {prefix}demo_person AS p ON p.id = o.person
  STRAIGHT_JOIN {prefix}demo_first AS f ON f.person = o.person
) AS made;

-- Refunds come 3 to 20 days after completion, in the order's own zone and currency.
CREATE TABLE {prefix}demo_refund (
  doc_id int unsigned NOT NULL PRIMARY KEY, kind tinyint NOT NULL, parent_id int unsigned NOT NULL,
  made datetime NOT NULL
) ENGINE = Aria TRANSACTIONAL = 0;
INSERT INTO {prefix}demo_refund
SELECT
  @first_order + 3 * o.n + 1, o.refund, @first_order + 3 * o.n,
  o.completed
    + INTERVAL (259200 + CRC32(MD5(CONCAT_WS('/', @seed, 'refund', o.n))) % 1468800) SECOND
FROM {prefix}demo_order AS o
WHERE o.refund > 0;
INSERT INTO {prefix}demo_refund
SELECT
  @first_order + 3 * o.n + 2, 3, @first_order + 3 * o.n,
  o.completed
    + INTERVAL (1728000 + CRC32(MD5(CONCAT_WS('/', @seed, 'again', o.n))) % 864000) SECOND
FROM {prefix}demo_order AS o
WHERE o.second_refund = 1;

-- A lump sum is 5 to 20 % of the order, a second one 5 %: together with one line never too much,
-- because the dearest line of several leaves shipping or another line, and a zero sum is dropped.
INSERT INTO {prefix}demo_doc
SELECT
  doc_id, n, kind, parent_id, 'wc-completed', currency, person, user_id, made, made, NULL, NULL,
  pay, 0, qty, 0, 0, fee, tax_full, tax_reduced, shipping, shipping_tax, total, cost,
  (31 << 8) | IF(cost < 0, 128, 0), r, abroad, NULL, made + INTERVAL summer HOUR,
  made + INTERVAL summer HOUR, made + INTERVAL summer HOUR
FROM (
  SELECT
    r.doc_id, r.kind, r.parent_id, r.made, d.n, d.currency, d.person, d.user_id, d.pay, d.r,
    d.abroad,
    CASE r.kind WHEN 1 THEN -d.qty WHEN 2 THEN -l.qty ELSE 0 END AS qty,
    IF(r.kind = 1, -d.fee, 0) AS fee,
    CASE WHEN r.kind = 1 THEN -d.tax_full WHEN r.kind = 2 AND l.rate = 1 THEN -l.tax ELSE 0 END
      AS tax_full,
    CASE WHEN r.kind = 1 THEN -d.tax_reduced WHEN r.kind = 2 AND l.rate = 2 THEN -l.tax ELSE 0 END
      AS tax_reduced,
    IF(r.kind = 1, -d.shipping, 0) AS shipping, IF(r.kind = 1, -d.shipping_tax, 0) AS shipping_tax,
    CASE
      WHEN r.kind IN (1, 4) THEN -d.total
      WHEN r.kind = 2 THEN -l.total - l.tax
      WHEN r.doc_id = r.parent_id + 2 THEN -((d.total - l.total - l.tax) DIV 20)
      ELSE -(d.total * (5 + d.r % 16) DIV 100)
    END AS total,
    CASE r.kind WHEN 1 THEN -d.cost WHEN 2 THEN -l.cost ELSE 0 END AS cost,
    1 + EXISTS (
      SELECT 1 FROM {prefix}demo_summer AS s WHERE r.made >= s.starts AND r.made < s.ends
    ) AS summer
  FROM {prefix}demo_refund AS r
  STRAIGHT_JOIN {prefix}demo_doc AS d ON d.doc_id = r.parent_id
  STRAIGHT_JOIN {prefix}demo_item AS l ON l.item_id = d.n * 16 + 1
) AS back
WHERE total < 0;

-- An order was last touched when its last refund was made.
UPDATE {prefix}demo_doc AS d
JOIN (
  SELECT parent_id, MAX(created) AS made FROM {prefix}demo_doc WHERE kind > 0 GROUP BY parent_id
) AS r ON r.parent_id = d.doc_id
SET d.updated = r.made;
