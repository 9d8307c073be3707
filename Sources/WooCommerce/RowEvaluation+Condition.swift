internal import Bytes

/// What is so or not, told from the row's cells as they are.
extension RowEvaluation {
  /// The child that a condition chooses.
  func chosen(
    _ node: RowProgram.Node, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) -> Int {
    child(node, holds(child(node, 0), slots, arena) ? 1 : 2)
  }

  /// Whether it is so; what is asked about are cells, not texts that must be made first.
  func holds(_ index: Int, _ slots: borrowing RowSlots, _ arena: borrowing PageArena) -> Bool {
    let node = program.nodes[index]
    switch node.operation {
    case .hasText:
      for position in 0..<Int(node.count) {
        let place = cell(child(node, position), slots, arena)
        if !place.isNull, place.length > 0 { return true }
      }
      return false
    case .hasMoment: return seconds(child(node, 0), slots, arena) != nil
    case .isTrue:
      guard let span = arena.span(cell(child(node, 0), slots, arena)) else { return false }
      return span.byteCount > 0 && !span.equals("0")
    case .isOneOf: return isOneOf(node, cell(child(node, 0), slots, arena), arena)
    default: preconditionFailure("not a condition")
    }
  }

  private func cell(
    _ index: Int, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) -> CellPlace {
    let node = program.nodes[index]
    switch node.operation {
    case .slot: return slots[Int(node.first)]
    case .constant: return program.constants[Int(node.constant)]
    case .first:
      for position in 0..<Int(node.count) {
        let place = cell(child(node, position), slots, arena)
        if !place.isNull, place.length > 0 { return place }
      }
      return .null
    case .status: return status(cell(child(node, 0), slots, arena), arena)
    default: preconditionFailure("not a cell")
    }
  }
}
