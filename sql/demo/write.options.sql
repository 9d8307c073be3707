-- Options, roles, taxes and shipping: what a shop's settings look like in the database.

INSERT INTO {prefix}options (option_id, option_name, option_value, autoload) VALUES
  (1, 'siteurl', @url, 'on'), (2, 'home', @url, 'on'), (3, 'blogname', 'Demo Shop', 'on'),
  (4, 'blogdescription', '', 'on'), (5, 'admin_email', 'admin@shop.example', 'on'),
  (6, 'blog_charset', 'UTF-8', 'on'), (7, 'timezone_string', 'Europe/Berlin', 'on'),
  (8, 'gmt_offset', '', 'on'), (9, 'date_format', 'F j, Y', 'on'),
  (10, 'time_format', 'g:i a', 'on'), (11, 'start_of_week', '1', 'on'),
  (12, 'db_version', '61833', 'on'), (13, 'initial_db_version', '61833', 'on'),
  (14, 'permalink_structure', '/%postname%/', 'on'), (15, 'users_can_register', '0', 'on'),
  (16, 'active_plugins', 'a:1:{i:0;s:27:"woocommerce/woocommerce.php";}', 'on'),
  (17, 'template', 'storefront', 'on'), (18, 'stylesheet', 'storefront', 'on'),
  (19, 'cron', 'a:1:{s:7:"version";i:2;}', 'on'), (20, 'default_role', 'subscriber', 'on'),
  (21, 'WPLANG', '', 'auto'), (22, 'fresh_site', '0', 'off'),
  (23, 'default_product_cat', '15', 'auto'), (24, 'user_count', @customers + 1, 'off'),
  (40, 'woocommerce_version', '11.0.1', 'auto'), (41, 'woocommerce_db_version', '11.0.1', 'auto'),
  (42, 'woocommerce_schema_version', '920', 'auto'), (43, 'woocommerce_currency', 'EUR', 'on'),
  (44, 'woocommerce_currency_pos', 'right_space', 'on'),
  (45, 'woocommerce_price_num_decimals', '2', 'on'),
  (46, 'woocommerce_price_decimal_sep', ',', 'on'),
  (47, 'woocommerce_price_thousand_sep', '.', 'on'),
  (48, 'woocommerce_default_country', 'DE:DE-BE', 'on'),
  (49, 'woocommerce_store_city', 'Berlin', 'on'), (50, 'woocommerce_store_postcode', '10115', 'on'),
  (51, 'woocommerce_calc_taxes', 'yes', 'on'), (52, 'woocommerce_prices_include_tax', 'no', 'on'),
  (53, 'woocommerce_tax_based_on', 'base', 'on'),
  (54, 'woocommerce_tax_round_at_subtotal', 'no', 'on'),
  (55, 'woocommerce_tax_total_display', 'itemized', 'off'),
  (56, 'woocommerce_enable_coupons', 'yes', 'on'), (57, 'woocommerce_manage_stock', 'yes', 'on'),
  (58, 'woocommerce_weight_unit', 'kg', 'on'), (59, 'woocommerce_dimension_unit', 'cm', 'on'),
  (60, 'woocommerce_enable_guest_checkout', 'yes', 'off'),
  (61, 'woocommerce_analytics_enabled', 'yes', 'on'),
  (62, 'woocommerce_custom_orders_table_created', 'yes', 'auto'),
  (63, 'woocommerce_custom_orders_table_enabled', IF(@storage = 'hpos', 'yes', 'no'), 'on'),
  (64, 'woocommerce_custom_orders_table_data_sync_enabled', 'no', 'auto'),
  (65, 'woocommerce_feature_cost_of_goods_sold_enabled', 'yes', 'on'),
  (66, 'woocommerce_feature_order_attribution_enabled', 'yes', 'on'),
  (67, 'woocommerce_notify_low_stock_amount', '2', 'off'),
  (68, 'woocommerce_gateway_order',
    'a:4:{s:6:"stripe";i:0;s:6:"paypal";i:1;s:4:"bacs";i:2;s:3:"cod";i:3;}', 'auto'),
  (69, 'woocommerce_flat_rate_1_settings', CONCAT('a:3:{s:5:"title";s:6:"Parcel";',
    's:10:"tax_status";s:7:"taxable";s:4:"cost";s:4:"4.90";}'), 'auto'),
  (70, 'woocommerce_free_shipping_2_settings', CONCAT('a:4:{s:5:"title";s:13:"Free shipping";',
    's:8:"requires";s:10:"min_amount";s:10:"min_amount";s:2:"50";',
    's:16:"ignore_discounts";s:2:"no";}'), 'auto'),
  (71, 'woocommerce_flat_rate_3_settings', CONCAT('a:3:{s:5:"title";s:13:"Parcel abroad";',
    's:10:"tax_status";s:7:"taxable";s:4:"cost";s:5:"12.90";}'), 'auto');
