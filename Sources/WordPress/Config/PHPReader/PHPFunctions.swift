/// PHP's own functions that depend on nothing but their arguments.
///
/// nil means: not with these arguments; the caller refuses.
enum PHPFunctions {
  private static let names: Set<String> = [
    "strlen", "strtolower", "strtoupper", "ucfirst", "lcfirst", "trim", "ltrim", "rtrim", "chop",
    "substr", "strpos", "stripos", "strrpos", "strstr", "str_contains", "str_starts_with",
    "str_ends_with", "str_replace", "str_repeat", "str_pad", "strrev", "sprintf", "implode", "join",
    "explode", "in_array", "array_key_exists", "key_exists", "array_merge", "array_keys",
    "array_values", "count", "sizeof", "is_string", "is_int", "is_integer", "is_bool", "is_array",
    "is_null", "is_numeric", "is_float", "is_object", "intval", "strval", "boolval", "floatval",
    "dirname", "basename", "parse_url", "urldecode", "rawurldecode", "urlencode", "rawurlencode",
    "json_decode", "base64_decode", "base64_encode", "md5", "sha1", "hash", "filter_var", "abs",
    "min", "max", "addslashes", "stripslashes", "strcmp", "strcasecmp", "substr_count", "bin2hex",
    "hex2bin", "array_filter", "preg_quote", "rtrim", "nl2br", "ctype_digit",
  ]

  static func isKnown(_ word: String) -> Bool { names.contains(word) }

  static func call(_ word: String, _ values: [PHPValue]) -> PHPValue? {
    if let result = PHPStringFunctions.call(word, values) { return result }
    if let result = PHPArrayFunctions.call(word, values) { return result }
    if let result = PHPURLFunctions.call(word, values) { return result }
    return types(word, values)
  }

  private static func types(_ word: String, _ values: [PHPValue]) -> PHPValue? {
    guard let value = values.first, values.count == 1 || word == "filter_var" else { return nil }
    switch (word, value) {
    case ("is_string", .string), ("is_int", .integer), ("is_integer", .integer),
      ("is_bool", .boolean), ("is_array", .array), ("is_null", .null), ("is_float", .float),
      ("is_object", .object):
      return .boolean(true)
    case ("is_string", _), ("is_int", _), ("is_integer", _), ("is_bool", _), ("is_array", _),
      ("is_null", _), ("is_float", _), ("is_object", _):
      return .boolean(false)
    case ("is_numeric", .integer), ("is_numeric", .float): return .boolean(true)
    case ("is_numeric", .string(let bytes)): return .boolean(PHPOperators.numeric(bytes) != nil)
    case ("is_numeric", _): return .boolean(false)
    case ("intval", _): return cast(value, to: "int")
    case ("strval", _): return cast(value, to: "string")
    case ("boolval", _): return cast(value, to: "bool")
    case ("floatval", _): return cast(value, to: "float")
    case ("abs", .integer(let number)) where number > .min: return .integer(abs(number))
    case ("filter_var", _): return filter(values)
    default: return nil
    }
  }

  /// `filter_var` for booleans and integers.
  private static func filter(_ values: [PHPValue]) -> PHPValue? {
    guard values.count >= 2, case .integer(let kind) = values[1],
      let text = values[0].scalarText?.lowercased()
    else { return nil }
    let flags: Int64
    switch values.count {
    case 2: flags = 0
    case 3:
      guard case .integer(let number) = values[2] else { return nil }
      flags = number
    default: return nil
    }
    guard kind == 258 else { return nil }
    let trimmed = PHPStringFunctions.trimmed(Array(text.utf8))
    switch String(decoding: trimmed, as: UTF8.self) {
    case "1", "true", "on", "yes": return .boolean(true)
    case "0", "false", "off", "no", "": return .boolean(false)
    default: return flags & 134_217_728 != 0 ? .null : .boolean(false)
    }
  }

