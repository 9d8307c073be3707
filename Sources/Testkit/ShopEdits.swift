/// Statements that change a shop of order tables as people would; `{prefix}` stands in them.
package enum ShopEdits {
  /// Changes the newest hundredth of the orders, with a new date, of their lines, and of the notes.
  package static let newestHundredth = [
    """
    UPDATE {prefix}wc_orders, (SELECT MIN(id) + (MAX(id) - MIN(id)) * 0.99 AS first
      FROM {prefix}wc_orders) AS bound
    SET date_updated_gmt = UTC_TIMESTAMP(), total_amount = total_amount + 0.01
    WHERE id >= bound.first
    """,
    """
    UPDATE {prefix}woocommerce_order_items i
    INNER JOIN {prefix}woocommerce_order_itemmeta m ON m.order_item_id = i.order_item_id
      AND m.meta_key = '_line_total'
    INNER JOIN (SELECT MIN(id) + (MAX(id) - MIN(id)) * 0.99 AS first
      FROM {prefix}wc_orders) AS bound ON i.order_id >= bound.first
    SET m.meta_value = m.meta_value + 1
    """,
    """
    UPDATE {prefix}comments, (SELECT MIN(comment_ID) + (MAX(comment_ID) - MIN(comment_ID)) * 0.99
      AS first FROM {prefix}comments WHERE comment_type = 'order_note') AS bound
    SET comment_content = CONCAT(comment_content, '.')
    WHERE comment_type = 'order_note' AND comment_ID >= bound.first
    """,
  ]
}
