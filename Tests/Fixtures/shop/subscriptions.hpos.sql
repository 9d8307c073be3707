-- Subscriptions and their renewals, where wc_orders holds them.
SET SESSION sql_mode = '';
INSERT INTO wp_wc_orders (id, status, currency, type, tax_amount, total_amount, customer_id,
  date_created_gmt, date_updated_gmt, parent_order_id, payment_method, payment_method_title) VALUES
(801, 'wc-active', 'EUR', 'shop_subscription', 1.5, 30, 7, '2025-01-31 23:30:00',
  '2025-02-01 00:00:00', 501, 'stripe', 'Card'),
(802, 'wc-on-hold', 'EUR', 'shop_subscription', 0, 10, 0, '2025-01-01 00:00:00', NULL, 0, '', ''),
(803, 'wc-pending-cancel', 'EUR', 'shop_subscription', 0, 10, 0, '2025-01-01 00:00:00', NULL,
  9999, '', ''),
(804, 'trash', 'EUR', 'shop_subscription', 0, 10, 0, '2025-01-01 00:00:00', NULL, 0, '', ''),
(811, 'wc-completed', 'EUR', 'shop_order', 0, 30.005, 7, '2025-02-28 00:00:00', NULL, 0, '', ''),
(812, 'wc-processing', 'EUR', 'shop_order', 0, 20, 7, '2025-03-31 00:00:00', NULL, 0, '', ''),
(813, 'wc-failed', 'EUR', 'shop_order', 0, 40, 7, '2025-04-30 00:00:00', NULL, 0, '', '');
INSERT INTO wp_wc_order_operational_data (order_id, created_via, date_paid_gmt,
  shipping_tax_amount, shipping_total_amount, discount_total_amount) VALUES
(801, 'checkout', NULL, 0.5, 4, 2), (811, '', '2025-12-24 00:00:00', 0, 0, 0),
(812, '', NULL, 0, 0, 0);
INSERT INTO wp_wc_orders_meta (id, order_id, meta_key, meta_value) VALUES
(100, 801, '_billing_period', 'year'), (101, 801, '_billing_interval', '2'),
(102, 801, '_requires_manual_renewal', 'true'), (103, 801, '_schedule_start', '0'),
(104, 801, '_schedule_next_payment', '2026-01-31 23:30:00'), (105, 801, '_schedule_end', '0'),
(106, 801, '_suspension_count', '3'), (107, 802, '_billing_period', 'month'),
(108, 803, '_billing_period', 'week'), (109, 803, '_schedule_start', '2025-01-02 00:00:00'),
(110, 803, '_requires_manual_renewal', 'false'),
(120, 811, '_subscription_renewal', '801'), (121, 812, '_subscription_renewal', '801'),
(122, 813, '_subscription_renewal', '801'), (123, 812, '_subscription_renewal', '801');
