-- When things happen: how many orders each day has, and how they spread over its hours.

-- Summer time of central Europe: from the last Sunday of March to that of October, 01:00 UTC.
CREATE TABLE {prefix}demo_summer (
  starts datetime NOT NULL PRIMARY KEY, ends datetime NOT NULL
) ENGINE = Aria TRANSACTIONAL = 0;
INSERT INTO {prefix}demo_summer
SELECT
  march - INTERVAL (DAYOFWEEK(march) - 1) DAY + INTERVAL 1 HOUR,
  october - INTERVAL (DAYOFWEEK(october) - 1) DAY + INTERVAL 1 HOUR
FROM (
  SELECT
    CAST(CONCAT(seq, '-03-31 00:00:00') AS DATETIME) AS march,
    CAST(CONCAT(seq, '-10-31 00:00:00') AS DATETIME) AS october
  FROM seq_2000_to_2060
  WHERE seq BETWEEN YEAR(@start_date) - 4 AND YEAR(@end_date) + 1
) AS years;

-- Growth by half a year's trade a year; Sundays and Mondays strong; November and December stronger.
CREATE TABLE {prefix}demo_day (
  d int unsigned NOT NULL PRIMARY KEY, day date NOT NULL, weight bigint NOT NULL,
  first_order int unsigned NOT NULL DEFAULT 0, last_order int unsigned NOT NULL DEFAULT 0
) ENGINE = Aria TRANSACTIONAL = 0;
INSERT INTO {prefix}demo_day (d, day, weight)
SELECT
  seq, @start_date + INTERVAL seq DAY,
  (1000 + seq * 500 DIV 365)
    * ELT(WEEKDAY(@start_date + INTERVAL seq DAY) + 1, 108, 101, 98, 97, 96, 90, 118)
    * ELT(MONTH(@start_date + INTERVAL seq DAY), 88, 84, 92, 96, 98, 95, 90, 88, 97, 104, 138, 150)
    * (80 + CRC32(MD5(CONCAT_WS('/', @seed, 'day', seq))) % 41)
FROM seq_0_to_100000
WHERE seq < @days;

SET @weight = (SELECT SUM(weight) FROM {prefix}demo_day);
REPLACE INTO {prefix}demo_day
SELECT
  d, day, weight, (before_it * @orders) DIV @weight + 1,
  ((before_it + weight) * @orders) DIV @weight
FROM (
  SELECT d, day, weight, SUM(weight) OVER (ORDER BY d) - weight AS before_it
  FROM {prefix}demo_day
) AS running;

-- A thousandth of a day's trade is one slot: few at night, many in the evening.
CREATE TABLE {prefix}demo_clock (
  slot int unsigned NOT NULL PRIMARY KEY, second int unsigned NOT NULL, width int unsigned NOT NULL
) ENGINE = Aria TRANSACTIONAL = 0;
INSERT INTO {prefix}demo_clock
SELECT slot, second, COALESCE(LEAD(second) OVER (ORDER BY slot), 86400) - second
FROM (
  SELECT
    s.seq AS slot,
    h.hour * 3600 + (s.seq * h.whole - h.before_it * 1000) * 3600 DIV (h.weight * 1000) AS second
  FROM (
    SELECT
      hour, weight, SUM(weight) OVER (ORDER BY hour) - weight AS before_it,
      SUM(weight) OVER () AS whole
    FROM (
      SELECT
        seq AS hour,
        CAST(ELT(
          seq + 1, 4, 2, 1, 1, 2, 8, 18, 28, 40, 52, 56, 54, 50, 50, 52, 54, 58, 66, 78, 88, 80, 56,
          30, 12
        ) AS UNSIGNED) AS weight
      FROM seq_0_to_23
    ) AS hours
  ) AS h
  JOIN seq_0_to_999 AS s
    ON s.seq * h.whole >= h.before_it * 1000
    AND s.seq * h.whole < (h.before_it + h.weight) * 1000
) AS slots;

-- One line of draws an order: 128 hexadecimal digits are sixteen independent numbers.
CREATE TABLE {prefix}demo_draw (
  n int unsigned NOT NULL PRIMARY KEY, created datetime NOT NULL,
  h char(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
) ENGINE = Aria TRANSACTIONAL = 0;
INSERT INTO {prefix}demo_draw
SELECT
  placed.n,
  CAST(placed.day AS DATETIME)
    + INTERVAL (c.second + c.width * (placed.position % 1000) DIV 1000) SECOND,
  placed.h
FROM (
  SELECT
    s.seq AS n, d.day, SHA2(CONCAT_WS('/', @seed, 'order', s.seq), 512) AS h,
    ((s.seq - d.first_order) * 1000000
      + CRC32(MD5(CONCAT_WS('/', @seed, 'moment', s.seq))) % 1000000)
      DIV (d.last_order - d.first_order + 1) AS position
  FROM {prefix}demo_day AS d
  STRAIGHT_JOIN seq_1_to_100000000 AS s
  WHERE s.seq BETWEEN d.first_order AND d.last_order
) AS placed
STRAIGHT_JOIN {prefix}demo_clock AS c ON c.slot = placed.position DIV 1000;
