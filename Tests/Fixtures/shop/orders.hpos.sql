-- Orders with one trap each; what they must become is written by hand in OrderTrapTests.swift.
SET NAMES utf8mb4;
SET SESSION sql_mode = '';
ALTER TABLE wp_wc_orders MODIFY customer_note BLOB;

INSERT INTO wp_wc_orders (id, status, currency, type, tax_amount, total_amount, customer_id,
  billing_email, date_created_gmt, date_updated_gmt, parent_order_id, payment_method,
  payment_method_title, transaction_id, ip_address, customer_note) VALUES
(101, 'wc-completed', 'EUR', 'shop_order', 15.966, 119.004, 7, 'copy@shop.example',
  '2025-10-26 00:30:00', '2025-10-27 10:00:00', 0, 'bacs', 'Bank "wire"', 'tx\\1', '192.0.2.7',
  'He said "no"\n\\o/ 😀'),
(102, 'wc-pending', NULL, 'shop_order', NULL, NULL, NULL, NULL, '2025-01-15 12:00:00', NULL,
  NULL, NULL, NULL, NULL, NULL, NULL),
(103, 'wc-on-hold', 'EUR', 'shop_order', 0, 0, 0, '', NULL, '1970-01-01 00:00:00', 0, '', '', '',
  '', ''),
(104, 'wc-processing', 'EUR', 'shop_order', 0, 1, 0, '', '2025-03-30 00:59:59',
  '2025-03-30 01:00:00', 0, '', '', '', '', REPEAT('x', 5000)),
(105, 'wc-processing', 'EUR', 'shop_order', 0, 123456789012345678.12345678, 0, '',
  '2025-06-01 00:00:00', '2025-06-01 00:00:00', 0, '', '', '', '', ''),
(106, 'trash', 'EUR', 'shop_order', 0, 6, 0, '', '2025-06-01 00:00:00', '2025-06-01 00:00:00', 0,
  '', '', '', '', ''),
(107, 'auto-draft', 'EUR', 'shop_order', 0, 7, 0, '', '2025-06-01 00:00:00',
  '2025-06-01 00:00:00', 0, '', '', '', '', ''),
(108, 'wc-checkout-draft', 'EUR', 'shop_order', 0, 8, 0, '', '2025-06-01 00:00:00',
  '2025-06-01 00:00:00', 0, '', '', '', '', ''),
(109, 'wc-ready-to-ship', 'EUR', 'shop_order', 0, 9, 0, '', '2025-06-01 00:00:00',
  '2025-06-01 00:00:00', 0, '', '', '', '', ''),
(110, 'wc-completed', 'EUR', 'shop_order', 0, 10, 0, '', '2025-06-01 00:00:00',
  '2025-06-01 00:00:00', 101, '', '', '', '', ''),
(111, 'wc-completed', 'EUR', 'shop_order', 0, 11, 0, '', '2025-06-01 00:00:00',
  '2025-06-01 00:00:00', 9999, '', '', '', '', ''),
(112, 'wc-wc-odd', 'EUR', 'shop_order', 0, 12, 0, '', '2025-06-01 00:00:00',
  '2025-06-01 00:00:00', 0, '', '', '', '', ''),
(113, 'wc-completed', 'EUR', 'shop_order', 0, 13, 0, '', '2025-06-01 00:00:00',
  '2025-06-01 00:00:00', 0, '', '', '', '', x'61E962'),
(201, 'wc-completed', 'EUR', 'shop_order_refund', -1.5, -20, 0, '', '2025-11-01 00:00:00',
  '2025-11-01 00:00:00', 101, '', '', '', '', ''),
(202, 'wc-completed', 'EUR', 'shop_order_refund', 0, -5.5, 0, '', '2025-11-02 00:00:00',
  '2025-11-02 00:00:00', 101, '', '', '', '', ''),
(203, 'wc-active', 'EUR', 'shop_subscription', 0, 99, 0, '', '2025-11-02 00:00:00',
  '2025-11-02 00:00:00', 101, '', '', '', '', '');

INSERT INTO wp_wc_order_operational_data (order_id, created_via, prices_include_tax,
  date_paid_gmt, date_completed_gmt, shipping_tax_amount, shipping_total_amount,
  discount_tax_amount, discount_total_amount) VALUES
(101, 'checkout', 1, '2025-10-26 01:30:00', NULL, 3.03, 10, 0.95, 5),
(103, 'admin', 0, '0000-00-00 00:00:00', '1970-01-01 00:00:00', 0, 0, 0, 0),
(104, 'rest-api', 0, '2025-03-30 01:00:00', '2025-03-30 00:59:59', 0, 0, 0, 0);

INSERT INTO wp_wc_order_addresses (order_id, address_type, first_name, last_name, company,
  address_1, address_2, city, state, postcode, country, email, phone) VALUES
(101, 'billing', 'Änne', 'O\'Brien', '', 'Weg 1', NULL, 'Köln', '', '50667', 'DE',
  'row@shop.example', '=1+1'),
(101, 'shipping', 'Bo', 'Li', 'Ltd', 'Rd 2', 'c/o', 'Wien', 'W', '01010', 'AT', NULL, NULL);

INSERT INTO wp_wc_orders_meta (id, order_id, meta_key, meta_value) VALUES
(9, 101, '_cogs_total_value', '99'),
(5, 101, '_cogs_total_value', '12.3400'),
(6, 101, '_wc_order_attribution_source_type', 'utm'),
(7, 101, '_wc_order_attribution_utm_source', '(google)'),
(8, 101, '_WC_ORDER_ATTRIBUTION_UTM_MEDIUM', 'wrong case'),
(10, 101, '_order_number_formatted', 'A-101'),
(11, 109, '_wc_order_attribution_source_type', 'typein'),
(12, 110, '_wc_order_attribution_source_type', 'admin'),
(13, 111, '_wc_order_attribution_source_type', 'organic'),
(14, 111, '_wc_order_attribution_utm_source', 'bing'),
(15, 112, '_wc_order_attribution_source_type', 'mobile_app'),
(16, 113, '_wc_order_attribution_source_type', 'referral'),
(17, 113, '_wc_order_attribution_utm_source', 'blog.example');
