-- The rows that real shops have and nobody expects, some of each: the same list for both storages.
--
-- @odd is the number before the first of them. They have no rows in the look-up tables, as if the
-- background jobs had not come to them.

SET @odd = @first_order + 3 * (@orders + 2), @odd_item = 32 * (@orders + 2);

CREATE TABLE {prefix}demo_odd (
  j int unsigned NOT NULL PRIMARY KEY, status varchar(20) NULL, type varchar(20) NOT NULL,
  currency varchar(10) NULL, tax decimal(26,8) NULL, total decimal(26,8) NULL,
  user_id bigint unsigned NULL, email varchar(320) NULL, created datetime NULL,
  updated datetime NULL, parent_id bigint unsigned NULL, note text NULL, name varchar(100) NULL
) ENGINE = Aria TRANSACTIONAL = 0 DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci;

SET @day = @end_date - INTERVAL 50 DAY + INTERVAL 12 HOUR;
INSERT INTO {prefix}demo_odd VALUES
  -- 1: zero dates. 2: a note longer than any text column takes.
  (1, 'wc-completed', 'shop_order', 'EUR', 1.90, 11.90, 0, 'zero@example.com',
    '0000-00-00 00:00:00', '0000-00-00 00:00:00', 0, '', 'Zero'),
  (2, 'wc-completed', 'shop_order', 'EUR', 1.90, 11.90, 2, 'long@example.com', @day, @day, 0,
    REPEAT('Ring the bell 🔔 twice. ', 220), 'Long'),
  -- 3: quotes, a backslash, control characters, a zero width joiner. 4: no operational row.
  (3, 'wc-completed', 'shop_order', 'EUR', 1.90, 11.90, 2, 'quote@example.com', @day, @day, 0,
    CONCAT('"double" ''single'' \\back\\ tab', CHAR(9), 'line', CHAR(13), CHAR(10), 'bell', CHAR(7),
      ' 👩‍👧‍👦 </script> =1+1'), 'O''Hara "Bo"'),
  (4, 'wc-completed', 'shop_order', 'EUR', 1.90, 11.90, 2, 'bare@example.com', @day, @day, 0, '',
    'Bare'),
  -- 5: no addresses. 6: a meta key twice. 7: the user is gone.
  (5, 'wc-completed', 'shop_order', 'EUR', 1.90, 11.90, 2, 'nowhere@example.com', @day, @day, 0, '',
    NULL),
  (6, 'wc-completed', 'shop_order', 'EUR', 1.90, 11.90, 2, 'twice@example.com', @day, @day, 0, '',
    'Twice'),
  (7, 'wc-completed', 'shop_order', 'EUR', 1.90, 11.90, 4000000000, 'gone@example.com', @day, @day,
    0, '', 'Gone'),
  -- 8: more digits than a binary float holds. 9-11: not orders yet, or no longer.
  (8, 'wc-completed', 'shop_order', 'EUR', 12345678901234.12345678, 123456789012345678.90123456, 2,
    'rich@example.com', @day, @day, 0, '', 'Rich'),
  (9, 'wc-checkout-draft', 'shop_order', 'EUR', 1.90, 11.90, 0, NULL, @day, @day, 0, '', 'Draft'),
  (10, 'trash', 'shop_order', 'EUR', 1.90, 11.90, 2, 'trash@example.com', @day, @day, 0, '',
    'Trash'),
  (11, 'auto-draft', 'shop_order', 'EUR', 0, 0, 0, NULL, @day, @day, 0, '', NULL),
  -- 12: an order under another. 13: nothing is known. 14: a status that no plugin knows any more.
  (12, 'wc-completed', 'shop_order', 'EUR', 1.90, 11.90, 2, 'child@example.com', @day, @day,
    @odd + 6, '', 'Child'),
  (13, 'wc-completed', 'shop_order', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (14, 'wc-packed', 'shop_order', 'JPY', 0, 1190, 2, 'packed@example.com', @day, @day, 0, '',
    'Packed'),
  -- 15: a status without its prefix. 16, 17: refunds of an order that is gone, of a trashed one.
  (15, 'completed', 'shop_order', 'EUR', 1.90, 11.90, 2, 'plain@example.com', @day, @day, 0, '',
    'Plain'),
  (16, 'wc-completed', 'shop_order_refund', 'EUR', 0, -5, NULL, NULL, @day, @day, 4000000000, NULL,
    NULL),
  (17, 'wc-completed', 'shop_order_refund', 'EUR', 0, -5, NULL, NULL, @day, @day, @odd + 10, NULL,
    NULL),
  -- 18: the hour that summer time repeats. 19: the beginning of time. 20: another kind of order.
  (18, 'wc-completed', 'shop_order', 'EUR', 1.90, 11.90, 2, 'twohours@example.com',
    '2023-10-29 00:30:00', '2023-10-29 01:30:00', 0, '', 'Twohours'),
  (19, 'wc-completed', 'shop_order', 'EUR', 1.90, 11.90, 2, 'epoch@example.com',
    '1970-01-01 00:00:00', '1970-01-01 00:00:00', 0, '', 'Epoch'),
  (20, 'wc-active', 'shop_subscription', 'EUR', 1.90, 11.90, 2, 'again@example.com', @day, @day, 0,
    '', 'Again');

-- Each order but the empty ones has one line of 10.00 whose product is gone, and whose quantity is
-- a fraction.
INSERT INTO {prefix}woocommerce_order_items
SELECT @odd_item + j * 16 + 1, 'A "product" of yore 🎈', 'line_item', @odd + j
FROM {prefix}demo_odd
WHERE type = 'shop_order' AND total > 0;
INSERT INTO {prefix}woocommerce_order_itemmeta
SELECT
  (@odd_item + o.j * 16 + 1) * 32 + k.seq, @odd_item + o.j * 16 + 1,
  ELT(k.seq, '_product_id', '_variation_id', '_qty', '_tax_class', '_line_subtotal',
    '_line_subtotal_tax', '_line_total', '_line_tax', '_line_total'),
  ELT(k.seq, '4000000000', '0', '2.5', '', '10.00', '1.90', '10.00', '1.90', '99.00')
FROM {prefix}demo_odd AS o
JOIN seq_1_to_9 AS k
WHERE o.type = 'shop_order' AND o.total > 0 AND (k.seq < 9 OR o.j = 6);
