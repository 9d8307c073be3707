internal import Bytes

/// Conditions, and what hangs on them; nothing here adds to the arena.
extension RowEvaluation {
  /// Whether the node never has a value in this shop.
  func isNothing(_ index: Int) -> Bool { program.nodes[index].operation == .nothing }

  /// The child that a conditional node chooses.
  mutating func chosen(
    _ node: RowProgram.Node, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) -> Int {
    child(node, holds(child(node, 0), slots, arena) ? 1 : 2)
  }

  /// Whether the node's condition holds.
  mutating func holds(
    _ index: Int, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) -> Bool {
    let node = program.nodes[index]
    switch node.operation {
    case .all: return every(node, is: true, slots, arena)
    case .any: return !every(node, is: false, slots, arena)
    case .not: return !holds(child(node, 0), slots, arena)
    case .hasText:
      for position in 0..<Int(node.count) {
        let place = place(child(node, position), slots, arena)
        if !place.isNull, place.length > 0 { return true }
      }
      return false
    case .hasMoment: return seconds(child(node, 0), slots, arena) != nil
    case .isTrue:
      guard let span = arena.span(place(child(node, 0), slots, arena)) else { return false }
      return span.byteCount > 0 && !span.equals("0")
    case .isMissing: return place(child(node, 0), slots, arena).isNull
    case .isBelow: return isBelow(node, 0, 1, slots, arena)
    case .isOnSale: return isOnSale(node, slots, arena)
    case .condition: return holds(chosen(node, slots, arena), slots, arena)
    case .isZero: return decimal(child(node, 0), slots, arena)?.isZero ?? true
    case .isOneOf: return isOneOf(node, place(child(node, 0), slots, arena), arena)
    default: preconditionFailure("not a condition")
    }
  }

  private mutating func every(
    _ node: RowProgram.Node, is wanted: Bool, _ slots: borrowing RowSlots,
    _ arena: borrowing PageArena
  ) -> Bool {
    for position in 0..<Int(node.count)
    where holds(child(node, position), slots, arena) != wanted { return false }
    return true
  }

  /// The text of a node that need not be made.
  private mutating func place(
    _ index: Int, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) -> CellPlace {
    let node = program.nodes[index]
    switch node.operation {
    case .slot: return slots[Int(node.first)]
    case .constant: return program.constants[Int(node.constant)]
    case .nothing: return .null
    case .status: return status(place(child(node, 0), slots, arena), arena)
    case .choice: return choice(node, place(child(node, 0), slots, arena), arena)
    case .condition: return place(chosen(node, slots, arena), slots, arena)
    case .first:
      for position in 0..<Int(node.count) {
        let place = place(child(node, position), slots, arena)
        if !place.isNull, place.length > 0 { return place }
      }
      return .null
    default: preconditionFailure("a condition asks for a text that must be made first")
    }
  }

  private mutating func isBelow(
    _ node: RowProgram.Node, _ left: Int, _ right: Int, _ slots: borrowing RowSlots,
    _ arena: borrowing PageArena
  ) -> Bool {
    guard let left = decimal(child(node, left), slots, arena),
      let right = decimal(child(node, right), slots, arena),
      let difference = left.subtracting(right)
    else { return false }
    return difference.mantissa < 0
  }

  /// As `WC_Product::is_on_sale`: a sale price below the regular one, within the sale's dates.
  private mutating func isOnSale(
    _ node: RowProgram.Node, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) -> Bool {
    guard isBelow(node, 1, 0, slots, arena) else { return false }
    let isEarly = isBelow(node, 4, 2, slots, arena)
    let hasEnd = !(decimal(child(node, 3), slots, arena)?.isZero ?? true)
    return !isEarly && !(hasEnd && isBelow(node, 3, 4, slots, arena))
  }
}
