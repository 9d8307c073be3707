internal import Bytes
internal import WordPress

/// Evaluates nodes of a program over the cells of one row.
struct RowEvaluation {
  let program: RowProgram
  let priceDecimals: Int
  var localClock: LocalClock
  /// Values that no type could hold.
  var unrepresentedCount = 0

  init(_ program: RowProgram, priceDecimals: Int, zone: TimeZoneRules) {
    self.program = program
    self.priceDecimals = priceDecimals
    localClock = LocalClock(zone)
  }

  func child(_ node: RowProgram.Node, _ index: Int) -> Int {
    Int(program.children[Int(node.first) + index])
  }

  /// The node's text; may add to the arena.
  mutating func text(_ index: Int, _ slots: borrowing RowSlots, _ arena: inout PageArena)
    -> CellPlace
  {
    let node = program.nodes[index]
    switch node.operation {
    case .slot: return slots[Int(node.first)]
    case .constant: return program.constants[Int(node.constant)]
    case .status: return status(text(child(node, 0), slots, &arena), arena)
    case .choice:
      let place = text(child(node, 0), slots, &arena)
      return choice(node, place, arena)
    case .first:
      for position in 0..<Int(node.count) {
        let place = text(child(node, position), slots, &arena)
        if !place.isNull, place.length > 0 { return place }
      }
      return .null
    case .origin:
      let type = text(child(node, 0), slots, &arena)
      let source = text(child(node, 1), slots, &arena)
      return origin(type: type, source: source, &arena)
    case .nothing: return .null
    case .field: return fieldText(slots[Int(node.first)], &arena)
    case .hashed: return hash(text(child(node, 0), slots, &arena), &arena)
    case .coarse: return coarse(node, text(child(node, 0), slots, &arena), &arena)
    case .rounded, .sum, .difference, .negated, .isZero, .isOneOf, .local:
      preconditionFailure("not a text")
    case .condition: return text(chosen(node, slots, arena), slots, &arena)
    case .joined, .trimmed, .capitalized, .serializedMember, .listElement:
      return composed(node, slots, &arena)
    case .nonzero, .unescaped, .lowercased, .serializedSum, .serializedList, .idList:
      return made(node, slots, &arena)
    case .isTrue, .hasText, .hasMoment, .quotient, .taxTotal, .written, .monthly, .all, .any, .not,
      .isMissing, .isBelow, .isOnSale, .product:
      preconditionFailure("not a text")
    case .role: return role(node, text(child(node, 0), slots, &arena), arena)
    case .upperCased: return upperCased(text(child(node, 0), slots, &arena), &arena)
    case .setting: return setting(node, slots, &arena)
    case .onlyFor: return isFor(node, slots, &arena) ? text(child(node, 1), slots, &arena) : .null
    case .plainNumber: return text(child(node, 0), slots, &arena)
    }
  }

  /// The node's decimal; nil when it has none, or none that fits.
  mutating func decimal(_ index: Int, _ slots: borrowing RowSlots, _ arena: borrowing PageArena)
    -> ExactDecimal?
  {
    let node = program.nodes[index]
    switch node.operation {
    case .slot: return number(slots[Int(node.first)], arena)
    case .nothing: return nil
    case .rounded: return decimal(child(node, 0), slots, arena)?.rounded(to: priceDecimals)
    case .negated: return decimal(child(node, 0), slots, arena)?.negated
    case .first:
      for position in 0..<Int(node.count) {
        if let value = decimal(child(node, position), slots, arena) { return value }
      }
      return nil
    case .sum, .difference: return total(node, slots, arena)
    case .status, .isZero, .isOneOf, .choice, .local, .origin:
      preconditionFailure("not a decimal")
    case .constant: return number(program.constants[Int(node.constant)], arena)
    case .product: return product(node, slots, arena)
    case .all, .any, .not, .isMissing, .isBelow, .isOnSale, .nonzero, .unescaped, .lowercased,
      .serializedSum, .serializedList, .idList:
      preconditionFailure("not a decimal")
    case .condition: return decimal(chosen(node, slots, arena), slots, arena)
    case .quotient, .taxTotal, .monthly: return derived(node, slots, arena)
    case .isTrue, .hasText, .hasMoment, .joined, .trimmed, .capitalized, .serializedMember,
      .listElement, .written:
      preconditionFailure("not a decimal")
    case .role, .upperCased, .setting, .onlyFor, .plainNumber:
      preconditionFailure("not a decimal")
    case .field, .hashed, .coarse: preconditionFailure("not a decimal")
    }
  }

