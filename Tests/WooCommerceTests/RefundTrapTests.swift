import Bytes
import Model
import Testing
import WooCommerce

/// Refunds and their lines, worked out by hand.
struct RefundTrapTests {
  private static let refunds: [Int64: [String: JSONValue]] = [
    601: [
      "parent_id": .number("501"), "parent_id_stored": .number("501"),
      "status": .string("completed"), "order_status": .string("completed"),
      "reason": .string("Too \"cold\""), "refund_type": .string("partial"),
      "refunded_by": .number("7"), "refunded_payment": .boolean(false),
      "customer_id": .number("7"), "payment_method": .string("bacs"), "item_count": .number("1"),
      "currency": .string("EUR"), "amount": .number("18.465"), "total": .number("-18.47"),
      "total_tax": .number("-2.79"), "cart_tax": .number("-2.034"),
      "shipping_total": .number("-4.005"), "shipping_tax": .number("-0.76"),
      "net_total": .number("-11.675"), "cogs_total_value": .number("0"),
      // 18.465 less 10.665 + 2.034 (from its parts), 4.005 + 0.76, and 1.
      "unattributed_amount": .number("0.001"), "date_created": .string("2025-11-01T01:00:00"),
      "date_created_gmt": .string("2025-11-01T00:00:00Z"),
      "date_modified_gmt": .string("2025-11-01T00:00:01Z"),
      "order_date_created": .string("2025-10-26T02:30:00"),
      "order_date_created_gmt": .string("2025-10-26T00:30:00Z"),
    ],
    // A lump sum: no lines, no tax.
    602: [
      "refund_type": .null, "reason": .null, "refunded_by": .number("0"),
      "item_count": .number("0"), "amount": .number("5.5"), "total": .number("-5.5"),
      "total_tax": .number("0"), "shipping_total": .number("0"), "net_total": .number("-5.5"),
      "unattributed_amount": .number("5.5"),
    ],
    // Its order is gone.
    603: [
      "parent_id": .number("0"), "parent_id_stored": .number("9999"), "order_status": .null,
      "customer_id": .null, "payment_method": .null, "item_count": .number("2"),
      "unattributed_amount": .number("0"), "order_date_created": .null,
      "order_date_created_gmt": .null,
    ],
    // A full refund whose lines say less: each figure is its own.
    605: [
      "refund_type": .string("full"), "refunded_payment": .boolean(true),
      "order_status": .string("processing"), "customer_id": .number("0"),
      "currency": .string("JPY"), "total": .number("-100"), "item_count": .number("1"),
      "unattributed_amount": .number("99"), "order_date_created": .null,
    ],
    606: ["parent_id": .number("504"), "item_count": .number("9"), "customer_id": .number("8")],
  ]

  @Test(arguments: bothStorages)
  func refundsBecomeWhatTheContractSays(_ storage: Shop.Storage) throws {
    let shop = try LineShop(storage, "refunds")
    try shop.expect(Catalogue.refunds, Self.refunds)
    let every = try shop.rows(Catalogue.refunds, .every)
    #expect(every.keys.sorted() == [601, 602, 603, 604, 605, 606])
    #expect(every[604]?["order_status"] == .string("trash"))
    let some = RowFilter(statuses: ["completed"], isEveryStatus: false)
    #expect(try shop.rows(Catalogue.refunds, some).keys.sorted() == [601, 602])
  }

  private static let lines: [Int64: [String: JSONValue]] = [
    20: [
      "refund_id": .number("601"), "order_id": .number("501"), "type": .string("line_item"),
      "name": .string("Tea \"Earl\""), "refunded_item_id": .number("1"),
      "product_id": .number("150"), "variation_id": .number("0"), "quantity": .number("-1"),
      "total": .number("-10.665"), "total_tax": .number("-2.034"), "rate_id": .null,
      "tax_total": .null, "shipping_tax_total": .null, "currency": .string("EUR"),
      "date_created": .string("2025-11-01T01:00:00"),
      "date_created_gmt": .string("2025-11-01T00:00:00Z"),
    ],
    21: [
      "type": .string("shipping"), "refunded_item_id": .number("7"), "product_id": .null,
      "variation_id": .null, "quantity": .null, "total": .number("-4.005"),
      "total_tax": .number("-0.76"), "rate_id": .null,
    ],
    22: [
      "type": .string("tax"), "refunded_item_id": .null, "quantity": .null, "total": .null,
      "total_tax": .null, "rate_id": .number("1"), "tax_total": .number("-2.034"),
      "shipping_tax_total": .number("-0.76"),
    ],
    23: [
      "type": .string("fee"), "refunded_item_id": .null, "product_id": .null,
      "quantity": .null, "total": .number("-1"), "total_tax": .number("0"),
    ],
    24: [
      "order_id": .number("0"), "refund_id": .number("603"), "refunded_item_id": .number("4444"),
      "product_id": .number("0"), "quantity": .number("-2"), "total": .number("-6"),
    ],
    26: [
      "order_id": .number("503"), "product_id": .number("0"), "currency": .string("JPY"),
    ],
    27: ["order_id": .number("504"), "quantity": .number("-9")],
  ]

  @Test(arguments: bothStorages)
  func refundLinesBecomeWhatTheContractSays(_ storage: Shop.Storage) throws {
    let shop = try LineShop(storage, "refund_items")
    try shop.expect(Catalogue.refundItems, Self.lines)
    #expect(try shop.rows(Catalogue.refundItems, .every).keys.contains(25))
  }
}
