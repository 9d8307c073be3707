internal import Bytes
internal import Model

extension RowEvaluation {
  /// The first child by the second; 0 when there is nothing to divide by.
  mutating func quotient(
    _ node: RowProgram.Node, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) -> ExactDecimal? {
    guard let divisor = decimal(child(node, 1), slots, arena), divisor.scale == 0,
      let whole = Int64(exactly: divisor.mantissa), whole != 0
    else { return .zero }
    let dividend = decimal(child(node, 0), slots, arena) ?? .zero
    return dividend.divided(by: whole, places: Model.quotientPlaces)
  }
}
