-- Products, terms, coupons and reviews with one trap each, the same in both order storages; what
-- they must become is written by hand in CatalogueTrapTests.swift and CommerceTrapTests.swift.
SET NAMES utf8mb4;
SET SESSION sql_mode = '';

INSERT INTO wp_options (option_name, option_value, autoload) VALUES
('default_product_cat', '15', 'yes'), ('woocommerce_manage_stock', 'yes', 'yes'),
('woocommerce_notify_low_stock_amount', '3', 'yes');

-- A shop that grew over years: its tables do not all compare text alike.
ALTER TABLE wp_woocommerce_attribute_taxonomies
  CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE wp_term_taxonomy CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
ALTER TABLE wp_wc_customer_lookup CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
ALTER TABLE wp_comments CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

INSERT INTO wp_terms (term_id, name, slug) VALUES
(2, 'simple', 'simple'), (3, 'variable', 'variable-2'), (4, 'grouped', 'grouped'),
(5, 'external', 'external'), (6, 'booking', 'booking'), (7, 'featured', 'featured'),
(8, 'exclude-from-search', 'exclude-from-search'),
(9, 'exclude-from-catalog', 'exclude-from-catalog'), (10, 'Bulky', 'bulky'),
(11, 'Letter', 'letter'), (15, 'Uncategorized', 'uncategorized'),
(16, 'Küche &amp; Haus', 'kueche-haus'), (17, '&quot;Pots&quot; &lt;b&gt; &#039;x', 'pots'),
(18, 'Orphan', 'orphan'), (19, 'Round', 'round'), (20, 'About', 'about'),
(21, 'R&amp;amp;D', 'r-d'), (30, 'z &#038; a', 'z-a'), (31, 'a', 'a'), (32, 'Zeta', 'zeta'),
(33, 'Löwe &amp; Co', 'lowe'), (40, 'Red', 'red'), (41, 'Green &amp; Blue', 'green-blue'),
(42, 'Lost', 'lost'), (43, 'Straße', 'strasse');

INSERT INTO wp_term_taxonomy (term_taxonomy_id, term_id, taxonomy, description, parent, count)
VALUES
(2, 2, 'product_type', '', 0, 1), (3, 3, 'product_type', '', 0, 1),
(4, 4, 'product_type', '', 0, 1), (5, 5, 'product_type', '', 0, 1),
(6, 6, 'product_type', '', 0, 1), (7, 7, 'product_visibility', '', 0, 1),
(8, 8, 'product_visibility', '', 0, 1), (9, 9, 'product_visibility', '', 0, 1),
(10, 10, 'product_shipping_class', '', 0, 1), (11, 11, 'product_shipping_class', '', 0, 1),
(115, 15, 'product_cat', '', 0, 9), (116, 16, 'product_cat', 'For &amp; at home', 0, 99),
(117, 17, 'product_cat', '', 16, 99), (118, 18, 'product_cat', '', 999, 0),
(119, 19, 'product_cat', '', 20, 0), (120, 20, 'product_cat', '', 19, 0),
(121, 21, 'product_cat', '', 17, 0), (130, 30, 'product_tag', 'Why', 0, 9),
(131, 31, 'product_tag', '', 0, 9), (132, 32, 'product_tag', '', 0, 9),
(133, 33, 'product_brand', 'Roars', 0, 9), (140, 40, 'pa_color', '', 0, 5),
(141, 41, 'pa_color', 'Both', 0, 2), (142, 42, 'pa_gone', '', 0, 1),
(143, 43, 'pa_größe', '', 0, 1);

INSERT INTO wp_termmeta (meta_id, term_id, meta_key, meta_value) VALUES
(9, 16, 'product_count_product_cat', '70'), (4, 16, 'product_count_product_cat', '7'),
(5, 16, 'order', '2'), (6, 16, 'display_type', ''), (7, 17, 'display_type', 'both'),
(8, 30, 'product_count_product_tag', '4'), (10, 33, 'product_count_product_brand', '2');

INSERT INTO wp_woocommerce_attribute_taxonomies (attribute_id, attribute_name, attribute_label,
  attribute_type, attribute_orderby, attribute_public) VALUES
(1, 'color', 'Tint &amp; Tone', 'select', 'menu_order', 1), (2, 'größe', NULL, '', '', 0),
(3, 'grose', 'Grose', 'select', 'name', 0);

INSERT INTO wp_posts (ID, post_type, post_status, post_parent, post_date_gmt, post_modified_gmt,
  post_date, post_title, post_name, post_content, post_excerpt, comment_status, menu_order,
  to_ping, pinged, post_content_filtered) VALUES
