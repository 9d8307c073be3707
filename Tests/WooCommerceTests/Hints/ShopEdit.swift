import Delivery
import WooCommerce

/// Something that happens in a shop, as WooCommerce's own statements do it.
struct ShopEdit {
  var name: String
  var statements: String
  /// What the plugin notes of it.
  var hints: [Hint] = []
  /// Entities whose changed rows dates tell, whatever the plugin notes.
  var dated: Set<String> = []
  /// Entities whose changed rows dates do not tell, and events do.
  var undated: Set<String> = []
  /// Entities of which events cannot say what changed, and do not claim to.
  var open: Set<String> = []
  /// Entities whose changed rows only the sweep finds.
  var swept: Set<String> = []
  /// Whether it makes rows with keys above all others.
  var isNew = false
}

/// The statements of WooCommerce, in one of the two storages.
struct EditText {
  let storage: Shop.Storage
  /// What WordPress's clock says.
  var time: String

  var orders: String { storage == .hpos ? "wp_wc_orders" : "wp_posts" }
  var status: String { storage == .hpos ? "status" : "post_status" }
  var type: String { storage == .hpos ? "type" : "post_type" }
  var parent: String { storage == .hpos ? "parent_order_id" : "post_parent" }

  /// Every save of an order sets its date.
  func save(_ order: Int64) -> String {
    storage == .hpos
      ? "UPDATE wp_wc_orders SET date_updated_gmt = '\(time)' WHERE id = \(order);"
      : """
      UPDATE wp_posts SET post_modified = '\(time)', post_modified_gmt = '\(time)'
      WHERE ID = \(order);
      """
  }

  func setStatus(_ order: Int64, _ status: String) -> String {
    "UPDATE \(orders) SET \(self.status) = '\(status)' WHERE id = \(order);"
  }

  func note(_ order: Int64, _ text: String) -> String {
    """
    INSERT INTO wp_comments (comment_post_ID, comment_author, comment_date, comment_date_gmt,
      comment_content, comment_approved, comment_agent, comment_type)
    VALUES (\(order), 'WooCommerce', '\(time)', '\(time)', '\(text)', '1', 'WooCommerce',
      'order_note');
    """
  }

  func itemMeta(_ item: Int64, _ key: String, _ value: String) -> String {
    """
    UPDATE wp_woocommerce_order_itemmeta SET meta_value = '\(value)'
    WHERE order_item_id = \(item) AND meta_key = '\(key)';
    """
  }

  func deleteItem(_ item: Int64) -> String {
    """
    DELETE FROM wp_woocommerce_order_itemmeta WHERE order_item_id = \(item);
    DELETE FROM wp_woocommerce_order_items WHERE order_item_id = \(item);
    """
  }

  /// As `delete_items`, then the order's own rows.
  func delete(_ order: Int64) -> String {
    """
    DELETE meta FROM wp_woocommerce_order_itemmeta meta
      JOIN wp_woocommerce_order_items item ON item.order_item_id = meta.order_item_id
      WHERE item.order_id = \(order);
    DELETE FROM wp_woocommerce_order_items WHERE order_id = \(order);
    DELETE FROM wp_comments WHERE comment_post_ID = \(order);
    DELETE FROM wp_postmeta WHERE post_id = \(order);
    DELETE FROM wp_posts WHERE ID = \(order);
    DELETE FROM wp_wc_orders WHERE id = \(order);
    DELETE FROM wp_wc_orders_meta WHERE order_id = \(order);
    DELETE FROM wp_wc_order_operational_data WHERE order_id = \(order);
    DELETE FROM wp_wc_order_addresses WHERE order_id = \(order);
    DELETE FROM wp_wc_order_stats WHERE order_id = \(order);
    """
  }

  /// A refund of one line of an order, copied from another refund.
  func refund(_ order: Int64, as refund: Int64, item: Int64, line: Int64) -> String {
    let copy =
      storage == .hpos
      ? """
      INSERT INTO wp_wc_orders (id, status, currency, type, tax_amount, total_amount,
        customer_id, date_created_gmt, date_updated_gmt, parent_order_id)
      VALUES (\(refund), 'wc-completed', 'EUR', 'shop_order_refund', 0, -5, 0, '\(time)',
        '\(time)', \(order));
      INSERT INTO wp_wc_orders_meta (order_id, meta_key, meta_value) VALUES
        (\(refund), '_refund_amount', '5'), (\(refund), '_refund_reason', 'late');
      """
      : """
      INSERT INTO wp_posts (ID, post_date, post_date_gmt, post_modified, post_modified_gmt,
        post_status, post_type, post_parent, post_content, post_title, post_excerpt, to_ping,
        pinged, post_content_filtered)
      VALUES (\(refund), '\(time)', '\(time)', '\(time)', '\(time)', 'wc-completed',
        'shop_order_refund', \(order), '', 'Refund', 'late', '', '', '');
      INSERT INTO wp_postmeta (post_id, meta_key, meta_value) VALUES
        (\(refund), '_order_total', '-5'), (\(refund), '_refund_amount', '5'),
        (\(refund), '_order_currency', 'EUR');
      """
    return copy + """

      INSERT INTO wp_woocommerce_order_items VALUES (\(line), 'taken back', 'line_item', \(refund));
      INSERT INTO wp_woocommerce_order_itemmeta (order_item_id, meta_key, meta_value) VALUES
        (\(line), '_qty', '-1'), (\(line), '_line_total', '-5'),
        (\(line), '_refunded_item_id', '\(item)');
      """ + save(order)
  }

  func productMeta(_ product: Int64, _ key: String, _ value: String) -> String {
    """
    UPDATE wp_postmeta SET meta_value = '\(value)'
    WHERE post_id = \(product) AND meta_key = '\(key)';
    """
  }

  func saveProduct(_ product: Int64) -> String {
    """
    UPDATE wp_posts SET post_modified = '\(time)', post_modified_gmt = '\(time)'
    WHERE ID = \(product);
    """
  }
}
