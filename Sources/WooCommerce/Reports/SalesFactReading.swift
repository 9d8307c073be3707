internal import Bytes
internal import WordPress

/// Makes facts of rows: who counts, and what a refund takes back.
struct SalesFactReading {
  private var evaluation: RowEvaluation
  private let uncounted: NameTable
  private let splitsFullRefunds: Bool

  init(_ evaluation: RowEvaluation, _ rules: AnalyticsRules) {
    self.evaluation = evaluation
    uncounted = NameTable(rules.excludedStatuses + AnalyticsRules.neverCounted)
    splitsFullRefunds = rules.splitsFullRefunds
  }

  /// The day of a moment on the store's clock.
  mutating func day(ofUnixSeconds seconds: Int64) -> Day {
    Day(evaluation.localClock.local(ofUnixSeconds: seconds))
  }

  /// The fact of the row; nil when it does not count: by its status or its order's, or because it
  /// was never created.
  mutating func fact(_ slots: borrowing RowSlots, _ arena: inout PageArena) -> SalesFact? {
    let isRefund = evaluation.flag(node(.isRefund), slots, &arena)
    let isChild = !text(.parentID, slots, &arena).isNull
    let status = text(isRefund && isChild ? .parentStatus : .status, slots, &arena)
    if let span = arena.span(status), uncounted.index(of: span) != nil { return nil }
    guard let created = seconds(.created, slots, arena) else { return nil }
    var fact = SalesFact(
      isChild: isChild, isRefund: isRefund, total: decimal(.total, slots, arena),
      tax: decimal(.tax, slots, arena),
      shipping: decimal(.shipping, slots, arena), net: .zero,
      items: whole(decimal(.items, slots, arena)),
      coupons: isRefund ? .zero : decimal(.coupons, slots, arena), created: created,
      paid: created, completed: created)
    fact.net = Self.net(fact.total, fact.tax, fact.shipping)
    if !isRefund {
      fact.paid = seconds(.paid, slots, arena)
      fact.completed = seconds(.completed, slots, arena)
    } else if isChild, splitsFullRefunds, isFullRefund(fact, slots, &arena) {
      takeBack(&fact, slots, arena)
    }
    return fact
  }

  /// Years 0 to 9999 and a good deal more: what a calendar can show.
  private static let secondsMax: UInt64 = 250_000_000_000

  /// Whether the refund says that it takes back the whole order, or must mean so: the order's only
  /// one, over its whole total, without lines.
  private mutating func isFullRefund(
    _ fact: SalesFact, _ slots: borrowing RowSlots, _ arena: inout PageArena
  ) -> Bool {
    if let type = arena.span(text(.refundType, slots, &arena)), type.equals("full") { return true }
    return fact.items == 0 && whole(decimal(.refundCount, slots, arena)) == 1
      && fact.total.adding(decimal(.parentTotal, slots, arena))?.isZero == true
  }

  /// Books minus what the order booked; the refund's own total stays.
  private mutating func takeBack(
    _ fact: inout SalesFact, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) {
    let total = decimal(.parentTotal, slots, arena)
    let tax = decimal(.parentTax, slots, arena)
    let shipping = decimal(.parentShipping, slots, arena)
    fact.tax = tax.negated
    fact.shipping = shipping.negated
    fact.net = Self.net(total, tax, shipping).negated
    fact.items = -whole(decimal(.parentItems, slots, arena))
  }

  /// What is left without tax and shipping; garbage that does not fit counts as nothing.
  private static func net(
    _ total: ExactDecimal, _ tax: ExactDecimal, _ shipping: ExactDecimal
  ) -> ExactDecimal {
    total.subtracting(tax)?.subtracting(shipping) ?? .zero
  }

  /// Who ordered, as a seed for distinct counts: the user, else the guest's address in lower case,
  /// else nobody but this order.
  mutating func addCustomer(
    key: Int64, to hasher: inout Hasher, _ slots: borrowing RowSlots, _ arena: inout PageArena
  ) {
    let isRefund = evaluation.flag(node(.isRefund), slots, &arena)
    let isParents = isRefund && !text(.parentID, slots, &arena).isNull
    let user = text(isParents ? .parentCustomer : .customer, slots, &arena)
    if let span = arena.span(user), let id = IntegerText.value(span), id > 0 {
      hasher.combine(1)
      hasher.combine(id)
      return
    }
    let email = text(isParents ? .parentEmail : .email, slots, &arena)
    if let span = arena.span(email), span.byteCount > 0 {
      hasher.combine(2)
      Self.add(span, to: &hasher)
      return
    }
    hasher.combine(3)
    let order = text(.parentID, slots, &arena)
    if isParents, let span = arena.span(order), let id = IntegerText.value(span) {
      hasher.combine(id)
    } else {
      hasher.combine(key)
    }
  }

  private static func add(_ text: RawSpan, to hasher: inout Hasher) {
    for index in 0..<text.byteCount {
      let byte = text.byte(at: index)
      let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
      hasher.combine(isUpper ? byte + 32 : byte)
    }
  }

  /// The codes of the coupons used, in lower case, one a line; null for refunds.
  mutating func couponCodes(
    _ slots: borrowing RowSlots, _ arena: inout PageArena
  ) -> CellPlace {
    text(.couponCodes, slots, &arena)
  }

  private func node(_ field: SalesFacts.Field) -> Int {
    Int(evaluation.program.columns[field.rawValue].node)
  }

  private mutating func text(
    _ field: SalesFacts.Field, _ slots: borrowing RowSlots, _ arena: inout PageArena
  ) -> CellPlace {
    evaluation.text(node(field), slots, &arena)
  }

  private mutating func decimal(
    _ field: SalesFacts.Field, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) -> ExactDecimal {
    evaluation.decimal(node(field), slots, arena) ?? .zero
  }

  private func seconds(
    _ field: SalesFacts.Field, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) -> Int64? {
    evaluation.seconds(node(field), slots, arena).flatMap {
      $0.magnitude < Self.secondsMax ? $0 : nil
    }
  }

  /// Cut off towards zero, as WooCommerce counts units.
  private func whole(_ value: ExactDecimal) -> Int64 { value.wholePart ?? 0 }
}