(501, 'product', 'publish', 0, '2025-10-26 01:30:00', '2025-10-27 10:00:00',
  '2025-10-26 02:30:00', 'Cup <b>&amp;</b>', 'cup', REPEAT('x', 5000), '=1+1', 'open', -2, '',
  '', ''),
(502, 'product', 'publish', 0, '2025-06-01 00:00:00', '2025-06-01 00:00:00',
  '2025-06-01 02:00:00', 'Shirt', 'shirt', '', '', 'closed', 0, '', '', ''),
(503, 'product', 'private', 0, '2025-06-01 00:00:00', '2025-06-01 00:00:00',
  '2025-06-01 02:00:00', 'Set', 'set', '', '', 'closed', 0, '', '', ''),
(504, 'product', 'publish', 0, '2025-06-01 00:00:00', '2025-06-01 00:00:00',
  '2025-06-01 02:00:00', 'Over', 'over', '', '', 'closed', 0, '', '', ''),
(505, 'product', 'publish', 0, '2025-06-01 00:00:00', '2025-06-01 00:00:00',
  '2025-06-01 02:00:00', 'Elsewhere', 'elsewhere', '', '', 'closed', 0, '', '', ''),
(506, 'product', 'trash', 0, '2025-06-01 00:00:00', '2025-06-01 00:00:00',
  '2025-06-01 02:00:00', 'Gone', 'gone', '', '', 'closed', 0, '', '', ''),
(507, 'product', 'auto-draft', 0, '0000-00-00 00:00:00', '0000-00-00 00:00:00',
  '2025-06-01 02:00:00', 'AUTO-DRAFT', '', '', '', 'closed', 0, '', '', ''),
(508, 'product', 'publish', 0, '2025-06-01 00:00:00', '2025-06-01 00:00:00',
  '2025-06-01 02:00:00', 'Room', 'room', '', '', 'closed', 0, '', '', ''),
(509, 'product', 'publish', 0, '2025-06-01 00:00:00', '2025-06-01 00:00:00',
  '2025-06-01 02:00:00', 'Dull set', 'dull-set', '', '', 'closed', 0, '', '', ''),
(510, 'product', 'draft', 0, '0000-00-00 00:00:00', '2025-06-01 00:00:00',
  '2025-06-01 02:00:00', 'Idea', '', '', '', 'closed', 0, '', '', ''),
(601, 'product_variation', 'publish', 502, '2025-06-01 00:00:00', '2025-06-01 00:00:00',
  '2025-06-01 02:00:00', 'Shirt - Red', 'shirt-red', '', '', 'closed', 1, '', '', ''),
(602, 'product_variation', 'private', 502, '2025-06-01 00:00:00', '2025-06-01 00:00:00',
  '2025-06-01 02:00:00', 'Shirt - Green', 'shirt-green', '', '', 'closed', 2, '', '', ''),
(603, 'product_variation', 'trash', 502, '2025-06-01 00:00:00', '2025-06-01 00:00:00',
  '2025-06-01 02:00:00', 'Shirt - Old', 'shirt-old', '', '', 'closed', 3, '', '', ''),
(604, 'product_variation', 'publish', 999, '2025-06-01 00:00:00', '2025-06-01 00:00:00',
  '2025-06-01 02:00:00', 'Left behind', 'left', '', '', 'closed', 0, '', '', ''),
(701, 'shop_coupon', 'publish', 0, '2025-06-01 00:00:00', '2025-06-01 00:00:00',
  '2025-06-01 02:00:00', 'WELCOME-Ä', 'w', '', 'Ten "off"', 'closed', 0, '', '', ''),
(702, 'shop_coupon', 'draft', 0, '2025-06-01 00:00:00', '2025-06-01 00:00:00',
  '2025-06-01 02:00:00', 'Welcome-ä', 'w-2', '', '', 'closed', 0, '', '', ''),
(703, 'shop_coupon', 'trash', 0, '2025-06-01 00:00:00', '2025-06-01 00:00:00',
  '2025-06-01 02:00:00', 'old', 'old', '', '', 'closed', 0, '', '', ''),
(801, 'page', 'publish', 0, '2025-06-01 00:00:00', '2025-06-01 00:00:00',
  '2025-06-01 02:00:00', 'Page', 'page', '', '', 'open', 0, '', '', '');

INSERT INTO wp_term_relationships (object_id, term_taxonomy_id) VALUES
(501, 2), (501, 7), (501, 9), (501, 11), (501, 117), (501, 116), (501, 130), (501, 131),
(501, 132), (501, 133), (501, 141), (501, 140), (501, 142), (502, 3), (502, 10), (502, 116),
(502, 8), (502, 9), (503, 4), (503, 8), (504, 2), (505, 5), (506, 2), (506, 115), (508, 6),
(509, 4), (602, 11);