  private mutating func total(
    _ node: RowProgram.Node, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) -> ExactDecimal? {
    var result = ExactDecimal.zero
    for position in 0..<Int(node.count) {
      guard let value = decimal(child(node, position), slots, arena) else { continue }
      let isTaken = node.operation == .difference && position > 0
      guard let sum = isTaken ? result.subtracting(value) : result.adding(value) else {
        unrepresentedCount += 1
        return nil
      }
      result = sum
    }
    return result
  }

  mutating func number(_ place: CellPlace, _ arena: borrowing PageArena) -> ExactDecimal? {
    guard let span = arena.span(place), span.byteCount > 0 else { return nil }
    if let value = ExactDecimal(span) { return value }
    unrepresentedCount += 1
    return nil
  }

  /// Seconds since the epoch of the node's moment, UTC; nil for none, zero dates and second 0.
  func seconds(_ index: Int, _ slots: borrowing RowSlots, _ arena: borrowing PageArena) -> Int64? {
    let node = program.nodes[index]
    guard node.operation == .slot, let span = arena.span(slots[Int(node.first)]) else { return nil }
    if let time = CivilTime(span) { return time.seconds == 0 ? nil : time.seconds }
    guard let value = ExactDecimal(span), value.scale == 0, value.mantissa != 0 else { return nil }
    return Int64(exactly: value.mantissa)
  }

  /// The node's boolean.
  mutating func flag(_ index: Int, _ slots: borrowing RowSlots, _ arena: inout PageArena) -> Bool {
    let node = program.nodes[index]
    if node.operation == .isOneOf {
      return isOneOf(node, text(child(node, 0), slots, &arena), arena)
    }
    return holds(index, slots, arena)
  }

  func isOneOf(
    _ node: RowProgram.Node, _ place: CellPlace, _ arena: borrowing PageArena
  ) -> Bool {
    guard let span = arena.span(place) else { return false }
    for position in 0..<Int(node.constantCount) {
      let constant = program.constants[Int(node.constant) + position]
      if let other = arena.span(constant), span.equals(other) { return true }
    }
    return false
  }

  func status(_ place: CellPlace, _ arena: borrowing PageArena) -> CellPlace {
    guard let span = arena.span(place), span.starts(with: "wc-") else { return place }
    return CellPlace(start: place.start + 3, length: place.length - 3)
  }

  func choice(
    _ node: RowProgram.Node, _ place: CellPlace, _ arena: borrowing PageArena
  ) -> CellPlace {
    guard let span = arena.span(place) else { return .null }
    for position in stride(from: 0, to: Int(node.constantCount), by: 2) {
      let from = program.constants[Int(node.constant) + position]
      if let other = arena.span(from), span.equals(other) {
        return program.constants[Int(node.constant) + position + 1]
      }
    }
    return .null
  }

  /// The words of WooCommerce's admin list, English always (`WC_Order` attribution traits).
  private func origin(
    type: CellPlace, source: CellPlace, _ arena: inout PageArena
  ) -> CellPlace {
    let start = arena.count
    let words = Self.originWords(arena.span(type))
    arena.append(words.text)
    if words.takesSource { appendSource(source, &arena) }
    return CellPlace(start: UInt32(start), length: UInt32(arena.count - start))
  }

  private static func originWords(_ type: RawSpan?) -> (text: StaticString, takesSource: Bool) {
    guard let type else { return ("Unknown", false) }
    if type.equals("utm") { return ("Source: ", true) }
    if type.equals("organic") { return ("Organic: ", true) }
    if type.equals("referral") { return ("Referral: ", true) }
    if type.equals("typein") { return ("Direct", false) }
    if type.equals("mobile_app") { return ("Mobile app", false) }
    if type.equals("admin") { return ("Web admin", false) }
    if type.equals("pos") { return ("Point of Sale", false) }
    return ("Unknown", false)
  }

  /// The source without parentheses around it, its first letter upper-case.
  private func appendSource(_ source: CellPlace, _ arena: inout PageArena) {
    if source.isNull { return }
    var place = source
    while place.length > 0, Self.isParenthesis(byte(place, 0, arena)) {
      place.start += 1
      place.length -= 1
    }
    while place.length > 0, Self.isParenthesis(byte(place, Int(place.length) - 1, arena)) {
      place.length -= 1
    }
    if place.length > 0 {
      let first = byte(place, 0, arena)
      if first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z") {
        arena.append(first - 32)
        place.start += 1
        place.length -= 1
      }
    }
    arena.appendOwn(place)
  }

  private func byte(_ place: CellPlace, _ index: Int, _ arena: borrowing PageArena) -> UInt8 {
    arena.span(place)?.byte(at: index) ?? 0
  }

  private static func isParenthesis(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
  }
}
