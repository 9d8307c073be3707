-- Orders and refunds whose days, customers and gateways are worked out by hand in SalesTests.swift
-- and PeopleTests.swift.
SET NAMES utf8mb4;
SET SESSION sql_mode = '';

INSERT INTO {prefix}wc_orders (id, type, status, date_created_gmt, parent_order_id,
  total_amount, tax_amount, customer_id, currency, payment_method, payment_method_title) VALUES
(501, 'shop_order', 'wc-completed', '2025-10-25 21:59:59', 0, 100, 10, 0, 'EUR', '', ''),
(502, 'shop_order', 'wc-completed', '2025-10-25 22:00:00', 0, 119, 16, 7, 'EUR', 'stripe', 'Card'),
(503, 'shop_order', 'wc-processing', '2025-10-26 22:59:59', 0, 50, 0, 0, 'USD', 'klarna', 'Klarna old'),
(504, 'shop_order', 'wc-completed', '2025-10-26 12:00:00', 502, 20, 2, 0, 'EUR', '', ''),
(505, 'shop_order', 'wc-cancelled', '2025-10-26 12:00:00', 0, 999, 0, 7, 'EUR', 'klarna', 'Klarna cancelled'),
(506, 'shop_order', 'wc-pending', '2025-10-26 12:00:00', 0, 7, 0, 0, 'EUR', '', ''),
(507, 'shop_order', 'trash', '2025-10-26 12:00:00', 0, 1000, 0, 7, 'EUR', 'stripe', 'Card'),
(508, 'shop_order', 'wc-completed', NULL, 0, 3000, 0, 0, 'EUR', '', ''),
(510, 'shop_order', 'wc-completed', '2025-10-26 09:00:00', 0, 60, 6, 7, 'EUR', '', ''),
(511, 'shop_order', 'wc-refunded', '2025-10-27 08:00:00', 0, 30, 3, 0, 'EUR', '', ''),
(512, 'shop_order', 'wc-completed', '2025-10-30 12:00:00', 0, 40, 0, 0, 'EUR', 'klarna', 'Klarna new'),
(513, 'shop_order', 'wc-checkout-draft', '2025-01-02 12:00:00', 0, 11, 0, 7, 'EUR', '', ''),
(601, 'shop_order_refund', 'wc-completed', '2025-10-26 15:00:00', 510, -60, 0, 0, 'EUR', '', ''),
(602, 'shop_order_refund', 'wc-completed', '2025-10-26 16:00:00', 502, -11.9, -1.9, 0, 'EUR', '', ''),
(603, 'shop_order_refund', 'wc-completed', '2025-10-26 17:00:00', 9999, -5, 0, 0, 'EUR', '', ''),
(604, 'shop_order_refund', 'wc-completed', '2025-10-26 17:00:00', 505, -9, 0, 0, 'EUR', '', ''),
(605, 'shop_order_refund', 'wc-completed', '2025-10-27 12:00:00', 511, -20, -2, 0, 'EUR', '', ''),
(606, 'shop_order_refund', 'wc-completed', '2025-10-27 11:00:00', 511, -10, -1, 0, 'EUR', '', '');

INSERT INTO {prefix}wc_order_operational_data (order_id, shipping_tax_amount, shipping_total_amount,
  date_paid_gmt, date_completed_gmt) VALUES
(501, 0, 5, NULL, NULL),
(502, 3, 10, '2025-10-27 10:00:00', '2025-10-30 23:30:00'),
(510, 0, 4, '2025-10-26 13:00:00', NULL),
(511, 0, 2, NULL, NULL);

INSERT INTO {prefix}wc_order_addresses (order_id, address_type, email) VALUES
(502, 'billing', 'user@shop.example'),
(503, 'billing', 'anna@shop.example'),
(504, 'billing', 'Anna@Shop.example'),
(505, 'billing', 'user@shop.example'),
(507, 'billing', 'user@shop.example'),
(510, 'billing', 'other@shop.example'),
(513, 'billing', 'user@shop.example');

INSERT INTO {prefix}wc_orders_meta (id, order_id, meta_key, meta_value) VALUES
(1, 605, '_refund_type', 'full'),
(2, 606, '_refund_type', 'partial');
