-- The keys of orders, posts and comments, added when those are full.
--
-- InnoDB sorts a full table into a key in half the time that filling the key with the table takes.
-- The same statement computes the table's statistics and leaves them to the server again: while a
-- table is filled in bulk, the server's thread for statistics would try the whole time, in vain and
-- without a pause.

ALTER TABLE {prefix}commentmeta
  ADD KEY comment_id (comment_id), ADD KEY meta_key (meta_key(191)), STATS_AUTO_RECALC = DEFAULT;

ALTER TABLE {prefix}comments
  ADD KEY comment_post_ID (comment_post_ID),
  ADD KEY comment_approved_date_gmt (comment_approved, comment_date_gmt),
  ADD KEY comment_date_gmt (comment_date_gmt), ADD KEY comment_parent (comment_parent),
  ADD KEY comment_author_email (comment_author_email(10)),
  ADD KEY woo_idx_comment_type (comment_type),
  ADD KEY woo_idx_comment_date_type
    (comment_date_gmt, comment_type, comment_approved, comment_post_ID),
  ADD KEY woo_idx_comment_approved_type (comment_approved, comment_type, comment_post_ID),
  STATS_AUTO_RECALC = DEFAULT;

ALTER TABLE {prefix}postmeta
  ADD KEY post_id (post_id), ADD KEY meta_key (meta_key(191)), STATS_AUTO_RECALC = DEFAULT;

ALTER TABLE {prefix}posts
  ADD KEY post_name (post_name(191)),
  ADD KEY type_status_date (post_type, post_status, post_date, ID),
  ADD KEY post_parent (post_parent), ADD KEY post_author (post_author),
  ADD KEY type_status_author (post_type, post_status, post_author), STATS_AUTO_RECALC = DEFAULT;

ALTER TABLE {prefix}wc_order_addresses
  ADD UNIQUE KEY address_type_order_id (address_type, order_id), ADD KEY order_id (order_id),
  ADD KEY email (email(191)), ADD KEY phone (phone), STATS_AUTO_RECALC = DEFAULT;

ALTER TABLE {prefix}wc_order_operational_data
  ADD UNIQUE KEY order_id (order_id), ADD KEY order_key (order_key), STATS_AUTO_RECALC = DEFAULT;

ALTER TABLE {prefix}wc_orders
  ADD KEY status (status), ADD KEY date_created (date_created_gmt),
  ADD KEY customer_id_billing_email (customer_id, billing_email(171)),
  ADD KEY customer_id_status (customer_id, status), ADD KEY billing_email (billing_email(191)),
  ADD KEY transaction_id (transaction_id(20)),
  ADD KEY type_status_date (type, status, date_created_gmt),
  ADD KEY parent_order_id (parent_order_id), ADD KEY date_updated (date_updated_gmt),
  STATS_AUTO_RECALC = DEFAULT;

ALTER TABLE {prefix}wc_orders_meta
  ADD KEY meta_key_value (meta_key(50), meta_value(20)),
  ADD KEY order_id_meta_key_meta_value (order_id, meta_key(100), meta_value(82)),
  STATS_AUTO_RECALC = DEFAULT;
