-- Lines of the orders, the same in both storages.
INSERT INTO wp_woocommerce_order_items (order_item_id, order_id, order_item_type, order_item_name)
VALUES (1, 101, 'line_item', 'Tea'), (2, 101, 'line_item', 'Cup'), (3, 101, 'fee', 'Rebate'),
(4, 101, 'shipping', 'DHL'), (5, 101, 'coupon', 'alpha'), (6, 101, 'shipping', 'Pickup'),
(7, 101, 'coupon', 'beta'), (8, 101, 'tax', 'DE-VAT-1'), (20, 201, 'tax', 'DE-VAT-1'),
(21, 201, 'line_item', 'Tea');

INSERT INTO wp_woocommerce_order_itemmeta (meta_id, order_item_id, meta_key, meta_value) VALUES
(1, 1, '_qty', '2'), (2, 1, '_line_subtotal', '33.335'), (3, 1, '_line_total', '31'),
(9, 2, '_qty', '99'), (5, 2, '_qty', '1.5'), (6, 2, '_line_subtotal', '33.335'),
(7, 2, '_line_total', '31'), (8, 3, '_line_total', '-2.5'), (10, 8, 'tax_amount', '15.966'),
(20, 20, 'tax_amount', '-1.5'), (21, 20, 'shipping_tax_amount', '-0.25'), (22, 21, '_qty', '-1');

INSERT INTO wp_wc_order_stats (order_id, status, customer_id, returning_customer) VALUES
(101, 'wc-completed', 31, 1), (104, 'wc-processing', 32, 0), (105, 'wc-processing', 33, NULL);
