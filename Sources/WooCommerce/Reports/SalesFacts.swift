internal import Bytes
internal import Model

/// What analytics needs to know of an order or a refund, as an entity that nobody can ask for.
enum SalesFacts {
  /// The columns, in their order.
  enum Field: Int, CaseIterable {
    case store, isRefund, status, parentID, parentStatus
    case total, tax, shipping, items, coupons
    case parentTotal, parentTax, parentShipping, parentItems, refundCount, refundType
    case created, paid, completed
    case customer, email, parentCustomer, parentEmail, couponCodes

    var name: String { self == .store ? "source_store" : "\(self)" }

    var type: ColumnType {
      switch self {
      case .isRefund: .boolean
      case .created, .paid, .completed: .dateTime
      case .total, .tax, .shipping, .items, .coupons, .parentTotal, .parentTax, .parentShipping,
        .parentItems, .refundCount:
        .decimal
      default: .string
      }
    }

    var value: Expression {
      switch self {
      case .store: .store
      case .isRefund: .isOneOf(.input("type"), ["shop_order_refund"])
      case .status: .status(.input("status"))
      case .parentID: .input("parent_id")
      case .parentStatus: .status(.input("parent_status"))
      case .total: .rounded(.sum([.input("total")]))
      case .tax: .rounded(.sum([.input("cart_tax"), .input("shipping_tax")]))
      case .shipping: .sum([.input("shipping_total")])
      case .items: .sum([.input("items")])
      case .coupons: .sum([.input("coupons")])
      case .parentTotal: .rounded(.sum([.input("parent_total")]))
      case .parentTax:
        .rounded(.sum([.input("parent_cart_tax"), .input("parent_shipping_tax")]))
      case .parentShipping: .sum([.input("parent_shipping_total")])
      case .parentItems: .sum([.input("parent_items")])
      case .refundCount: .sum([.input("refund_count")])
      case .refundType: .meta("_refund_type")
      case .created: .input("date_created_gmt")
      case .paid: .input("date_paid_gmt")
      case .completed: .input("date_completed_gmt")
      case .customer: .input("customer_id")
      case .email: .input("email")
      case .parentCustomer: .input("parent_customer_id")
      case .parentEmail: .input("parent_email")
      case .couponCodes: .input("coupon_codes")
      }
    }
  }

  static let entity = Entity(
    slug: "sales_facts", label: "Sales Facts", description: "Orders and refunds as they count.",
    icon: "", kind: .fact, key: [], delivery: .replace, mainDate: nil, exclusion: nil,
    isEnabledByDefault: false,
    columns: Field.allCases.map { field in
      Column(
        field.name, field.type, nullable: true, group: "", presets: [], additive: false,
        privacy: .none, "", value: field.value)
    })
}

/// An order or a refund as analytics counts it.
struct SalesFact {
  /// Whether it belongs to an order that exists: refunds mostly, and child orders.
  var isChild: Bool
  /// Whether it is a refund.
  var isRefund: Bool
  /// What its row in `wc_order_stats` would hold.
  var total, tax, shipping, net: ExactDecimal
  /// Units; those of a refund are negative.
  var items: Int64
  /// Discounts by coupons, without tax.
  var coupons: ExactDecimal
  /// Seconds of the moment of creation.
  var created: Int64
  /// Seconds of payment and completion; a refund's are those of its creation.
  var paid, completed: Int64?

  /// The moment that a date type groups by.
  func seconds(_ type: DateType) -> Int64? {
    switch type {
    case .created: created
    case .paid: paid
    case .completed: completed
    }
  }
}
