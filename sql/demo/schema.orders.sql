-- The tables of WooCommerce about orders and customers: those of high-performance order storage
-- (wc_orders and its satellites), the items, which both storages share, and analytics' look-ups.
-- They have only their primary keys, until keys.*.sql add the others.

CREATE TABLE {prefix}wc_customer_lookup (
  customer_id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  user_id bigint(20) unsigned DEFAULT NULL, username varchar(60) NOT NULL DEFAULT '',
  first_name varchar(255) NOT NULL, last_name varchar(255) NOT NULL,
  email varchar(100) DEFAULT NULL, date_last_active timestamp NULL DEFAULT NULL,
  date_registered timestamp NULL DEFAULT NULL, country char(2) NOT NULL DEFAULT '',
  postcode varchar(20) NOT NULL DEFAULT '', city varchar(100) NOT NULL DEFAULT '',
  state varchar(100) NOT NULL DEFAULT '',
  PRIMARY KEY (customer_id)
) STATS_AUTO_RECALC = 0;

CREATE TABLE {prefix}wc_order_addresses (
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT, order_id bigint(20) unsigned NOT NULL,
  address_type varchar(20) DEFAULT NULL, first_name text DEFAULT NULL,
  last_name text DEFAULT NULL, company text DEFAULT NULL, address_1 text DEFAULT NULL,
  address_2 text DEFAULT NULL, city text DEFAULT NULL, state text DEFAULT NULL,
  postcode text DEFAULT NULL, country text DEFAULT NULL, email varchar(320) DEFAULT NULL,
  phone varchar(100) DEFAULT NULL,
  PRIMARY KEY (id)
) STATS_AUTO_RECALC = 0;

CREATE TABLE {prefix}wc_order_coupon_lookup (
  order_id bigint(20) unsigned NOT NULL, coupon_id bigint(20) NOT NULL,
  date_created datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  discount_amount double NOT NULL DEFAULT 0,
  PRIMARY KEY (order_id, coupon_id)
) STATS_AUTO_RECALC = 0;

CREATE TABLE {prefix}wc_order_operational_data (
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT, order_id bigint(20) unsigned DEFAULT NULL,
  created_via varchar(100) DEFAULT NULL, woocommerce_version varchar(20) DEFAULT NULL,
  prices_include_tax tinyint(1) DEFAULT NULL, coupon_usages_are_counted tinyint(1) DEFAULT NULL,
  download_permission_granted tinyint(1) DEFAULT NULL, cart_hash varchar(100) DEFAULT NULL,
  new_order_email_sent tinyint(1) DEFAULT NULL, order_key varchar(100) DEFAULT NULL,
  order_stock_reduced tinyint(1) DEFAULT NULL, date_paid_gmt datetime DEFAULT NULL,
  date_completed_gmt datetime DEFAULT NULL, shipping_tax_amount decimal(26,8) DEFAULT NULL,
  shipping_total_amount decimal(26,8) DEFAULT NULL,
  discount_tax_amount decimal(26,8) DEFAULT NULL,
  discount_total_amount decimal(26,8) DEFAULT NULL, recorded_sales tinyint(1) DEFAULT NULL,
  PRIMARY KEY (id)
) STATS_AUTO_RECALC = 0;

CREATE TABLE {prefix}wc_order_product_lookup (
  order_item_id bigint(20) unsigned NOT NULL, order_id bigint(20) unsigned NOT NULL,
  product_id bigint(20) unsigned NOT NULL, variation_id bigint(20) unsigned NOT NULL,
  customer_id bigint(20) unsigned DEFAULT NULL,
  date_created datetime NOT NULL DEFAULT current_timestamp(), product_qty int(11) NOT NULL,
  product_net_revenue double NOT NULL DEFAULT 0, product_gross_revenue double NOT NULL DEFAULT 0,
  coupon_amount double NOT NULL DEFAULT 0, tax_amount double NOT NULL DEFAULT 0,
  shipping_amount double NOT NULL DEFAULT 0, shipping_tax_amount double NOT NULL DEFAULT 0,
  PRIMARY KEY (order_item_id, order_id)
) STATS_AUTO_RECALC = 0;

CREATE TABLE {prefix}wc_order_stats (
  order_id bigint(20) unsigned NOT NULL, parent_id bigint(20) unsigned NOT NULL DEFAULT 0,
  date_created datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  date_created_gmt datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  date_paid datetime DEFAULT '0000-00-00 00:00:00',
  date_completed datetime DEFAULT '0000-00-00 00:00:00',
  num_items_sold int(11) NOT NULL DEFAULT 0, total_sales double NOT NULL DEFAULT 0,
  tax_total double NOT NULL DEFAULT 0, shipping_total double NOT NULL DEFAULT 0,
  net_total double NOT NULL DEFAULT 0, returning_customer tinyint(1) DEFAULT NULL,
  status varchar(20) NOT NULL, customer_id bigint(20) unsigned NOT NULL,
  PRIMARY KEY (order_id)
) STATS_AUTO_RECALC = 0;

CREATE TABLE {prefix}wc_order_tax_lookup (
  order_id bigint(20) unsigned NOT NULL, tax_rate_id bigint(20) unsigned NOT NULL,
  date_created datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  shipping_tax double NOT NULL DEFAULT 0, order_tax double NOT NULL DEFAULT 0,
  total_tax double NOT NULL DEFAULT 0,
  PRIMARY KEY (order_id, tax_rate_id)
) STATS_AUTO_RECALC = 0;

CREATE TABLE {prefix}wc_orders (
  id bigint(20) unsigned NOT NULL, status varchar(20) DEFAULT NULL,
  currency varchar(10) DEFAULT NULL, type varchar(20) DEFAULT NULL,
  tax_amount decimal(26,8) DEFAULT NULL, total_amount decimal(26,8) DEFAULT NULL,
  customer_id bigint(20) unsigned DEFAULT NULL, billing_email varchar(320) DEFAULT NULL,
  date_created_gmt datetime DEFAULT NULL, date_updated_gmt datetime DEFAULT NULL,
  parent_order_id bigint(20) unsigned DEFAULT NULL, payment_method varchar(100) DEFAULT NULL,
  payment_method_title text DEFAULT NULL, transaction_id varchar(100) DEFAULT NULL,
  ip_address varchar(100) DEFAULT NULL, user_agent text DEFAULT NULL,
  customer_note text DEFAULT NULL,
  PRIMARY KEY (id)
) STATS_AUTO_RECALC = 0;

CREATE TABLE {prefix}wc_orders_meta (
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT, order_id bigint(20) unsigned DEFAULT NULL,
  meta_key varchar(255) DEFAULT NULL, meta_value text DEFAULT NULL,
  PRIMARY KEY (id)
) STATS_AUTO_RECALC = 0;

CREATE TABLE {prefix}woocommerce_order_itemmeta (
  meta_id bigint(20) unsigned NOT NULL AUTO_INCREMENT, order_item_id bigint(20) unsigned NOT NULL,
  meta_key varchar(255) DEFAULT NULL, meta_value longtext DEFAULT NULL,
  PRIMARY KEY (meta_id)
) STATS_AUTO_RECALC = 0;

CREATE TABLE {prefix}woocommerce_order_items (
  order_item_id bigint(20) unsigned NOT NULL AUTO_INCREMENT, order_item_name text NOT NULL,
  order_item_type varchar(200) NOT NULL DEFAULT '', order_id bigint(20) unsigned NOT NULL,
  PRIMARY KEY (order_item_id)
) STATS_AUTO_RECALC = 0;
