-- The keys of the items' tables, added when those are full.

ALTER TABLE {prefix}woocommerce_order_itemmeta
  ADD KEY order_item_id (order_item_id), ADD KEY meta_key (meta_key(32)),
  STATS_AUTO_RECALC = DEFAULT;

ALTER TABLE {prefix}woocommerce_order_items
  ADD KEY order_id (order_id), STATS_AUTO_RECALC = DEFAULT;
