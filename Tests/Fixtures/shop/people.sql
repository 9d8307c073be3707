-- Lines of the orders in sales.*.sql, and what else those shops hold, the same in both storages.
SET NAMES utf8mb4;
SET SESSION sql_mode = '';

INSERT INTO {prefix}woocommerce_order_items (order_item_id, order_id, order_item_type, order_item_name) VALUES
(1, 502, 'line_item', 'Tea'),
(2, 502, 'line_item', 'Cup'),
(3, 502, 'coupon', 'alpha'),
(4, 502, 'coupon', 'Beta'),
(5, 503, 'line_item', 'Tea'),
(6, 504, 'line_item', 'Tea'),
(7, 505, 'line_item', 'Tea'),
(8, 510, 'line_item', 'Tea'),
(9, 511, 'line_item', 'Tea'),
(10, 602, 'line_item', 'Tea'),
(11, 605, 'line_item', 'Tea'),
(12, 606, 'line_item', 'Tea');

INSERT INTO {prefix}woocommerce_order_itemmeta (meta_id, order_item_id, meta_key, meta_value) VALUES
(1, 1, '_qty', '2'),
(2, 2, '_qty', '1'),
(3, 2, '_qty', '9'),
(4, 3, 'discount_amount', '3'),
(5, 4, 'discount_amount', '2'),
(6, 5, '_qty', '1'),
(7, 6, '_qty', '1'),
(8, 7, '_qty', '9'),
(9, 8, '_qty', '2'),
(10, 9, '_qty', '4'),
(11, 10, '_qty', '-1'),
(12, 11, '_qty', '-3'),
(13, 12, '_qty', '-1');

INSERT INTO {prefix}users (ID, user_login, user_email, display_name, user_registered) VALUES
(7, 'seven', 'seven@shop.example', 'Seven', '2025-03-30 01:30:00'),
(8, 'eight', 'eight@shop.example', 'Eight', '2025-06-01 22:30:00'),
(9, 'nine', '', '=1+1', '0000-00-00 00:00:00');

INSERT INTO {prefix}usermeta (umeta_id, user_id, meta_key, meta_value) VALUES
(1, 7, '{prefix}capabilities', 'a:3:{s:7:"unknown";b:1;s:10:"subscriber";b:0;s:12:"shop_manager";b:1;}'),
(2, 7, 'wp_capabilities', 'a:1:{s:13:"administrator";b:1;}'),
(3, 7, 'first_name', 'Zoë'),
(4, 7, 'last_name', ''),
(5, 7, 'billing_city', 'Köln'),
(6, 7, 'billing_city', 'Bonn'),
(7, 7, 'shipping_phone', '0'),
(8, 7, 'paying_customer', '1'),
(9, 7, 'last_update', '1743298200'),
(10, 7, '{prefix}wc_order_count', '99'),
(11, 9, '{prefix}capabilities', 'a:1:{s:8:"shop_man'),
(12, 9, 'paying_customer', '0');

INSERT INTO {prefix}wc_customer_lookup (customer_id, user_id, username, first_name, last_name, email,
  date_registered, date_last_active, country) VALUES
(31, 7, 'seven', ' Zoë', 'Z ', 'seven@shop.example', '2025-03-30 01:30:00', '2025-10-26 01:00:00', 'DE'),
(32, NULL, '', 'Anna', '', 'ANNA@shop.example', NULL, NULL, ''),
(33, 8, 'eight', '', '', 'eight@shop.example', '2025-06-01 22:30:00', NULL, 'US');

INSERT INTO {prefix}woocommerce_tax_rates (tax_rate_id, tax_rate_country, tax_rate_state, tax_rate,
  tax_rate_name, tax_rate_priority, tax_rate_compound, tax_rate_shipping, tax_rate_order,
  tax_rate_class) VALUES
