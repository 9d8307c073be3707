internal import Bytes

/// PHP's functions over URLs and JSON.
enum PHPURLFunctions {
  static func call(_ word: String, _ values: [PHPValue]) -> PHPValue? {
    guard let text = values.first?.scalarBytes else { return nil }
    switch word {
    case "urldecode" where values.count == 1: return .string(decoded(text, hasPlus: true))
    case "rawurldecode" where values.count == 1: return .string(decoded(text, hasPlus: false))
    case "rawurlencode" where values.count == 1: return .string(encoded(text))
    case "parse_url": return parse(text, values)
    case "json_decode": return json(text, values)
    default: return nil
    }
  }

  static func decoded(_ text: [UInt8], hasPlus: Bool) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < text.count {
      if text[index] == UInt8(ascii: "%"), index + 2 < text.count,
        let high = PHPByte.hexValue(text[index + 1]), let low = PHPByte.hexValue(text[index + 2])
      {
        result.append(UInt8(high << 4 | low))
        index += 3
        continue
      }
      result.append(hasPlus && text[index] == UInt8(ascii: "+") ? 0x20 : text[index])
      index += 1
    }
    return result
  }

  private static func encoded(_ text: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return text.flatMap { byte -> [UInt8] in
      let isPlain = byte < 0x80 && (PHPByte.isName(byte) || "-.~".utf8.contains(byte))
      return isPlain ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }

  // MARK: parse_url

  /// `scheme://user:pass@host:port/path?query#fragment`; other shapes are not taken.
  private static func parse(_ text: [UInt8], _ values: [PHPValue]) -> PHPValue? {
    guard let parts = URLParts(text) else { return nil }
    guard values.count == 2 else { return values.count == 1 ? .array(parts.array) : nil }
    guard case .integer(let component) = values[1], component < 8 else { return nil }
    if component < 0 { return .array(parts.array) }
    let names = ["scheme", "host", "port", "user", "pass", "path", "query", "fragment"]
    return parts.array[PHPKey(names[Int(component)])] ?? .null
  }

  private struct URLParts {
    var array = PHPArray()

    init?(_ text: [UInt8]) {
      guard !text.contains(where: { $0 < 0x20 || $0 == 0x7F }),
        let mark = PHPStringFunctions.find(Array("://".utf8), in: text), mark > 0,
        text[..<mark].allSatisfy({ ($0 < 0x80 && PHPByte.isName($0)) || "+-.".utf8.contains($0) })
      else { return nil }
      var rest = text[(mark + 3)...]
      var query: ArraySlice<UInt8>?
      var fragment: ArraySlice<UInt8>?
      if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
        fragment = rest[(hash + 1)...]
        rest = rest[..<hash]
      }
      if let question = rest.firstIndex(of: UInt8(ascii: "?")) {
        query = rest[(question + 1)...]
        rest = rest[..<question]
      }
      let slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
      array[PHPKey("scheme")] = .string(Array(text[..<mark]))
      guard takeAuthority(rest[..<slash]) else { return nil }
      if slash < rest.endIndex { array[PHPKey("path")] = .string(Array(rest[slash...])) }
      if let query { array[PHPKey("query")] = .string(Array(query)) }
      if let fragment { array[PHPKey("fragment")] = .string(Array(fragment)) }
    }

    private mutating func takeAuthority(_ authority: ArraySlice<UInt8>) -> Bool {
      let at = authority.lastIndex(of: UInt8(ascii: "@"))
      let place = at.map { authority[($0 + 1)...] } ?? authority
      guard takePlace(place) else { return false }
      guard let at else { return true }
      let account = authority[..<at]
      if let colon = account.firstIndex(of: UInt8(ascii: ":")) {
        array[PHPKey("user")] = .string(Array(account[..<colon]))
        array[PHPKey("pass")] = .string(Array(account[(colon + 1)...]))
      } else {
        array[PHPKey("user")] = .string(Array(account))
      }
      return true
    }

    private mutating func takePlace(_ place: ArraySlice<UInt8>) -> Bool {
      var host = place
      let isBracketed = place.first == UInt8(ascii: "[")
      let start =
        isBracketed ? place.firstIndex(of: UInt8(ascii: "]")) ?? place.startIndex : place.startIndex
      if !place.isEmpty, let colon = place[start...].lastIndex(of: UInt8(ascii: ":")) {
        host = place[..<colon]
        let digits = place[(colon + 1)...]
        if !digits.isEmpty {
          guard let port = UInt16(String(decoding: digits, as: UTF8.self)) else { return false }
          array[PHPKey("host")] = .string(Array(host))
          array[PHPKey("port")] = .integer(Int64(port))
          return !host.isEmpty
        }
      }
      guard !host.isEmpty else { return false }
      array[PHPKey("host")] = .string(Array(host))
      return true
    }
  }

  // MARK: json_decode

  private static func json(_ text: [UInt8], _ values: [PHPValue]) -> PHPValue? {
    guard let document = try? JSONValue(text) else { return .null }
    let isArray = values.count > 1 && values[1].isTrue
    return value(document, isArray: isArray)
  }

  private static func value(_ document: JSONValue, isArray: Bool) -> PHPValue? {
    switch document {
    case .null: return .null
    case .boolean(let flag): return .boolean(flag)
    case .string(let text): return .text(text)
    case .number(let text):
      if let integer = Int64(text) { return .integer(integer) }
      return Double(text).map { .float($0) }
    case .array(let elements):
      var result: [PHPValue] = []
      for element in elements {
        guard let value = value(element, isArray: isArray) else { return nil }
        result.append(value)
      }
      return .list(result)
    case .object(let members):
      var array = PHPArray()
      for member in members {
        guard let value = value(member.value, isArray: isArray) else { return nil }
        array[PHPKey(member.name)] = value
      }
      return isArray ? .array(array) : PHPFunctions.cast(.array(array), to: "object")
    }
  }
}
