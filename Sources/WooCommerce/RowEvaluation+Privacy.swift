internal import Bytes
internal import Model
internal import WordPress

/// Texts that a privacy rule changes; what is empty stays empty.
extension RowEvaluation {
  /// The keyed hash of a text, as hexadecimal digits.
  func hash(_ place: CellPlace, _ arena: inout PageArena) -> CellPlace {
    guard let text = pseudonym(of: place, arena) else { return .null }
    return arena.copy(text.rawSpan)
  }

  private func pseudonym(of place: CellPlace, _ arena: borrowing PageArena) -> [UInt8]? {
    guard let pseudonyms = program.pseudonyms, let span = arena.span(place), span.byteCount > 0
    else { return nil }
    return pseudonyms.text(of: span)
  }

  /// The coarser form of a text; null when it has none.
  func coarse(_ node: RowProgram.Node, _ place: CellPlace, _ arena: inout PageArena) -> CellPlace {
    guard let form = Coarsening(rawValue: node.constant), let text = Self.trimmed(place, arena),
      let coarse = CoarseText.text(form, text)
    else { return .null }
    return arena.copy(Array(coarse.utf8).rawSpan)
  }

  private static func trimmed(_ place: CellPlace, _ arena: borrowing PageArena) -> String? {
    arena.span(place)?.trimmed().text()
  }
}

/// Coarser forms of texts.
enum CoarseText {
  /// The form of a text; nil when nothing is left of it.
  static func text(_ form: Coarsening, _ text: String) -> String? {
    switch form {
    case .domain: domain(text)
    case .postcode: postcode(text)
    case .initials: initials(text)
    case .network: network(text)
    }
  }

  private static func domain(_ text: String) -> String? {
    guard let at = text.lastIndex(of: "@"), at > text.startIndex else { return nil }
    let domain = text[text.index(after: at)...]
    let isDomain = domain.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" }
    return isDomain && !domain.isEmpty ? domain.lowercased() : nil
  }

  /// What stands before a blank or hyphen when it is short, else the first half of that.
  private static func postcode(_ text: String) -> String? {
    let head = text.prefix { $0 != " " && $0 != "-" }
    let isPart = head.count < text.count && head.count <= 4
    let kept = isPart ? head : head.prefix((head.count + 1) / 2)
    return kept.isEmpty ? nil : kept.uppercased()
  }

  /// Words of a name at most.
  private static let initialsMax = 4

  private static func initials(_ text: String) -> String? {
    let words = text.split { !($0.isLetter || $0.isNumber) }
    let letters = words.prefix(initialsMax).map { "\($0.first.map(String.init) ?? "")." }
    return letters.isEmpty ? nil : letters.joined(separator: " ").uppercased()
  }

  private static func network(_ text: String) -> String? {
    if let bytes = fourth(text) { return "\(bytes[0]).\(bytes[1]).\(bytes[2]).0" }
    guard let groups = sixth(text) else { return nil }
    // An address of the old kind in the new kind's clothes.
    if groups[0..<5].allSatisfy({ $0 == 0 }), groups[5] == 0xFFFF {
      return "\(groups[6] >> 8).\(groups[6] & 255).\(groups[7] >> 8).0"
    }
    var head = groups[0..<3].map { String($0, radix: 16) }
    while head.last == "0" { head.removeLast() }
    return head.joined(separator: ":") + "::"
  }

  private static func fourth(_ text: some StringProtocol) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let bytes = parts.compactMap { part in
      part.allSatisfy(\.isASCII) && part.first != "+" && part.first != "-" ? UInt8(part) : nil
    }
    return parts.count == 4 && bytes.count == 4 ? bytes : nil
  }

  private static func sixth(_ text: String) -> [UInt16]? {
    let address = text.prefix { $0 != "%" }
    guard let gap = address.firstRange(of: "::") else {
      let groups = groups(address)
      return groups?.count == 8 ? groups : nil
    }
    guard let front = groups(address[..<gap.lowerBound]),
      let back = groups(address[gap.upperBound...]), front.count + back.count < 8
    else { return nil }
    return front + Array(repeating: 0, count: 8 - front.count - back.count) + back
  }

  /// Groups between colons; the last may be an address of the old kind.
  private static func groups(_ text: Substring) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, let bytes = fourth(part) {
        groups += [
          UInt16(bytes[0]) << 8 | UInt16(bytes[1]), UInt16(bytes[2]) << 8 | UInt16(bytes[3]),
        ]
      } else if part.count <= 4, part.first != "+", part.first != "-",
        let group = UInt16(part, radix: 16)
      {
        groups.append(group)
      } else {
        return nil
      }
    }
    return groups.count <= 8 ? groups : nil
  }
}
