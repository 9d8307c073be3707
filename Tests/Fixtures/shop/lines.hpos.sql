-- Orders and refunds that the lines belong to, where wc_orders holds them.
SET NAMES utf8mb4;
SET SESSION sql_mode = '';

INSERT INTO wp_wc_orders (id, status, currency, type, tax_amount, total_amount, customer_id,
  date_created_gmt, date_updated_gmt, parent_order_id, payment_method, payment_method_title,
  transaction_id, customer_note) VALUES
(501, 'wc-completed', 'EUR', 'shop_order', 15.966, 119.004, 7, '2025-10-26 00:30:00',
  '2025-10-27 10:00:00', 0, 'bacs', 'Bank', 'tx1', 'Ring twice'),
(502, 'trash', 'EUR', 'shop_order', 0, 1, 0, '2025-06-01 00:00:00', '2025-06-01 00:00:00', 0, '',
  '', '', ''),
(503, 'wc-processing', 'JPY', 'shop_order', 0, 50, NULL, NULL, NULL, 0, '', '', '', ''),
(504, 'wc-pending', 'EUR', 'shop_order', 0, 4, 8, '2025-06-01 00:00:00', '2025-06-01 00:00:00', 0,
  '', '', '', ''),
(505, 'wc-pending', 'EUR', 'shop_order', 0, 5, 0, '2025-06-01 00:00:00', '2025-06-01 00:00:00', 0,
  '', '', '', ''),
(506, 'wc-cancelled', 'EUR', 'shop_order', 0, 6, 0, '2025-06-01 00:00:00', '2025-06-01 00:00:00',
  0, '', '', '', ''),
(507, 'wc-failed', 'EUR', 'shop_order', 0, 7, 0, '2025-06-01 00:00:00', '2025-06-01 00:00:00', 0,
  '', '', '', ''),
(601, 'wc-completed', 'EUR', 'shop_order_refund', -2.034, -18.465, 0, '2025-11-01 00:00:00',
  '2025-11-01 00:00:01', 501, '', '', '', ''),
(602, 'wc-completed', 'EUR', 'shop_order_refund', 0, -5.5, 0, '2025-11-02 00:00:00',
  '2025-11-02 00:00:00', 501, '', '', '', ''),
(603, 'wc-completed', 'EUR', 'shop_order_refund', 0, -6, 0, '2025-11-03 00:00:00',
  '2025-11-03 00:00:00', 9999, '', '', '', ''),
(604, 'wc-completed', 'EUR', 'shop_order_refund', 0, -1, 0, '2025-11-04 00:00:00',
  '2025-11-04 00:00:00', 502, '', '', '', ''),
(605, 'wc-completed', 'JPY', 'shop_order_refund', 0, -100, 0, '2025-11-05 00:00:00',
  '2025-11-05 00:00:00', 503, '', '', '', ''),
(606, 'wc-completed', 'EUR', 'shop_order_refund', 0, -90, 0, '2025-11-06 00:00:00',
  '2025-11-06 00:00:00', 504, '', '', '', '');

INSERT INTO wp_wc_order_operational_data (order_id, created_via, prices_include_tax,
  date_paid_gmt, date_completed_gmt, shipping_tax_amount, shipping_total_amount,
  discount_tax_amount, discount_total_amount) VALUES
(501, 'checkout', 1, '2025-10-26 01:30:00', NULL, 3.03, 13, 0.95, 5),
(601, '', 0, NULL, NULL, -0.76, -4.005, 0, 0);

INSERT INTO wp_wc_order_addresses (order_id, address_type, first_name, last_name, company,
  address_1, address_2, city, state, postcode, country, email, phone) VALUES
(501, 'billing', 'Änne', '', 'ACME', 'Weg 1', NULL, 'Köln', '', '50667', 'DE', 'a@shop.example',
  '1'),
(501, 'shipping', 'Bo', 'Li', NULL, 'Rd 2', 'c/o', 'Wien', 'W', '01010', 'AT', NULL, NULL),
(503, 'billing', '', NULL, '  ACME ', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

INSERT INTO wp_wc_orders_meta (id, order_id, meta_key, meta_value) VALUES
(1, 501, '_wcpdf_invoice_number', ''), (2, 501, '_wcpdf_formatted_invoice_number', 'INV-1'),
(3, 501, '_wcpdf_invoice_date', '1761442200'), (4, 501, '_vat_number', ''),
(5, 501, 'vat_number', 'DE1'),
(6, 505, 'wf_invoice_number', '77'), (7, 505, '_wf_invoice_date', '2025-06-02 08:00:00'),
(9, 506, '_invoice_number', 'X'), (8, 506, '_invoice_number', ''),
(10, 507, '_INVOICE_NUMBER', 'Y'),
(20, 601, '_refund_amount', '18.465'), (21, 601, '_refund_reason', 'Too "cold"'),
(22, 601, '_refunded_by', '7'), (23, 601, '_refund_type', 'partial'),
(24, 601, '_refunded_payment', ''), (25, 602, '_refund_amount', '5.5'),
(26, 603, '_refund_amount', '6'), (27, 604, '_refund_amount', '1'),
(28, 605, '_refund_amount', '100'), (29, 605, '_refund_type', 'full'),
(30, 605, '_refunded_payment', '1'), (31, 606, '_refund_amount', '90');
