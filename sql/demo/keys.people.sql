-- The keys of users and of analytics' look-up tables, added when those are full.

ALTER TABLE {prefix}usermeta
  ADD KEY user_id (user_id), ADD KEY meta_key (meta_key(191)), STATS_AUTO_RECALC = DEFAULT;

ALTER TABLE {prefix}users
  ADD KEY user_login_key (user_login), ADD KEY user_nicename (user_nicename),
  ADD KEY user_email (user_email), STATS_AUTO_RECALC = DEFAULT;

ALTER TABLE {prefix}wc_customer_lookup
  ADD UNIQUE KEY user_id (user_id), ADD KEY email (email), STATS_AUTO_RECALC = DEFAULT;

ALTER TABLE {prefix}wc_order_coupon_lookup
  ADD KEY coupon_id (coupon_id), ADD KEY date_created (date_created), STATS_AUTO_RECALC = DEFAULT;

ALTER TABLE {prefix}wc_order_product_lookup
  ADD KEY order_id (order_id), ADD KEY product_id (product_id), ADD KEY customer_id (customer_id),
  ADD KEY date_created (date_created),
  ADD KEY customer_product_date (customer_id, product_id, date_created),
  STATS_AUTO_RECALC = DEFAULT;

ALTER TABLE {prefix}wc_order_stats
  ADD KEY date_created (date_created), ADD KEY customer_id (customer_id), ADD KEY status (status),
  ADD KEY idx_date_paid_status_parent (date_paid, status, parent_id), STATS_AUTO_RECALC = DEFAULT;

ALTER TABLE {prefix}wc_order_tax_lookup
  ADD KEY tax_rate_id (tax_rate_id), ADD KEY date_created (date_created),
  STATS_AUTO_RECALC = DEFAULT;
