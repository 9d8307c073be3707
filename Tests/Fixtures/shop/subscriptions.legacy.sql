-- The same subscriptions as in subscriptions.hpos.sql, where posts hold them.
SET SESSION sql_mode = '';
INSERT INTO wp_posts (ID, post_type, post_status, post_parent, post_date_gmt, post_modified_gmt,
  post_excerpt, post_content, post_title, to_ping, pinged, post_content_filtered) VALUES
(801, 'shop_subscription', 'wc-active', 501, '2025-01-31 23:30:00', '2025-02-01 00:00:00', '', '',
  '', '', '', ''),
(802, 'shop_subscription', 'wc-on-hold', 0, '2025-01-01 00:00:00', '0000-00-00', '', '', '', '',
  '', ''),
(803, 'shop_subscription', 'wc-pending-cancel', 9999, '2025-01-01 00:00:00', '0000-00-00', '', '',
  '', '', '', ''),
(804, 'shop_subscription', 'trash', 0, '2025-01-01 00:00:00', '0000-00-00', '', '', '', '', '',
  ''),
(811, 'shop_order', 'wc-completed', 0, '2025-02-28 00:00:00', '0000-00-00', '', '', '', '', '',
  ''),
(812, 'shop_order', 'wc-processing', 0, '2025-03-31 00:00:00', '0000-00-00', '', '', '', '', '',
  ''),
(813, 'shop_order', 'wc-failed', 0, '2025-04-30 00:00:00', '0000-00-00', '', '', '', '', '', '');
INSERT INTO wp_postmeta (meta_id, post_id, meta_key, meta_value) VALUES
(2000, 801, '_customer_user', '7'), (2001, 801, '_order_total', '30'),
(2002, 801, '_order_tax', '1.5'), (2003, 801, '_order_shipping_tax', '0.5'),
(2004, 801, '_order_shipping', '4'), (2005, 801, '_cart_discount', '2'),
(2006, 801, '_created_via', 'checkout'), (2007, 801, '_payment_method', 'stripe'),
(2008, 801, '_payment_method_title', 'Card'), (2009, 801, '_order_currency', 'EUR'),
(2010, 801, '_billing_period', 'year'), (2011, 801, '_billing_interval', '2'),
(2012, 801, '_requires_manual_renewal', 'true'), (2013, 801, '_schedule_start', '0'),
(2014, 801, '_schedule_next_payment', '2026-01-31 23:30:00'), (2015, 801, '_schedule_end', '0'),
(2016, 801, '_suspension_count', '3'), (2017, 802, '_billing_period', 'month'),
(2018, 802, '_order_total', '10'), (2019, 803, '_billing_period', 'week'),
(2020, 803, '_order_total', '10'), (2021, 803, '_schedule_start', '2025-01-02 00:00:00'),
(2022, 803, '_requires_manual_renewal', 'false'), (2023, 804, '_order_total', '10'),
(2030, 811, '_subscription_renewal', '801'), (2031, 812, '_subscription_renewal', '801'),
(2032, 813, '_subscription_renewal', '801'), (2033, 812, '_subscription_renewal', '801'),
(2040, 811, '_order_total', '30.005'), (2041, 812, '_order_total', '20'),
(2042, 813, '_order_total', '40'), (2043, 811, '_date_paid', '1766534400');
