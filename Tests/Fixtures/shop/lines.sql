-- Lines, products and notes with one trap each, the same in both storages; what they must become
-- is written by hand in the tests of lines.
INSERT INTO wp_posts (ID, post_type, post_status, post_parent, post_title, post_content,
  post_excerpt, to_ping, pinged, post_content_filtered) VALUES
(150, 'product', 'publish', 0, 'Tea', '', '', '', '', ''),
(151, 'product', 'publish', 0, 'Shirt', '', '', '', '', ''),
(152, 'product_variation', 'publish', 151, 'Shirt, red', '', '', '', '', ''),
(153, 'product_variation', 'publish', 999, 'Left over', '', '', '', '', ''),
(154, 'page', 'publish', 0, 'No product any more', '', '', '', '', '');

INSERT INTO wp_postmeta (meta_id, post_id, meta_key, meta_value) VALUES
(909, 150, '_sku', 'OLD'), (902, 150, '_sku', 'TEA'), (903, 151, '_sku', 'SHIRT'),
(904, 152, '_sku', ''), (905, 153, '_sku', 'LONE'), (906, 154, '_sku', 'PAGE');

INSERT INTO wp_terms (term_id, name, slug) VALUES (41, 'variable', 'variable'), (42, 'Sale', 'sale');
INSERT INTO wp_term_taxonomy (term_taxonomy_id, term_id, taxonomy, description) VALUES
(51, 41, 'product_type', ''), (52, 42, 'product_cat', '');
INSERT INTO wp_term_relationships (object_id, term_taxonomy_id) VALUES (151, 51), (150, 52);

INSERT INTO wp_woocommerce_order_items (order_item_id, order_id, order_item_type, order_item_name)
VALUES (1, 501, 'line_item', 'Tea "Earl"'), (2, 501, 'line_item', 'Gone'),
(3, 501, 'line_item', 'Shirt, red'), (4, 501, 'line_item', 'Left over'),
(5, 501, 'line_item', 'Replaced'), (6, 501, 'tax', 'DE-VAT-1'), (7, 501, 'shipping', 'DHL'),
(8, 501, 'shipping', 'Old'), (9, 501, 'fee', 'Rebate'), (10, 501, 'coupon', 'alpha'),
(11, 501, 'coupon', 'beta'), (12, 501, 'coupon', 'gamma'), (13, 501, 'coupon', 'delta'),
(15, 502, 'line_item', 'Thrown away'), (16, 503, 'line_item', 'Bare'),
(17, 7777, 'line_item', 'Of no order'), (18, 503, 'tax', ''),
(20, 601, 'line_item', 'Tea "Earl"'), (21, 601, 'shipping', 'DHL'), (22, 601, 'tax', 'DE-VAT-1'),
(23, 601, 'fee', 'Rebate'), (24, 603, 'line_item', 'Gone'), (25, 604, 'line_item', 'Thrown away'),
(26, 605, 'line_item', 'Bare'), (27, 606, 'line_item', 'Tea "Earl"');