  /// The value that a cast makes; nil where it is not taken.
  static func cast(_ value: PHPValue, to type: String) -> PHPValue? {
    switch type {
    case "bool", "boolean": return .boolean(value.isTrue)
    case "string", "binary": return value.scalarBytes.map { .string($0) }
    case "int", "integer": return integer(value).map { .integer($0) }
    case "float", "double": return float(value).map { .float($0) }
    case "array": return array(value)
    case "object": return object(value)
    default: return nil
    }
  }

  /// `(int)`: the leading number of a string, truncated, saturated.
  static func integer(_ value: PHPValue) -> Int64? {
    switch value {
    case .null: return 0
    case .boolean(let flag): return flag ? 1 : 0
    case .integer(let number): return number
    case .float(let number): return wrapped(number)
    case .array(let array): return array.count > 0 ? 1 : 0
    case .string(let bytes):
      let prefix = numericPrefix(bytes)
      if prefix.isEmpty { return 0 }
      if let exact = Int64(prefix) { return exact }
      guard let float = Double(prefix) else { return nil }
      if float.isNaN { return 0 }
      return float >= 9.223372036854775807e18
        ? .max : float <= -9.223372036854775808e18 ? .min : Int64(float)
    default: return nil
    }
  }

  /// A float as an integer: cut, and what does not fit taken modulo 2^64; 0 for INF and NAN.
  private static func wrapped(_ number: Double) -> Int64 {
    guard number.isFinite else { return 0 }
    if number.magnitude < 9.2e18 { return Int64(number) }
    let rest = number.rounded(.towardZero).truncatingRemainder(
      dividingBy: 18_446_744_073_709_551_616)
    return Int64(bitPattern: rest < 0 ? 0 &- UInt64(-rest) : UInt64(rest))
  }

  private static func float(_ value: PHPValue) -> Double? {
    if case .string(let bytes) = value {
      let prefix = numericPrefix(bytes)
      return prefix.isEmpty ? 0 : Double(prefix)
    }
    return PHPOperators.number(value)?.double
  }

  /// The longest beginning that is a number, without white space before it.
  private static func numericPrefix(_ bytes: [UInt8]) -> String {
    let text = Array(bytes.drop(while: PHPByte.isSpace))
    var index = 0
    if index < text.count, text[index] == 0x2B || text[index] == 0x2D { index += 1 }
    let start = index
    while index < text.count, PHPByte.isDigit(text[index]) { index += 1 }
    var digits = index - start
    var end = digits > 0 ? index : 0
    if index < text.count, text[index] == UInt8(ascii: ".") {
      var next = index + 1
      while next < text.count, PHPByte.isDigit(text[next]) { next += 1 }
      if next > index + 1 {
        digits += next - index - 1
        end = next
        index = next
      }
    }
    if digits > 0, index == end, index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
      var next = index + 1
      if next < text.count, text[next] == 0x2B || text[next] == 0x2D { next += 1 }
      let first = next
      while next < text.count, PHPByte.isDigit(text[next]) { next += 1 }
      if next > first { end = next }
    }
    return String(decoding: text[..<end], as: UTF8.self)
  }

  private static func array(_ value: PHPValue) -> PHPValue? {
    switch value {
    case .array: return value
    case .null: return .array(PHPArray())
    case .boolean, .integer, .float, .string: return .list([value])
    case .object(let object):
      guard object.className == Array("stdClass".utf8) else { return nil }
      var array = PHPArray()
      for entry in object.properties.entries { array[PHPKey(bytes: entry.key.bytes)] = entry.value }
      return .array(array)
    default: return nil
    }
  }

  private static func object(_ value: PHPValue) -> PHPValue? {
    if case .object = value { return value }
    guard case .array(let array) = value else { return nil }
    var object = PHPObject(className: "stdClass")
    for entry in array.entries { object.properties[.string(entry.key.bytes)] = entry.value }
    return .object(object)
  }
}
