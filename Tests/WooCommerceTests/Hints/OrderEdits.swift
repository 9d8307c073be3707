import Delivery
import Testing
import WooCommerce

/// What happens to orders, their lines and refunds.
struct OrderEdits {
  private let shop: ChangeShop

  init(_ shop: ChangeShop) { self.shop = shop }

  var all: Script {
    Script(
      shop: shop,
      steps: [
        status, statusOfAnOldOrder, editedLine, editedLineWithoutDate, removedLine,
        removedLastItem, refund,
        removedRefund, clockGoingBack, newOrderWithoutDate, lateOrder,
      ])
  }

  var endings: Script {
    Script(shop: shop, steps: [trash, restore, trashWithoutDate, end])
  }

  private static let lines: Set<String> = ["order_items", "order_shipping", "order_taxes"]

  private func status(_ text: EditText) throws -> ShopEdit {
    let order = try order(0)
    return ShopEdit(
      name: "status",
      statements: text.setStatus(order, "wc-cancelled") + text.save(order)
        + text.note(order, "Order status changed from Completed to Cancelled."),
      dated: Self.lines.union(["orders", "order_grid", "invoices", "customers", "order_notes"]))
  }

  /// In posts, only notes have an index by date: what is too old to be looked at is found by them.
  private func statusOfAnOldOrder(_ text: EditText) throws -> ShopEdit {
    if text.storage == .hpos { return ShopEdit(name: "nothing", statements: "DO 1") }
    let order = try order(1)
    return ShopEdit(
      name: "status of an old order",
      statements: text.setStatus(order, "wc-cancelled")
        + text.note(order, "Order status changed from Completed to Cancelled."),
      dated: Self.lines.union(["orders", "customers", "order_notes"]))
  }

  private func editedLine(_ text: EditText) throws -> ShopEdit {
    let order = try order(2)
    return ShopEdit(
      name: "edited line", statements: try edit(order, text) + text.save(order),
      dated: ["orders", "order_items"])
  }

  private func editedLineWithoutDate(_ text: EditText) throws -> ShopEdit {
    let order = try order(3)
    return ShopEdit(
      name: "edited line without a date", statements: try edit(order, text),
      hints: [hint("order", order)], undated: ["orders", "order_items"])
  }

  private func removedLine(_ text: EditText) throws -> ShopEdit {
    let order = try order(4)
    return ShopEdit(
      name: "removed line", statements: text.deleteItem(try lastLine(order)) + text.save(order),
      dated: ["orders", "order_items"])
  }

