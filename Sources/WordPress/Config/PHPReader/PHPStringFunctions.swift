internal import Cryptography

/// PHP's functions over strings.
enum PHPStringFunctions {
  static func call(_ word: String, _ values: [PHPValue]) -> PHPValue? {
    if word == "sprintf" { return PHPFormat.sprintf(values) }
    if word == "str_replace" { return replace(values) }
    guard let text = values.first?.scalarBytes else { return nil }
    switch values.count {
    case 1: return one(word, text)
    case 2:
      if word == "dirname" { return directory(text, levels: values[1]) }
      return values[1].scalarBytes.flatMap { two(word, text, $0, second: values[1]) }
    case 3: return three(word, text, values[1], values[2])
    default: return nil
    }
  }

  private static func one(_ word: String, _ text: [UInt8]) -> PHPValue? {
    switch word {
    case "strlen": .integer(Int64(text.count))
    case "strtolower": .string(text.map(lower))
    case "strtoupper": .string(text.map(upper))
    case "ucfirst": .string(text.prefix(1).map(upper) + text.dropFirst())
    case "lcfirst": .string(text.prefix(1).map(lower) + text.dropFirst())
    case "trim": .string(trimmed(text))
    case "ltrim": .string(Array(text.drop(while: isBlank)))
    case "rtrim", "chop": .string(trimmed(text, isAtStart: false, of: isBlank))
    case "strrev": .string(text.reversed())
    case "dirname": .text(PHPPath.directory(of: String(decoding: text, as: UTF8.self)))
    case "basename": .text(PHPPath.base(of: String(decoding: text, as: UTF8.self)))
    case "md5": .text(Hexadecimal.text(Digest.md5(text)))
    case "sha1": .text(Hexadecimal.text(Digest.sha1(text)))
    case "bin2hex": .text(Hexadecimal.text(text))
    case "base64_encode": .text(Base64.text(text))
    case "base64_decode": lenientBase64(text)
    case "ctype_digit": .boolean(!text.isEmpty && text.allSatisfy(PHPByte.isDigit))
    default: nil
    }
  }

  private static func two(
    _ word: String, _ text: [UInt8], _ other: [UInt8], second: PHPValue
  ) -> PHPValue? {
    switch word {
    case "trim": return characters(other).map { .string(trimmed(text, of: $0.contains)) }
    case "ltrim":
      return characters(other).map { set in .string(Array(text.drop(while: set.contains))) }
    case "rtrim", "chop":
      return characters(other).map { .string(trimmed(text, isAtStart: false, of: $0.contains)) }
    case "str_contains": return .boolean(other.isEmpty || find(other, in: text) != nil)
    case "str_starts_with": return .boolean(text.starts(with: other))
    case "str_ends_with": return .boolean(text.suffix(other.count).elementsEqual(other))
    case "strpos": return position(find(other, in: text))
    case "stripos": return position(find(other.map(lower), in: text.map(lower)))
    case "strrpos": return position(findLast(other, in: text))
    case "strstr":
      return find(other, in: text).map { .string(Array(text[$0...])) } ?? .boolean(false)
    case "strcmp": return .integer(order(text, other))
    case "strcasecmp": return .integer(order(text.map(lower), other.map(lower)))
    case "hash" where text == Array("sha256".utf8):
      return .text(Hexadecimal.text(Digest.sha256(other)))
    case "hash" where text == Array("md5".utf8): return .text(Hexadecimal.text(Digest.md5(other)))
    case "explode": return explode(text, other)
    case "substr": return substring(text, second, nil)
    case "str_repeat":
      guard case .integer(let count) = second, count >= 0, count * Int64(text.count) < 65_536 else {
        return nil
      }
      return .string(Array(repeatElement(text, count: Int(count)).joined()))
    default: return nil
    }
  }

  private static func three(
    _ word: String, _ text: [UInt8], _ second: PHPValue, _ third: PHPValue
  ) -> PHPValue? {
    switch word {
    case "substr": return substring(text, second, third)
    case "str_pad":
      guard case .integer(let width) = second, let pad = third.scalarBytes, !pad.isEmpty,
        width < 65_536
      else { return nil }
      var result = text
      while result.count < Int(width) {
        result.append(pad[(result.count - text.count) % pad.count])
      }
      return .string(result)
    default: return nil
    }
  }

  // MARK: Parts

