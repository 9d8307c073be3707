-- The tables of WooCommerce about products, taxes, shipping and downloads.

CREATE TABLE {prefix}wc_category_lookup (
  category_tree_id bigint(20) unsigned NOT NULL, category_id bigint(20) unsigned NOT NULL,
  PRIMARY KEY (category_tree_id, category_id)
);

CREATE TABLE {prefix}wc_product_attributes_lookup (
  product_id bigint(20) NOT NULL, product_or_parent_id bigint(20) NOT NULL,
  taxonomy varchar(32) NOT NULL, term_id bigint(20) NOT NULL,
  is_variation_attribute tinyint(1) NOT NULL, in_stock tinyint(1) NOT NULL,
  PRIMARY KEY (product_or_parent_id, term_id, product_id, taxonomy),
  KEY is_variation_attribute_term_id (is_variation_attribute, term_id),
  KEY taxonomy_term_id_in_stock_product_or_parent_id
    (taxonomy, term_id, in_stock, product_or_parent_id),
  KEY product_id (product_id)
);

CREATE TABLE {prefix}wc_product_meta_lookup (
  product_id bigint(20) NOT NULL, sku varchar(100) DEFAULT '',
  global_unique_id varchar(100) DEFAULT '', virtual tinyint(1) DEFAULT 0,
  downloadable tinyint(1) DEFAULT 0, min_price decimal(19,4) DEFAULT NULL,
  max_price decimal(19,4) DEFAULT NULL, onsale tinyint(1) DEFAULT 0,
  stock_quantity double DEFAULT NULL, stock_status varchar(100) DEFAULT 'instock',
  rating_count bigint(20) DEFAULT 0, average_rating decimal(3,2) DEFAULT 0.00,
  total_sales bigint(20) DEFAULT 0, tax_status varchar(100) DEFAULT 'taxable',
  tax_class varchar(100) DEFAULT '',
  PRIMARY KEY (product_id), KEY virtual (virtual), KEY downloadable (downloadable),
  KEY stock_status (stock_status), KEY stock_quantity (stock_quantity), KEY onsale (onsale),
  KEY min_max_price (min_price, max_price), KEY sku (sku(50))
);

CREATE TABLE {prefix}wc_tax_rate_classes (
  tax_rate_class_id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  name varchar(200) NOT NULL DEFAULT '', slug varchar(200) NOT NULL DEFAULT '',
  PRIMARY KEY (tax_rate_class_id), UNIQUE KEY slug (slug(191))
);

CREATE TABLE {prefix}woocommerce_attribute_taxonomies (
  attribute_id bigint(20) unsigned NOT NULL AUTO_INCREMENT, attribute_name varchar(200) NOT NULL,
  attribute_label varchar(200) DEFAULT NULL, attribute_type varchar(20) NOT NULL,
  attribute_orderby varchar(20) NOT NULL, attribute_public int(1) NOT NULL DEFAULT 1,
  PRIMARY KEY (attribute_id), KEY attribute_name (attribute_name(20))
);

CREATE TABLE {prefix}woocommerce_downloadable_product_permissions (
  permission_id bigint(20) unsigned NOT NULL AUTO_INCREMENT, download_id varchar(36) NOT NULL,
  product_id bigint(20) unsigned NOT NULL, order_id bigint(20) unsigned NOT NULL DEFAULT 0,
  order_key varchar(200) NOT NULL, user_email varchar(200) NOT NULL,
  user_id bigint(20) unsigned DEFAULT NULL, downloads_remaining varchar(9) DEFAULT NULL,
  access_granted datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  access_expires datetime DEFAULT NULL, download_count bigint(20) unsigned NOT NULL DEFAULT 0,
  PRIMARY KEY (permission_id),
  KEY download_order_key_product (product_id, order_id, order_key(16), download_id),
  KEY download_order_product (download_id, order_id, product_id), KEY order_id (order_id),
  KEY user_order_remaining_expires (user_id, order_id, downloads_remaining, access_expires),
  KEY idx_user_email (user_email(100))
);

CREATE TABLE {prefix}woocommerce_shipping_zone_locations (
  location_id bigint(20) unsigned NOT NULL AUTO_INCREMENT, zone_id bigint(20) unsigned NOT NULL,
  location_code varchar(200) NOT NULL, location_type varchar(40) NOT NULL,
  PRIMARY KEY (location_id), KEY zone_id (zone_id),
  KEY location_type_code (location_type(10), location_code(20))
);

CREATE TABLE {prefix}woocommerce_shipping_zone_methods (
  zone_id bigint(20) unsigned NOT NULL, instance_id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  method_id varchar(200) NOT NULL, method_order bigint(20) unsigned NOT NULL,
  is_enabled tinyint(1) NOT NULL DEFAULT 1,
  PRIMARY KEY (instance_id), KEY zone_id (zone_id), KEY method_id (method_id(20))
);

CREATE TABLE {prefix}woocommerce_shipping_zones (
  zone_id bigint(20) unsigned NOT NULL AUTO_INCREMENT, zone_name varchar(200) NOT NULL,
  zone_order bigint(20) unsigned NOT NULL,
  PRIMARY KEY (zone_id), KEY zone_order_id (zone_order, zone_id)
);

CREATE TABLE {prefix}woocommerce_tax_rate_locations (
  location_id bigint(20) unsigned NOT NULL AUTO_INCREMENT, location_code varchar(200) NOT NULL,
  tax_rate_id bigint(20) unsigned NOT NULL, location_type varchar(40) NOT NULL,
  PRIMARY KEY (location_id), KEY tax_rate_id (tax_rate_id),
  KEY location_type_code (location_type(10), location_code(20))
);

CREATE TABLE {prefix}woocommerce_tax_rates (
  tax_rate_id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  tax_rate_country varchar(2) NOT NULL DEFAULT '',
  tax_rate_state varchar(200) NOT NULL DEFAULT '', tax_rate varchar(8) NOT NULL DEFAULT '',
  tax_rate_name varchar(200) NOT NULL DEFAULT '', tax_rate_priority bigint(20) unsigned NOT NULL,
  tax_rate_compound int(1) NOT NULL DEFAULT 0, tax_rate_shipping int(1) NOT NULL DEFAULT 1,
  tax_rate_order bigint(20) unsigned NOT NULL, tax_rate_class varchar(200) NOT NULL DEFAULT '',
  PRIMARY KEY (tax_rate_id), KEY tax_rate_country (tax_rate_country),
  KEY tax_rate_state (tax_rate_state(2)), KEY tax_rate_class (tax_rate_class(10)),
  KEY tax_rate_priority (tax_rate_priority)
);
