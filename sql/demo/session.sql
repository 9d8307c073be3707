-- What every session of the generator starts with, after the variables that say what shop to make.
--
-- Every draw is a hash of (@seed, what it is for, a number), never RAND(), and every sum is of
-- integers: the same seed gives the same bytes on every machine. Money is in cents until written.
-- Working tables are called {prefix}demo_… and are dropped at the end.

SET unique_checks = 0, foreign_key_checks = 0, time_zone = '+00:00',
  sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
  group_concat_max_len = 100000;
-- Keep a derived table in memory instead of evaluating its draws again at every mention.
SET optimizer_switch = 'derived_merge=off', tmp_memory_table_size = 1 << 30,
  max_heap_table_size = 1 << 30;

SET @end_date = @start_date + INTERVAL @days DAY;
-- Identifiers leave room, as in a shop with a past: a product has 8, for its variations; a document
-- has 3, for an order and up to two refunds; an order has 16 items, and its refund 16 more.
SET @first_product = 100, @first_order = 100 + 8 * (@products + 2);
SET @refund_items = 16 * (@orders + 1);
SET @guests = @orders DIV 4 + 1;
