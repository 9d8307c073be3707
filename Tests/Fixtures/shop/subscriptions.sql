-- Lines of subscriptions, the same in both storages.
INSERT INTO wp_woocommerce_order_items (order_item_id, order_id, order_item_type, order_item_name)
VALUES (901, 801, 'line_item', 'Box'), (902, 801, 'line_item', 'Extra'),
(903, 801, 'shipping', 'DHL');
INSERT INTO wp_woocommerce_order_itemmeta (meta_id, order_item_id, meta_key, meta_value) VALUES
(9001, 901, '_qty', '2'), (9002, 902, '_qty', '1');
