/// The plain part of `parse_ini_file`: sections, names, quoted and unquoted values, lists.
///
/// Values with operators or constants in them are refused.
enum INIFile {
  static func parse(
    _ bytes: [UInt8], file: String, hasSections: Bool
  ) throws(PHPRefusal) -> PHPArray {
    var result = PHPArray()
    var section: PHPKey?
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let lines = text.split(omittingEmptySubsequences: false) { $0 == 0x0A }
    for (index, raw) in lines.enumerated() {
      let line = trimmed(raw)
      guard let first = line.first, first != UInt8(ascii: ";") else { continue }
      let place = PHPRefusal(file: file, line: index + 1, reason: "this line of an INI file")
      if first == UInt8(ascii: "[") {
        guard let end = line.firstIndex(of: UInt8(ascii: "]")) else { throw place }
        let key = PHPKey(bytes: Array(unquoted(line[(line.startIndex + 1)..<end])))
        section = key
        if hasSections { result[key] = .array(PHPArray()) }
        continue
      }
      let (name, value) = try entry(line, place)
      try set(name, value, in: &result, section: hasSections ? section : nil, place)
    }
    return result
  }

  private static func entry(
    _ line: ArraySlice<UInt8>, _ place: PHPRefusal
  ) throws(PHPRefusal) -> ([UInt8], PHPValue) {
    guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else {
      return (Array(line), .null)
    }
    let name = trimmed(line[..<equals])
    return (Array(name), .string(try value(trimmed(line[(equals + 1)...]), place)))
  }

  private static func value(
    _ text: ArraySlice<UInt8>, _ place: PHPRefusal
  ) throws(PHPRefusal) -> [UInt8] {
    guard let first = text.first else { return [] }
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      return try quoted(text, quote: first, place)
    }
    let plain = trimmed(text.prefix { $0 != UInt8(ascii: ";") })
    if plain.contains(where: { "{}|&~!()^\"'$".utf8.contains($0) }) { throw place }
    switch String(decoding: plain, as: UTF8.self).lowercased() {
    case "true", "on", "yes": return [UInt8(ascii: "1")]
    case "false", "off", "no", "none", "null": return []
    default: return Array(plain)
    }
  }

  private static func quoted(
    _ text: ArraySlice<UInt8>, quote: UInt8, _ place: PHPRefusal
  ) throws(PHPRefusal) -> [UInt8] {
    guard let end = text.dropFirst().firstIndex(of: quote) else { throw place }
    let inner = text[(text.startIndex + 1)..<end]
    let rest = trimmed(text[(end + 1)...])
    guard rest.isEmpty || rest.first == UInt8(ascii: ";") else { throw place }
    if quote == UInt8(ascii: "\""), inner.contains(where: { $0 == 0x5C || $0 == 0x24 }) {
      throw place
    }
    return Array(inner)
  }

  private static func set(
    _ name: [UInt8], _ value: PHPValue, in result: inout PHPArray, section: PHPKey?,
    _ place: PHPRefusal
  ) throws(PHPRefusal) {
    var target = section.flatMap { result[$0]?.array } ?? result
    if name.last == UInt8(ascii: "]") {
      guard name.suffix(2).elementsEqual("[]".utf8) else { throw place }
      let key = PHPKey(bytes: Array(name.dropLast(2)))
      var list = target[key]?.array ?? PHPArray()
      list.append(value)
      target[key] = .array(list)
    } else {
      target[PHPKey(bytes: name)] = value
    }
    if let section { result[section] = .array(target) } else { result = target }
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = text.drop(while: PHPByte.isSpace)
    while let last = rest.last, PHPByte.isSpace(last) { rest.removeLast() }
    return rest
  }

  private static func unquoted(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard text.count >= 2, let first = text.first, first == text.last,
      first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    else { return text }
    return text.dropFirst().dropLast()
  }
}