INSERT INTO wp_woocommerce_order_itemmeta (meta_id, order_item_id, meta_key, meta_value) VALUES
(99, 1, '_qty', '50'), (1, 1, '_qty', '3'), (2, 1, '_product_id', '150'),
(3, 1, '_variation_id', '0'), (4, 1, '_line_subtotal', '33.335'), (5, 1, '_line_total', '32'),
(6, 1, '_line_subtotal_tax', '6.1'), (7, 1, '_cogs_value', '4.50'), (8, 1, '_tax_class', 'reduced'),
(9, 1, '_line_tax_data', 'a:2:{s:5:"total";a:2:{i:1;s:4:"5.91";i:7;s:6:"0.0001";}s:8:"subtotal";a:1:{i:1;s:1:"9";}}'),
(30, 1, 'Gravur', 'Für "Anna"'), (25, 1, 'pa_color', 'rot'), (26, 1, 'logo', 'a:1:{i:0;s:1:"x";}'),
(27, 1, 'empty', ''), (28, 1, 'greeting', 's:2:"hi";'), (29, 1, 'flag', 'b:1;'),
(31, 1, 'broken', 'a:9:{i:0;s:1:"x";}'), (32, 1, 'looks', 'a:b'),
(40, 2, '_product_id', '8888'), (41, 2, '_variation_id', '8889'), (42, 2, '_qty', '0'),
(43, 2, '_line_tax_data', 'a:2:{s:5:"total";a:1:{i:1'),
(50, 3, '_product_id', '151'), (51, 3, '_variation_id', '152'), (52, 3, '_qty', '1.5'),
(53, 3, '_line_total', '20'), (54, 3, '_line_subtotal', '20'), (55, 3, '_line_tax', '0.5'),
(56, 3, '_line_tax_data', 'a:1:{s:5:"total";a:1:{i:1;s:1:"9";}}'),
(60, 4, '_product_id', '999'), (61, 4, '_variation_id', '153'), (62, 4, '_qty', '-1'),
(63, 4, '_line_total', '2'),
(70, 5, '_product_id', '154'), (71, 5, '_qty', '1'), (72, 5, '_line_total', '1e1'),
(80, 6, 'rate_id', '1'), (81, 6, 'label', ''), (82, 6, 'compound', '1'),
(83, 6, 'tax_amount', '15.966'), (84, 6, 'shipping_tax_amount', '1.9'),
(90, 7, 'method_id', 'flat_rate'), (91, 7, 'instance_id', ''), (92, 7, 'cost', '10'),
(93, 7, 'taxes', 'a:1:{s:5:"total";a:1:{i:1;s:3:"1.9";}}'),
(100, 8, 'method_id', 'legacy_rate'), (101, 8, 'instance_id', '4'), (102, 8, 'cost', '3'),
(103, 8, 'taxes', 'a:2:{i:1;s:3:"1.1";i:2;d:0.20000000000000001;}'),
(110, 9, '_line_total', '-2.5'), (111, 9, '_line_tax', '-0.475'), (112, 9, '_fee_amount', ''),
(120, 10, 'coupon_info', '[394,"alpha","perc\\u0065nt",5]'), (121, 10, 'discount_amount', '2.78'),
(122, 10, 'discount_amount_tax', '0.53'),
(130, 11, 'coupon_info', '[395,"beta",null,5]'), (131, 11, 'coupon_data', 'a:1:{s:2:"id";i:1;}'),
(140, 12, 'coupon_data', 'a:6:{s:4:"code";s:5:"gamma";s:4:"list";a:1:{s:2:"id";i:7;}s:12:"date_created";O:11:"WC_DateTime":2:{s:2:"id";i:9;s:4:"date";s:26:"2019-01-01 00:00:00.000000";}s:2:"id";i:396;s:13:"discount_type";s:13:"fixed_product";s:5:"tail";s:9:"cut off'),
(150, 13, 'coupon_info', 'nonsense'), (151, 13, 'coupon_data', 'a:1:{'),
(160, 15, '_qty', '1'), (161, 17, '_qty', '1'),
(170, 18, 'rate_percent', '19.0000'), (171, 18, 'label', 'MwSt'), (172, 18, 'compound', '0'),
(199, 20, '_refunded_item_id', '3'), (180, 20, '_refunded_item_id', '1'), (181, 20, '_qty', '-1'),
(182, 20, '_line_total', '-10.665'), (183, 20, '_product_id', '150'),
(184, 20, '_line_tax_data', 'a:1:{s:5:"total";a:1:{i:1;s:6:"-2.034";}}'),
(185, 21, '_refunded_item_id', '7'), (186, 21, 'cost', '-4.005'), (187, 21, 'total_tax', '-0.76'),
(188, 22, 'rate_id', '1'), (189, 22, 'tax_amount', '-2.034'),
(190, 22, 'shipping_tax_amount', '-0.76'), (191, 23, '_line_total', '-1'), (192, 23, '_line_tax', '0'),
(200, 24, '_refunded_item_id', '4444'), (201, 24, '_product_id', '8888'), (202, 24, '_qty', '-2'),
(203, 24, '_line_total', '-6'), (204, 24, '_line_tax', '0'),
(210, 25, '_refunded_item_id', '15'), (211, 25, '_qty', '-1'), (212, 25, '_line_total', '-1'),
(220, 26, '_refunded_item_id', '16'), (221, 26, '_qty', '-1'), (222, 26, '_line_total', '-1'),
(230, 27, '_refunded_item_id', '1'), (231, 27, '_qty', '-9'), (232, 27, '_line_total', '-90');

INSERT INTO wp_users (ID, user_login, user_email, display_name) VALUES
(7, 'anne', 'anne@shop.example', 'anne'), (8, 'jean', 'jean@shop.example', 'jean-luc van damme');

INSERT INTO wp_comments (comment_ID, comment_post_ID, comment_author, comment_type,
  comment_approved, comment_content, comment_date, comment_date_gmt) VALUES
(701, 501, 'WooCommerce', 'order_note', '1', 'Paid &rarr; done', '2025-10-26 02:31:00',
  '2025-10-26 00:31:00'),
(702, 501, 'Anna', 'order_note', '1', REPEAT('ä', 4001), '2025-10-26 09:00:00',
  '2025-10-26 08:00:00'),
(703, 601, 'WooCommerce', 'order_note', '1', 'On a refund', '2025-11-01 01:00:00',
  '2025-11-01 00:00:00'),
(704, 7777, 'WooCommerce', 'order_note', '1', 'On nothing', '2025-11-01 01:00:00',
  '2025-11-01 00:00:00'),
(705, 502, 'WooCommerce', 'order_note', '1', 'Of a trashed order', '2025-11-01 01:00:00',
  '2025-11-01 00:00:00'),
(706, 501, 'Anna', 'review', '1', 'Lovely', '2025-11-01 01:00:00', '2025-11-01 00:00:00'),
(707, 503, 'ووکامرس', 'order_note', '1', '', '0000-00-00 00:00:00', '0000-00-00 00:00:00'),
(708, 501, 'WooCommerce', 'order_note', 'post-trashed', 'Trashed', '2025-11-01 01:00:00',
  '2025-11-01 00:00:00');
INSERT INTO wp_commentmeta (meta_id, comment_id, meta_key, meta_value) VALUES
(9, 702, 'is_customer_note', '0'), (5, 702, 'is_customer_note', '1'),
(6, 701, 'is_customer_note', '');