(1, 'DE', '', '19.0000', 'MwSt. ü 19%', 1, 0, 1, 4, ''),
(2, '', '', '4.8750', '', 2, 1, 0, 0, 'reduced-rate'),
(3, 'US', 'NY', 'x', '0', 1, 0, 1, 0, 'zero-rate');

INSERT INTO {prefix}woocommerce_tax_rate_locations (location_id, tax_rate_id, location_type, location_code) VALUES
(4, 2, 'postcode', '100*'),
(2, 2, 'postcode', '10002'),
(3, 2, 'city', 'NEW YORK'),
(5, 2, 'postcode', '10001');

INSERT INTO {prefix}woocommerce_shipping_zones (zone_id, zone_name, zone_order) VALUES
(1, 'Inland', 3),
(2, 'Empty', 1);

INSERT INTO {prefix}woocommerce_shipping_zone_locations (location_id, zone_id, location_type, location_code) VALUES
(9, 1, 'country', 'DE'),
(3, 1, 'postcode', '50*'),
(4, 2, 'continent', 'EU');

INSERT INTO {prefix}woocommerce_shipping_zone_methods (instance_id, zone_id, method_id, method_order, is_enabled) VALUES
(4, 1, 'flat_rate', 2, 1),
(5, 1, 'free_shipping', 1, 0),
(6, 1, 'plugin_method', 3, 1),
(7, 1, 'local_pickup', 4, 1);

INSERT INTO {prefix}options (option_id, option_name, option_value) VALUES
(900, 'woocommerce_flat_rate_4_settings', 'a:3:{s:5:"title";s:5:"Paket";s:10:"tax_status";s:4:"none";s:4:"cost";s:10:"10 * [qty]";}'),
(901, 'woocommerce_free_shipping_5_settings', 'a:3:{s:5:"title";s:0:"";s:10:"min_amount";s:5:"49.90";s:8:"requires";s:6:"either";}'),
(902, 'woocommerce_stripe_settings', 'a:4:{s:7:"enabled";s:3:"yes";s:5:"title";s:5:"Karte";s:11:"description";s:11:"Pay by card";s:10:"secret_key";s:9:"sk_live_1";}'),
(903, 'woocommerce_cod_settings', 'a:2:{s:7:"enabled";s:2:"no";s:5:"title";s:0:"";}'),
(904, 'woocommerce_gateway_order', 'a:4:{s:4:"bacs";i:1;s:6:"stripe";i:0;s:4:"gone";i:2;s:12:"_wc_offline_";i:3;}');

INSERT INTO {prefix}posts (ID, post_type, post_status, post_title, post_parent) VALUES
(40, 'product', 'publish', 'Tea & Cup', 0),
(41, 'product', 'publish', 'Shirt', 0),
(42, 'product_variation', 'publish', 'Shirt - Red', 41),
(43, 'product_variation', 'private', 'Shirt - Blue', 41),
(44, 'product', 'draft', 'Draft', 0),
(45, 'product', 'publish', 'Untracked', 0);

INSERT INTO {prefix}postmeta (meta_id, post_id, meta_key, meta_value) VALUES
(5001, 40, '_manage_stock', 'yes'),
(5002, 40, '_stock', '2.5'),
(5003, 40, '_stock_status', 'instock'),
(5004, 40, '_low_stock_amount', ''),
(5005, 41, '_manage_stock', 'yes'),
(5006, 41, '_stock', '8'),
(5007, 41, '_stock_status', 'onbackorder'),
(5008, 41, '_low_stock_amount', '3'),
(5009, 42, '_manage_stock', 'no'),
(5010, 42, '_stock', '77'),
(5011, 42, '_stock_status', 'instock'),
(5012, 43, '_manage_stock', 'yes'),
(5013, 43, '_stock_status', 'outofstock'),
(5014, 43, '_low_stock_amount', '0'),
(5015, 44, '_manage_stock', 'yes'),
(5016, 44, '_stock', '1'),
(5017, 45, '_manage_stock', 'no'),
(5018, 45, '_stock', '5');
