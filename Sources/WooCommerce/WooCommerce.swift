package enum WooCommerce {}