  /// Nothing of the order stands behind it: only the gap tells where it stood.
  private func removedLastItem(_ text: EditText) throws -> ShopEdit {
    let order = try order(4)
    let found = try shop.run(
      """
      SELECT order_item_id, order_item_type FROM wp_woocommerce_order_items
      WHERE order_id = \(order) ORDER BY order_item_id DESC LIMIT 1
      """)
    let item = try #require(Int64(found[0][0]))
    let entities = [
      "tax": "order_taxes", "coupon": "order_coupons", "shipping": "order_shipping",
      "fee": "order_fees",
    ]
    return ShopEdit(
      name: "removed last item", statements: text.deleteItem(item) + text.save(order),
      dated: [try #require(entities[found[0][1]])])
  }

  private func refund(_ text: EditText) throws -> ShopEdit {
    let order = try order(5)
    return ShopEdit(
      name: "refund",
      statements: text.refund(
        order, as: Self.refundID, item: try lastLine(order), line: Self.refundLineID),
      dated: ["orders", "order_items", "refunds", "refund_items", "customer_lookup"])
  }

  private func removedRefund(_ text: EditText) throws -> ShopEdit {
    let order = try shop.number(
      "SELECT \(text.parent) FROM \(text.orders) WHERE id = \(Self.refundID)")
    return ShopEdit(
      name: "removed refund", statements: text.delete(Self.refundID),
      hints: [hint("refund", Self.refundID), hint("order", order)],
      undated: ["orders", "order_items", "refunds", "customer_lookup"], open: ["refund_items"])
  }

  private func clockGoingBack(_ text: EditText) throws -> ShopEdit {
    let order = try order(6)
    let early = EditText(storage: text.storage, time: "2026-05-01 08:00:00")
    return ShopEdit(
      name: "clock going back", statements: text.setStatus(order, "wc-failed") + early.save(order),
      hints: [hint("order", order)], undated: Self.lines.union(["orders", "customers"]))
  }

  private func newOrderWithoutDate(_ text: EditText) throws -> ShopEdit {
    let copy =
      text.storage == .hpos
      ? "date_updated_gmt = NULL" : "post_modified_gmt = '0000-00-00', post_modified = '0000-00-00'"
    return ShopEdit(
      name: "new order without a date", statements: try clone(Self.newOrderID, text, copy),
      dated: ["orders"], swept: ["customers", "customer_lookup"], isNew: true)
  }

  /// Its transaction began before that of orders with higher ids, and ends after them.
  private func lateOrder(_ text: EditText) throws -> ShopEdit {
    let date =
      text.storage == .hpos
      ? "date_updated_gmt = '\(text.time)'"
      : "post_modified_gmt = '\(text.time)', post_modified = '\(text.time)'"
    return ShopEdit(
      name: "late order", statements: try clone(Self.newOrderID - 1, text, date),
      dated: ["orders"])
  }

  private func trash(_ text: EditText) throws -> ShopEdit {
    let order = try order(0)
    return ShopEdit(
      name: "trash", statements: text.setStatus(order, "trash") + text.save(order),
      dated: Self.lines.union(["orders", "invoices", "order_notes", "customers"]))
  }

  private func restore(_ text: EditText) throws -> ShopEdit {
    let order = try shop.number(
      "SELECT id FROM \(text.orders) WHERE \(text.status) = 'trash' ORDER BY id LIMIT 1")
    return ShopEdit(
      name: "restore", statements: text.setStatus(order, "wc-completed") + text.save(order),
      dated: Self.lines.union(["orders", "invoices", "order_notes", "customers"]))
  }

  /// As versions before 9 do in their own tables.
  private func trashWithoutDate(_ text: EditText) throws -> ShopEdit {
    if text.storage == .legacy { return ShopEdit(name: "nothing", statements: "DO 1") }
    let order = try order(1)
    return ShopEdit(
      name: "trash without a date",
      statements: text.setStatus(order, "trash")
        + """
        INSERT INTO wp_wc_orders_meta (order_id, meta_key, meta_value)
        VALUES (\(order), '_wp_trash_meta_time', UNIX_TIMESTAMP('\(text.time)') + 86400);
        """,
      dated: Self.lines.union(["orders", "order_notes", "customers"]))
  }

  private func end(_ text: EditText) throws -> ShopEdit {
    let order = try order(2)
    let customer = try shop.number(Self.customer(of: order, text.storage))
    let notes = try shop.run(
      "SELECT comment_ID FROM wp_comments WHERE comment_post_ID = \(order)"
    ).compactMap { Int64($0[0]) }
    return ShopEdit(
      name: "end of an order", statements: text.delete(order),
      hints: [hint("order", order), hint("customer", customer)] + notes.map { hint("note", $0) },
      undated: ["orders", "invoices", "customers", "order_notes"],
      open: [
        "order_items", "order_shipping", "order_taxes", "order_fees", "order_coupons",
        "customer_lookup",
      ])
  }
}

extension OrderEdits {
  private static let refundID: Int64 = 900_000
  private static let refundLineID: Int64 = 900_000
  private static let newOrderID: Int64 = 900_100

  private func hint(_ kind: String, _ id: Int64) -> Hint { Hint(id: 1, kind: kind, objectID: id) }

  /// An order of an account, with two lines and without refunds.
  private func order(_ index: Int) throws -> Int64 {
    let text = EditText(storage: shop.storage, time: "")
    let owned =
      shop.storage == .hpos
      ? "o.customer_id > 0"
      : """
      EXISTS (SELECT 1 FROM wp_postmeta m WHERE m.post_id = o.ID
        AND m.meta_key = '_customer_user' AND m.meta_value > 0)
      """
    return try shop.number(
      """
      SELECT o.id FROM \(text.orders) o
      WHERE o.\(text.type) = 'shop_order' AND o.\(text.status) = 'wc-completed' AND \(owned)
        AND 2 <= (SELECT COUNT(*) FROM wp_woocommerce_order_items i
          WHERE i.order_id = o.id AND i.order_item_type = 'line_item')
        AND 1 <= (SELECT COUNT(*) FROM wp_woocommerce_order_items i
          WHERE i.order_id = o.id AND i.order_item_type = 'shipping')
        AND NOT EXISTS (SELECT 1 FROM \(text.orders) r WHERE r.\(text.parent) = o.id)
        AND o.id < \(Self.refundID)
      ORDER BY o.id LIMIT 1 OFFSET \(index)
      """)
  }

  private static func customer(of order: Int64, _ storage: Shop.Storage) -> String {
    storage == .hpos
      ? "SELECT customer_id FROM wp_wc_orders WHERE id = \(order)"
      : """
      SELECT meta_value FROM wp_postmeta WHERE post_id = \(order) AND meta_key = '_customer_user'
      """
  }

  private func lastLine(_ order: Int64) throws -> Int64 {
    try shop.number(
      """
      SELECT MAX(order_item_id) FROM wp_woocommerce_order_items
      WHERE order_id = \(order) AND order_item_type = 'line_item'
      """)
  }

  private func edit(_ order: Int64, _ text: EditText) throws -> String {
    let line = try lastLine(order)
    return text.itemMeta(line, "_qty", "17") + text.itemMeta(line, "_line_total", "123.45")
  }

  /// A new order like another one.
  private func clone(_ order: Int64, _ text: EditText, _ change: String) throws -> String {
    let model = try self.order(0)
    return """
      CREATE TEMPORARY TABLE wp_clone AS SELECT * FROM \(text.orders) WHERE id = \(model);
      UPDATE wp_clone SET id = \(order), \(change);
      INSERT INTO \(text.orders) SELECT * FROM wp_clone;
      """
  }
}
