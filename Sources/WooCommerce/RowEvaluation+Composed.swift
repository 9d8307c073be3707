internal import Bytes
internal import WordPress

/// Texts made of others, and what stands inside stored structures.
extension RowEvaluation {
  /// The text of a node that composes or looks into something; may add to the arena.
  mutating func composed(
    _ node: RowProgram.Node, _ slots: borrowing RowSlots, _ arena: inout PageArena
  ) -> CellPlace {
    if node.operation == .joined { return joined(node, slots, &arena) }
    let place = text(child(node, 0), slots, &arena)
    switch node.operation {
    case .trimmed: return Self.trimmed(place, arena)
    case .capitalized: return Self.capitalized(place, &arena)
    case .serializedMember: return member(node, place, arena)
    case .listElement: return element(node, place, &arena)
    default: preconditionFailure("not a composed text")
    }
  }

  private mutating func joined(
    _ node: RowProgram.Node, _ slots: borrowing RowSlots, _ arena: inout PageArena
  ) -> CellPlace {
    var whole = CellPlace.null
    for position in 0..<Int(node.count) {
      let place = text(child(node, position), slots, &arena)
      if place.isNull || place.length == 0 { continue }
      let separator = program.constants[Int(node.constant)]
      whole = whole.isNull ? place : arena.join(whole, separator, place)
    }
    return whole
  }

  /// A part of what stands there already.
  private static func trimmed(_ place: CellPlace, _ arena: borrowing PageArena) -> CellPlace {
    guard let span = arena.span(place) else { return .null }
    let length = span.trimmed().byteCount
    // Without the blanks before it, the rest trims to the same length.
    var start = 0
    while start + length < span.byteCount, span.extracting(0...start).trimmed().byteCount == 0 {
      start += 1
    }
    return CellPlace(start: place.start + UInt32(start), length: UInt32(length))
  }

  private static func capitalized(_ place: CellPlace, _ arena: inout PageArena) -> CellPlace {
    if place.isNull { return .null }
    let start = arena.count
    var isFirst = true
    for index in 0..<Int(place.length) {
      let byte = arena.span(place)?.byte(at: index) ?? 0
      let isLower = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
      arena.append(isFirst && isLower ? byte - 32 : byte)
      isFirst = byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
    }
    return CellPlace(start: UInt32(start), length: place.length)
  }

  private func member(
    _ node: RowProgram.Node, _ place: CellPlace, _ arena: borrowing PageArena
  ) -> CellPlace {
    guard let span = arena.span(place),
      let name = arena.span(program.constants[Int(node.constant)]),
      let range = PHPScanner.member(name, of: span)
    else { return .null }
    return CellPlace(
      start: place.start + UInt32(range.lowerBound), length: UInt32(range.count))
  }

  /// Null when there is no such element, or the text is no JSON array.
  private func element(
    _ node: RowProgram.Node, _ place: CellPlace, _ arena: inout PageArena
  ) -> CellPlace {
    switch Self.found(Int(node.number), in: place, arena) {
    case nil: return .null
    case .nothing: return program.constants[Int(node.constant)]
    case .plain(let range):
      return CellPlace(
        start: place.start + UInt32(range.lowerBound), length: UInt32(range.count))
    case .escaped(let text): return arena.copy(Array(text.utf8).rawSpan)
    }
  }

  private static func found(
    _ index: Int, in place: CellPlace, _ arena: borrowing PageArena
  ) -> ListElement? {
    guard let span = arena.span(place) else { return nil }
    return ListElement(index, of: span)
  }
}

/// An element of a JSON array.
private enum ListElement {
  case nothing
  /// The bytes of a number, or of a text as it stands.
  case plain(Range<Int>)
  /// A text with escapes in it, which are rare.
  case escaped(String)

  /// Nil when there is no such element, or the text is no JSON array.
  init?(_ index: Int, of bytes: RawSpan) {
    var scanner = JSONScanner(bytes)
    var depth = 0
    var position = 0
    while let token = try? scanner.next(), token != .end {
      switch token {
      case .arrayStart, .objectStart:
        if depth == 0, token == .objectStart { return nil }
        depth += 1
        continue
      case .arrayEnd, .objectEnd:
        depth -= 1
      case .key: continue
      default:
        if depth == 1, position == index {
          self = Self.scalar(token, bytes)
          return
        }
      }
      if depth == 1 { position += 1 }
    }
    return nil
  }

  private static func scalar(_ token: JSONScanner.Token, _ bytes: RawSpan) -> ListElement {
    switch token {
    case .number(let range): .plain(range)
    case .string(let text) where text.start == text.end: .nothing
    case .string(let text) where text.hasEscapes: .escaped(text.string(in: bytes))
    case .string(let text): .plain(text.start..<text.end)
    default: .nothing
    }
  }
}