  static func lower(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  static func upper(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte & ~0x20 : byte
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    (PHPByte.isSpace(byte) && byte != 0x0C) || byte == 0
  }

  static func trimmed(_ text: [UInt8]) -> [UInt8] { trimmed(text, of: isBlank) }

  private static func trimmed(
    _ text: [UInt8], isAtStart: Bool = true, of isBlank: (UInt8) -> Bool
  ) -> [UInt8] {
    var rest = isAtStart ? text.drop(while: isBlank) : text[...]
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return Array(rest)
  }

  /// The characters of a list; ranges with `..` are refused.
  private static func characters(_ list: [UInt8]) -> Set<UInt8>? {
    find(Array("..".utf8), in: list) == nil ? Set(list) : nil
  }

  static func find(_ part: [UInt8], in text: [UInt8]) -> Int? {
    guard part.count <= text.count else { return nil }
    return (0...(text.count - part.count)).first { text[$0...].starts(with: part) }
  }

  private static func findLast(_ part: [UInt8], in text: [UInt8]) -> Int? {
    guard part.count <= text.count else { return nil }
    return (0...(text.count - part.count)).last { text[$0...].starts(with: part) }
  }

  private static func position(_ index: Int?) -> PHPValue {
    index.map { .integer(Int64($0)) } ?? .boolean(false)
  }

  private static func order(_ left: [UInt8], _ right: [UInt8]) -> Int64 {
    left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
  }

  private static func directory(_ text: [UInt8], levels: PHPValue) -> PHPValue? {
    guard case .integer(let count) = levels, (1...64).contains(count) else { return nil }
    var path = String(decoding: text, as: UTF8.self)
    for _ in 0..<count { path = PHPPath.directory(of: path) }
    return .text(path)
  }

  private static func substring(
    _ text: [UInt8], _ offset: PHPValue, _ length: PHPValue?
  ) -> PHPValue? {
    guard case .integer(let first) = offset else { return nil }
    let count = Int64(text.count)
    let start = first < 0 ? max(count + first, 0) : min(first, count)
    var end = count
    switch length {
    case nil, .null: break
    case .integer(let wanted): end = wanted < 0 ? count + wanted : min(start &+ wanted, count)
    default: return nil
    }
    return .string(end > start ? Array(text[Int(start)..<Int(end)]) : [])
  }

  private static func explode(_ separator: [UInt8], _ text: [UInt8]) -> PHPValue? {
    guard !separator.isEmpty else { return nil }
    var parts: [PHPValue] = []
    var rest = text
    while let index = find(separator, in: rest) {
      parts.append(.string(Array(rest[..<index])))
      rest = Array(rest[(index + separator.count)...])
    }
    return .list(parts + [.string(rest)])
  }

  private static func replace(_ values: [PHPValue]) -> PHPValue? {
    guard values.count == 3, var text = values[2].scalarBytes else { return nil }
    let searches: [PHPValue]
    var replacements: [PHPValue]
    switch (values[0], values[1]) {
    case (.array(let from), .array(let to)): (searches, replacements) = (from.values, to.values)
    case (.array(let from), let to):
      searches = from.values
      replacements = Array(repeating: to, count: from.count)
    default: (searches, replacements) = ([values[0]], [values[1]])
    }
    while replacements.count < searches.count { replacements.append(.text("")) }
    for (search, replacement) in zip(searches, replacements) {
      guard let from = search.scalarBytes, let to = replacement.scalarBytes else { return nil }
      text = replaced(text, from, to)
    }
    return .string(text)
  }

  private static func replaced(_ text: [UInt8], _ from: [UInt8], _ to: [UInt8]) -> [UInt8] {
    if from.isEmpty { return text }
    var result: [UInt8] = []
    var index = 0
    while index < text.count {
      if text[index...].starts(with: from) {
        result += to
        index += from.count
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return result
  }

  /// `base64_decode` without `strict`: other characters are passed over.
  private static func lenientBase64(_ text: [UInt8]) -> PHPValue? {
    var letters = text.filter {
      $0 < 0x80 && (PHPByte.isName($0) && $0 != UInt8(ascii: "_")) || $0 == UInt8(ascii: "+")
        || $0 == UInt8(ascii: "/")
    }
    if letters.count % 4 == 1 { return nil }
    while letters.count % 4 != 0 { letters.append(UInt8(ascii: "=")) }
    return Base64.bytes(letters).map { .string($0) }
  }
}
