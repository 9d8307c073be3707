internal import Bytes
internal import WordPress

/// Decimals that follow from others by more than addition.
extension RowEvaluation {
  mutating func derived(
    _ node: RowProgram.Node, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) -> ExactDecimal? {
    switch node.operation {
    case .quotient: return quotient(node, slots, arena)
    case .taxTotal:
      let inner = program.nodes[child(node, 0)]
      precondition(inner.operation == .slot, "taxes are read from a cell")
      guard let taxes = arena.span(slots[Int(inner.first)]) else { return nil }
      return PHPScanner.taxTotal(taxes)
    case .monthly: return monthly(node, slots, arena)
    default: preconditionFailure("not a derived decimal")
    }
  }

  private mutating func quotient(
    _ node: RowProgram.Node, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) -> ExactDecimal? {
    let value = decimal(child(node, 0), slots, arena) ?? .zero
    guard let divisor = decimal(child(node, 1), slots, arena), !divisor.isZero else { return nil }
    guard let result = value.divided(by: divisor, places: Int(node.number)) else {
      unrepresentedCount += 1
      return nil
    }
    return result
  }

  /// Places of an amount per month.
  private static let monthlyPlaces = 8

  private mutating func monthly(
    _ node: RowProgram.Node, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) -> ExactDecimal? {
    guard let amount = decimal(child(node, 0), slots, arena) else { return nil }
    let interval = decimal(child(node, 2), slots, arena) ?? ExactDecimal(1)
    let period = program.nodes[child(node, 1)]
    guard period.operation == .slot, let word = arena.span(slots[Int(period.first)]),
      let (times, months) = Self.perMonth(word), interval.mantissa > 0,
      let yearly = amount.multiplied(by: times), let divisor = interval.multiplied(by: months)
    else { return nil }
    return yearly.divided(by: divisor, places: Self.monthlyPlaces)
  }

  /// How many such periods so many months have.
  private static func perMonth(_ period: RawSpan) -> (times: Int64, months: Int64)? {
    if period.equals("day") { return (365, 12) }
    if period.equals("week") { return (52, 12) }
    if period.equals("month") { return (1, 1) }
    if period.equals("year") { return (1, 12) }
    return nil
  }

  /// The cell's date and time as it stands; nil for anything else.
  func civilTime(
    _ index: Int, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) -> CivilTime? {
    let node = program.nodes[index]
    guard node.operation == .slot, let span = arena.span(slots[Int(node.first)]) else { return nil }
    return CivilTime(span)
  }
}