INSERT INTO {prefix}options
SELECT
  71 + seq, CONCAT('woocommerce_', id, '_settings'),
  CONCAT('a:2:{s:7:"enabled";s:3:"yes";s:5:"title";s:', LENGTH(title), ':"', title, '";}'), 'on'
FROM (
  SELECT
    seq, ELT(seq, 'stripe', 'paypal', 'bacs', 'cod') AS id,
    ELT(seq, 'Credit card (Stripe)', 'PayPal', 'Direct bank transfer', 'Cash on delivery') AS title
  FROM seq_1_to_4
) AS gateways;

-- Roles with the capabilities that matter beside a shop.
INSERT INTO {prefix}options
SELECT
  76, '{prefix}user_roles',
  CONCAT('a:', COUNT(*), ':{', GROUP_CONCAT('s:', LENGTH(slug), ':"', slug, '";a:2:{s:4:"name";s:',
    LENGTH(name), ':"', name, '";s:12:"capabilities";a:', caps, ':{', list, '}}' ORDER BY place
    SEPARATOR ''), '}'),
  'on'
FROM (
  SELECT
    role.place, role.slug, role.name, COUNT(*) AS caps,
    GROUP_CONCAT('s:', LENGTH(cap.name), ':"', cap.name, '";b:1;' ORDER BY cap.place SEPARATOR '')
      AS list
  FROM (
    SELECT 1 AS place, 'administrator' AS slug, 'Administrator' AS name, 20 AS reach
    UNION ALL SELECT 2, 'editor', 'Editor', 7
    UNION ALL SELECT 3, 'shop_manager', 'Shop manager', 12
    UNION ALL SELECT 4, 'customer', 'Customer', 1
    UNION ALL SELECT 5, 'subscriber', 'Subscriber', 1
  ) AS role
  JOIN (
    SELECT
      seq AS place,
      ELT(seq, 'read', 'edit_posts', 'edit_others_posts', 'publish_posts', 'manage_categories',
        'moderate_comments', 'upload_files', 'manage_woocommerce', 'view_woocommerce_reports',
        'edit_shop_orders', 'edit_products', 'list_users', 'edit_users', 'create_users',
        'delete_users', 'promote_users', 'manage_options', 'activate_plugins', 'install_plugins',
        'update_core') AS name
    FROM seq_1_to_20
  ) AS cap ON cap.place <= role.reach
  GROUP BY role.place, role.slug, role.name
) AS roles;

INSERT INTO {prefix}woocommerce_tax_rates VALUES
  (1, 'DE', '', '19.0000', 'VAT', 1, 0, 1, 0, ''),
  (2, 'DE', '', '7.0000', 'Reduced VAT', 1, 0, 1, 1, 'reduced-rate');
INSERT INTO {prefix}wc_tax_rate_classes VALUES
  (1, 'Reduced rate', 'reduced-rate'), (2, 'Zero rate', 'zero-rate');
INSERT INTO {prefix}woocommerce_shipping_zones VALUES (1, 'Germany', 1), (2, 'Europe', 2);
INSERT INTO {prefix}woocommerce_shipping_zone_locations VALUES
  (1, 1, 'DE', 'country'), (2, 2, 'AT', 'country'), (3, 2, 'FR', 'country'),
  (4, 2, 'NL', 'country');
INSERT INTO {prefix}woocommerce_shipping_zone_methods VALUES
  (1, 1, 'flat_rate', 1, 1), (1, 2, 'free_shipping', 2, 1), (2, 3, 'flat_rate', 1, 1);