INSERT INTO wp_postmeta (meta_id, post_id, meta_key, meta_value) VALUES
(10, 501, '_price', '80'), (2, 501, '_price', '8'), (3, 501, '_regular_price', '10.00'),
(4, 501, '_sale_price', '8'), (5, 501, '_sale_price_dates_from', '1500000000'),
(6, 501, '_sale_price_dates_to', '4000000000'), (7, 501, '_sku', '007'),
(8, 501, '_global_unique_id', '4006381333931'), (9, 501, '_virtual', 'yes'),
(11, 501, '_manage_stock', 'yes'), (12, 501, '_stock', '2.5'), (13, 501, '_low_stock_amount', ''),
(14, 501, '_weight', 'heavy'), (15, 501, '_length', '1.50'), (16, 501, 'total_sales', '12'),
(17, 501, '_wc_average_rating', '4.33'), (18, 501, '_wc_review_count', '3'),
(19, 501, '_wc_rating_count', 'a:2:{i:4;i:2;i:5;s:1:"1";}'), (20, 501, '_cogs_total_value', '3'),
(21, 501, '_tax_class', 'reduced-rate'), (22, 501, '_PRICE', '1'),
(23, 501, '_product_attributes', CONCAT('a:4:{s:8:"pa_color";a:3:{s:4:"name";s:8:"pa_color";',
  's:5:"value";s:0:"";s:11:"is_taxonomy";i:1;}s:7:"pa_gone";a:3:{s:4:"name";s:7:"pa_gone";',
  's:5:"value";s:0:"";s:11:"is_taxonomy";i:1;}s:4:"care";a:3:{s:4:"name";s:9:"Care &gt;";',
  's:5:"value";s:39:" 30 °C | Hand &amp; Co ||Hand &amp; Co";s:11:"is_taxonomy";i:0;}',
  's:1:"x";s:1:"y";}')),
(30, 502, '_price', '5'), (31, 502, '_regular_price', '99'), (32, 502, '_sale_price', '98'),
(33, 502, '_sku', 'P-502'), (34, 502, '_manage_stock', 'yes'), (35, 502, '_stock', '40'),
(36, 502, '_backorders', 'notify'), (37, 502, '_tax_class', 'reduced-rate'),
(38, 502, '_tax_status', 'shipping'), (39, 502, '_weight', '0.2'),
(40, 502, '_low_stock_amount', '1'), (41, 502, '_product_attributes', 'a:1:{damaged'),
(42, 503, '_children', 'a:2:{i:0;i:504;i:1;s:3:"501";}'), (43, 503, '_price', '5'),
(50, 504, '_price', '5'), (51, 504, '_regular_price', '9'), (52, 504, '_sale_price', '5'),
(53, 504, '_sale_price_dates_to', '1500000000'), (54, 504, '_stock', '7'),
(55, 504, '_manage_stock', 'no'),
(60, 505, '_price', '9'), (61, 505, '_regular_price', '9'), (62, 505, '_sale_price', '5'),
(63, 505, '_sale_price_dates_from', '4000000000'),
(64, 505, '_product_url', 'https://else.example/?a=1&b=2'), (70, 506, '_manage_stock', 'yes'),
(71, 506, '_stock', '1'), (75, 508, '_manage_stock', 'yes'), (74, 508, '_manage_stock', 'no'),
(76, 509, '_children', 'a:1:{i:0;i:504;}'), (77, 509, '_children', 'a:1:{i:0;i:501;}'),
(80, 601, '_price', '5'), (81, 601, '_regular_price', '6'), (82, 601, '_sale_price', '5'),
(83, 601, '_sku', ''), (84, 601, '_manage_stock', 'no'), (85, 601, '_stock', '77'),
(86, 601, '_tax_class', 'parent'), (88, 601, 'attribute_pa_size', ''),
(91, 601, 'attribute_pa_color', 'late'), (89, 601, 'attribute_pa_color', 'red'),
(90, 601, 'attribute_Cut', 'Slim; fit'),
(92, 601, '_cogs_value_is_additive', 'yes'), (93, 601, '_cogs_total_value', '1.5'),
(100, 602, '_price', '6'), (101, 602, '_regular_price', '6'), (102, 602, '_sku', 'V-602'),
(103, 602, '_manage_stock', 'yes'), (104, 602, '_stock', '3'), (105, 602, '_tax_class', ''),
(106, 602, '_weight', '0.3'), (107, 602, '_backorders', 'yes'),
(110, 603, '_price', '1'), (111, 603, '_regular_price', '6'),
(120, 701, 'discount_type', 'percent'), (121, 701, 'coupon_amount', '10.50'),
(122, 701, 'product_ids', '12, 13,,12,0'), (123, 701, 'exclude_product_ids', ''),
(124, 701, 'product_categories', 'a:2:{i:0;i:16;i:1;s:2:"17";}'),
(125, 701, 'exclude_product_categories', 'a:0:{}'),
(126, 701, 'customer_email', 'a:2:{i:0;s:9:"*@a.shop,";i:1;s:8:"b@b.shop";}'),
(127, 701, 'usage_count', '4'), (128, 701, 'limit_usage_to_x_items', '0'),
(129, 701, 'usage_limit', '5'), (130, 701, 'date_expires', '1761442200'),
(131, 701, '_used_by', '7'), (132, 701, '_used_by', 'x@a.shop'), (133, 701, '_used_by', '7'),
(134, 701, 'free_shipping', 'yes'), (135, 701, 'minimum_amount', '20'),
(140, 702, 'discount_type', 'smart_coupon'), (141, 702, 'coupon_amount', ''),
(142, 702, 'limit_usage_to_x_items', '2'), (143, 702, 'date_expires', '0'),
(144, 702, 'product_categories', 'a:1:{i:0;O:8:"stdClass":0:{}}');

