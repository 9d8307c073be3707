/// The cookies of a request as PHP reads them into `$_COOKIE`.
///
/// Names are not decoded, values are, byte by byte: what is no escape stays as it is.
package struct CookieHeader: Sendable {
  private enum Value: Sendable {
    case text([UInt8])
    /// `name[…]=`, which nothing here asks for.
    case array
  }

  private var values: [[UInt8]: Value] = [:]

  /// Cookies of one request at most, as PHP's `max_input_vars`.
  package static let countMax = 1000

  /// Reads the header's value; of cookies with one name the first counts.
  package init(_ header: [UInt8]) {
    var count = 0
    for part in header.split(separator: UInt8(ascii: ";")) {
      let pair = part.drop(while: PHPByte.isSpace)
      let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      if equals == pair.startIndex { continue }
      count += 1
      if count > Self.countMax { return }
      add(Array(pair[..<equals]), Self.decoded(pair[equals...].dropFirst()))
    }
  }

  /// How many names there are.
  package var count: Int { values.count }

  /// The value under a name; nil when there is none, or an array.
  package subscript(_ name: String) -> [UInt8]? {
    if case .text(let value) = values[Array(name.utf8)] { value } else { nil }
  }

  private mutating func add(_ written: [UInt8], _ value: [UInt8]) {
    let bracket = written.firstIndex(of: UInt8(ascii: "["))
    let isArray = bracket.map { written[$0...].contains(UInt8(ascii: "]")) } ?? false
    let name = Self.mangled(isArray ? written[..<(bracket ?? 0)] : written[...])
    if name.isEmpty || bracket == 0 { return }
    if isArray {
      values[name] = .array
    } else if values[name] == nil {
      values[name] = .text(value)
    }
  }

  /// What cannot stand in the name of a variable is an underscore.
  private static func mangled(_ name: ArraySlice<UInt8>) -> [UInt8] {
    name.map { byte in
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: "["): UInt8(ascii: "_")
      default: byte
      }
    }
  }

  private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var index = text.startIndex
    while index < text.endIndex {
      if text[index] == UInt8(ascii: "%"), index + 2 < text.endIndex,
        let high = PHPByte.hexValue(text[index + 1]), let low = PHPByte.hexValue(text[index + 2])
      {
        out.append(UInt8(high << 4 | low))
        index += 3
      } else {
        out.append(text[index])
        index += 1
      }
    }
    return out
  }
}
