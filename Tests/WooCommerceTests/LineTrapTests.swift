import Bytes
import Model
import Testing
import WooCommerce

/// Lines of orders: what each must become, worked out by hand from entities/README.md.
struct LineTrapTests {
  private static let items: [Int64: [String: JSONValue]] = [
    // Tax only in its serialized parts, repeated meta, half a cent refunded, and a refund of
    // another order that points here.
    1: [
      "source_store": .string("shop.example"), "id": .number("1"), "order_id": .number("501"),
      "name": .string("Tea \"Earl\""), "product_id": .number("150"), "variation_id": .number("0"),
      "product_id_stored": .number("150"), "product_sku": .string("TEA"),
      "product_type": .string("simple"), "tax_class": .string("reduced"),
      "meta_summary": .string("pa_color: rot; greeting: hi; Gravur: Für \"Anna\"; looks: a:b"),
      "quantity": .number("3"), "subtotal": .number("33.335"), "subtotal_tax": .number("6.1"),
      "total": .number("32"), "total_tax": .number("5.9101"), "total_inc_tax": .number("37.9101"),
      "discount": .number("1.335"), "price": .number("10.66666667"),
      "quantity_refunded": .number("1"), "total_refunded": .number("10.67"),
      "net_quantity": .number("2"), "cogs_value": .number("4.5"),
      "order_status": .string("completed"), "order_currency": .string("EUR"),
      "order_customer_id": .number("7"), "order_date_created": .string("2025-10-26T02:30:00"),
      "order_date_created_gmt": .string("2025-10-26T00:30:00Z"),
    ],
    // The product is gone, and the taxes are cut off.
    2: [
      "product_id": .number("0"), "variation_id": .number("0"),
      "product_id_stored": .number("8888"), "variation_id_stored": .number("8889"),
      "product_sku": .null, "product_type": .null, "meta_summary": .null,
      "quantity": .number("0"), "total": .number("0"), "total_tax": .number("0"), "price": .null,
      "tax_class": .null, "cogs_value": .number("0"),
    ],
    // A variation without a SKU of its own; a fraction sold; the tax stands, whatever its parts.
    3: [
      "product_id": .number("151"), "variation_id": .number("152"),
      "product_sku": .string("SHIRT"), "product_type": .string("variation"),
      "quantity": .number("1.5"), "total_tax": .number("0.5"), "price": .number("13.33333333"),
      "quantity_refunded": .number("0"), "total_refunded": .number("0"),
      "net_quantity": .number("1.5"),
    ],
    // A variation that outlived its product.
    4: [
      "product_id": .number("0"), "product_id_stored": .number("999"),
      "variation_id": .number("153"), "product_sku": .string("LONE"),
      "product_type": .string("variation"), "price": .number("-2"),
    ],
    // The id belongs to something else now.
    5: [
      "product_id": .number("0"), "product_id_stored": .number("154"),
      "variation_id_stored": .number("0"), "product_sku": .null, "product_type": .null,
      "total": .number("10"), "price": .number("10"),
    ],
    // No meta at all; a guest's order without a date.
    16: [
      "product_id": .number("0"), "quantity": .number("0"), "subtotal": .number("0"),
      "price": .null, "quantity_refunded": .number("1"), "total_refunded": .number("1"),
      "net_quantity": .number("-1"), "order_status": .string("processing"),
      "order_currency": .string("JPY"), "order_customer_id": .number("0"),
      "order_date_created": .null, "order_date_created_gmt": .null,
    ],
  ]

  @Test(arguments: bothStorages)
  func productLinesBecomeWhatTheContractSays(_ storage: Shop.Storage) throws {
    let shop = try LineShop(storage, "items")
    try shop.expect(Catalogue.orderItems, Self.items)
    let every = try shop.rows(Catalogue.orderItems, .every)
    #expect(every.keys.sorted() == [1, 2, 3, 4, 5, 15, 16])
    #expect(every[15]?["order_status"] == .string("trash"))
    let some = RowFilter(statuses: ["wc-processing", "trash"], isEveryStatus: false)
    #expect(try shop.rows(Catalogue.orderItems, some).keys.sorted() == [15, 16])
  }

  @Test(arguments: bothStorages)
  func taxesShippingAndFeesBecomeWhatTheContractSays(_ storage: Shop.Storage) throws {
    let shop = try LineShop(storage, "charges")
    try shop.expect(
      Catalogue.orderTaxes,
      [
        6: [
          "rate_code": .string("DE-VAT-1"), "rate_id": .number("1"), "label": .string("Tax"),
          "compound": .boolean(true), "rate_percent": .null, "tax_total": .number("15.966"),
          "shipping_tax_total": .number("1.9"), "total": .number("17.866"),
          "order_status": .string("completed"), "order_customer_id": .number("7"),
        ],
        18: [
          "rate_code": .null, "rate_id": .number("0"), "label": .string("MwSt"),
          "compound": .boolean(false), "rate_percent": .number("19"), "total": .number("0"),
        ],
      ])
    try shop.expect(
      Catalogue.orderShipping,
      [
        7: [
          "method_title": .string("DHL"), "method_id": .string("flat_rate"), "instance_id": .null,
          "total": .number("10"), "total_tax": .number("1.9"), "total_refunded": .number("4.01"),
        ],
        // The oldest lines keep their taxes without a name around them.
        8: [
          "instance_id": .number("4"), "total": .number("3"), "total_tax": .number("1.3"),
          "total_refunded": .number("0"),
        ],
      ])
    try shop.expect(
      Catalogue.orderFees,
      [
        9: [
          "name": .string("Rebate"), "tax_class": .null, "tax_status": .string("taxable"),
          "amount": .null, "total": .number("-2.5"), "total_tax": .number("-0.475"),
          "order_date_created": .string("2025-10-26T02:30:00"),
        ]
      ])
  }

  @Test(arguments: bothStorages)
  func couponLinesOfAllAgesAreRead(_ storage: Shop.Storage) throws {
    try LineShop(storage, "coupons").expect(
      Catalogue.orderCoupons,
      [
        10: [
          "code": .string("alpha"), "coupon_id": .number("394"),
          "discount_type": .string("percent"), "discount": .number("2.78"),
          "discount_tax": .number("0.53"),
        ],
        11: [
          "coupon_id": .number("395"), "discount_type": .string("fixed_cart"),
          "discount": .number("0"),
        ],
        12: ["coupon_id": .number("396"), "discount_type": .string("fixed_product")],
        13: ["code": .string("delta"), "coupon_id": .null, "discount_type": .null],
      ])
  }

  @Test(arguments: bothStorages)
  func notesOfOrdersOnly(_ storage: Shop.Storage) throws {
    let shop = try LineShop(storage, "notes")
    try shop.expect(
      Catalogue.orderNotes,
      [
        701: [
          "order_id": .number("501"), "content": .string("Paid &rarr; done"),
          "is_customer_note": .boolean(false), "added_by": .string("system"),
          "date_created": .string("2025-10-26T02:31:00"),
          "date_created_gmt": .string("2025-10-26T00:31:00Z"),
        ],
        702: [
          "content": .string(String(repeating: "ä", count: 3988) + "…[truncated]"),
          "is_customer_note": .boolean(true), "added_by": .string("Anna"),
        ],
        707: [
          "content": .null, "added_by": .string("system"), "date_created": .null,
          "date_created_gmt": .null,
        ],
      ])
    #expect(try shop.rows(Catalogue.orderNotes, .every).keys.sorted() == [701, 702, 705, 707])
  }
}