INSERT INTO wp_wc_order_stats (order_id, parent_id, status, customer_id) VALUES
(901, 0, 'wc-completed', 31), (902, 0, 'wc-pending', 32), (903, 0, 'wc-refunded', 33),
(904, 903, 'wc-completed', 33), (905, 0, 'wc-trash', 31), (906, 0, 'wc-ready-to-ship', 31);
INSERT INTO wp_wc_customer_lookup (customer_id, user_id, first_name, last_name, email) VALUES
(31, 7, '', '', 'seven@a.shop'), (32, NULL, '', '', 'Guest@A.shop'),
(33, NULL, '', '', 'back@a.shop');
INSERT INTO wp_wc_order_product_lookup (order_item_id, order_id, product_id, variation_id,
  customer_id, product_qty) VALUES
(1, 901, 501, 0, 31, 1), (2, 902, 501, 0, 32, 1), (3, 903, 501, 0, 33, 1),
(4, 904, 501, 0, 33, -1);
INSERT INTO wp_wc_order_coupon_lookup (order_id, coupon_id, discount_amount) VALUES
(901, 701, 1.1), (902, 701, 50), (905, 701, 60), (906, 701, 2.2);

INSERT INTO wp_comments (comment_ID, comment_post_ID, comment_author, comment_author_email,
  comment_date, comment_date_gmt, comment_content, comment_approved, comment_type, user_id,
  comment_parent) VALUES
(301, 501, 'Ann', 'other@a.shop', '2025-07-01 09:15:00', '2025-07-01 07:00:00',
  '=HYPERLINK("x")\n\nTRUE', '1', 'review', 7, 0),
(302, 501, 'Bo', 'guest@a.shop', '2025-07-01 09:00:00', '2025-07-01 07:00:00', 'a', '0', 'review',
  0, 0),
(303, 501, 'Cy', 'SEVEN@a.shop', '2025-07-01 09:00:00', '2025-07-01 07:00:00', 'a', '1', 'review',
  0, 0),
(304, 501, 'Di', 'seven@a.shop', '2025-07-01 09:00:00', '2025-07-01 07:00:00', 'a', '1', 'review',
  7, 0),
(305, 501, 'Ed', '', '2025-07-01 09:00:00', '2025-07-01 07:00:00', 'a', 'spam', 'review', 0, 0),
(306, 501, 'Shop', '', '2025-07-01 09:00:00', '2025-07-01 07:00:00', 'Thanks', '1', 'comment', 1,
  301),
(307, 801, 'Fy', '', '2025-07-01 09:00:00', '2025-07-01 07:00:00', 'a', '1', 'review', 0, 0),
(308, 501, 'Gone', '', '0000-00-00 00:00:00', '0000-00-00 00:00:00', 'a', '1', 'review', 999, 0),
(309, 501, 'WooCommerce', '', '2025-07-01 09:00:00', '2025-07-01 07:00:00', 'a', '1',
  'order_note', 0, 0),
(310, 501, 'Hal', 'back@a.shop', '2025-07-01 09:00:00', '2025-07-01 07:00:00', 'a', '1', 'review',
  0, 0);
INSERT INTO wp_commentmeta (meta_id, comment_id, meta_key, meta_value) VALUES
(1, 301, 'rating', '5'), (2, 302, 'rating', '0'), (3, 303, 'verified', ''),
(4, 304, 'verified', '0'), (5, 304, 'rating', ''), (6, 305, 'verified', '1');
