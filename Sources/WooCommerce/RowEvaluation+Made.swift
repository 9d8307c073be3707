internal import Bytes
internal import WordPress

/// Texts and numbers that are made of others; dimensions only, for they allocate.
extension RowEvaluation {
  /// The text that a node makes, at the arena's end.
  mutating func made(
    _ node: RowProgram.Node, _ slots: borrowing RowSlots, _ arena: inout PageArena
  ) -> CellPlace {
    if node.operation == .nonzero {
      let isZero = decimal(child(node, 0), slots, arena)?.isZero ?? true
      return isZero ? .null : text(child(node, 0), slots, &arena)
    }
    let place = text(child(node, 0), slots, &arena)
    guard let bytes = arena.span(place)?.array() else { return .null }
    switch node.operation {
    case .unescaped:
      return bytes.contains(UInt8(ascii: "&"))
        ? arena.copy(NameText.decoded(bytes).rawSpan) : place
    case .lowercased:
      let text = String(decoding: bytes, as: UTF8.self)
      return arena.copy(Array(text.lowercased().utf8).rawSpan)
    case .serializedSum: return arena.write(SerializedText.sum(bytes))
    case .serializedList: return arena.copy(SerializedText.list(bytes).rawSpan)
    case .idList: return arena.copy(SerializedText.ids(bytes).rawSpan)
    default: preconditionFailure("not a text that is made of another")
    }
  }

  mutating func product(
    _ node: RowProgram.Node, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) -> ExactDecimal? {
    guard let left = decimal(child(node, 0), slots, arena),
      let right = decimal(child(node, 1), slots, arena)
    else { return .zero }
    guard let product = left.multiplied(by: right) else {
      unrepresentedCount += 1
      return nil
    }
    return product
  }
}
