internal import Bytes
internal import WordPress

// What follows from values that PHP serialized: for dimensions, since reading them allocates.
extension RowEvaluation {
  /// The first role that the shop has registered; constants are `customer` and those roles.
  func role(
    _ node: RowProgram.Node, _ capabilities: CellPlace, _ arena: borrowing PageArena
  ) -> CellPlace {
    for entry in Self.array(capabilities, arena)?.entries ?? [] where entry.value.isTrue {
      for position in 1..<Int(node.constantCount) {
        let place = program.constants[Int(node.constant) + position]
        if let role = arena.span(place), role.equals(entry.key.bytes) { return place }
      }
    }
    return program.constants[Int(node.constant)]
  }

  /// The scalar under the node's name, or what stands in for it.
  mutating func setting(
    _ node: RowProgram.Node, _ slots: borrowing RowSlots, _ arena: inout PageArena
  ) -> CellPlace {
    let settings = text(child(node, 0), slots, &arena)
    if let array = Self.array(settings, arena) {
      let name = arena.span(program.constants[Int(node.constant)])?.array() ?? []
      if let value = array[PHPKey(bytes: name)] {
        return value.scalarBytes.map { arena.copy($0.rawSpan) } ?? .null
      }
    }
    return text(child(node, 1), slots, &arena)
  }

  /// Whether the node's first text is one of its constants.
  mutating func isFor(
    _ node: RowProgram.Node, _ slots: borrowing RowSlots, _ arena: inout PageArena
  ) -> Bool {
    let place = text(child(node, 0), slots, &arena)
    guard let span = arena.span(place) else { return false }
    for position in 0..<Int(node.constantCount) {
      let constant = program.constants[Int(node.constant) + position]
      if let other = arena.span(constant), span.equals(other) { return true }
    }
    return false
  }

  func upperCased(_ place: CellPlace, _ arena: inout PageArena) -> CellPlace {
    if place.isNull { return .null }
    let start = arena.count
    for index in 0..<Int(place.length) {
      let byte = arena.span(place)?.byte(at: index) ?? 0
      let isLower = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
      arena.append(isLower ? byte - 32 : byte)
    }
    return CellPlace(start: UInt32(start), length: place.length)
  }

  private static func array(_ place: CellPlace, _ arena: borrowing PageArena) -> PHPArray? {
    guard let span = arena.span(place) else { return nil }
    return (try? PHPUnserializer.unserialize(span))?.array
  }
}
