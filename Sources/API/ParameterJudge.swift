internal import Bytes
internal import Connector

/// Why a value is not taken, as WordPress words it.
struct Objection: Error, Equatable {
  let code: String
  let message: String
  var data = JSONValue.null

  init(_ code: String, _ message: String) {
    self.code = code
    self.message = message
  }

  var json: JSONValue {
    .object(["code": .string(code), "message": .string(message), "data": data])
  }
}

/// Holds values against what a parameter says, and brings them into its type.
enum ParameterJudge {
  /// The value, of its type from now on.
  static func judged(
    _ value: JSONValue, _ parameter: Parameter, _ path: String
  ) throws(Objection) -> JSONValue {
    switch parameter.kind {
    case .integer: return try integer(value, parameter, path)
    case .number: return .number(try number(value, path).text)
    case .boolean: return .boolean(try boolean(value, path))
    case .string: return try string(value, parameter, path)
    case .array(let item): return try array(value, item, parameter, path)
    case .object(let inner): return try object(value, inner, path)
    }
  }

  private static func mistyped(_ path: String, _ word: String) -> Objection {
    var objection = Objection("rest_invalid_type", "\(path) is not of type \(word).")
    objection.data = .object(["param": .string(path)])
    return objection
  }

  /// A number's text as PHP's `is_numeric` takes it.
  private static func number(
    _ value: JSONValue, _ path: String, _ word: String = "number"
  ) throws(Objection) -> (value: Double, text: String) {
    let text: String
    switch value {
    case .number(let digits): text = digits
    case .string(let words): text = trimmed(words)
    default: throw mistyped(path, word)
    }
    let isPlain = text.utf8.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || [UInt8(ascii: "."), 0x2B, 0x2D, 0x45, 0x65].contains(byte)
    }
    guard isPlain, let number = Double(text), number.isFinite else { throw mistyped(path, word) }
    return (number, canonical(text, number))
  }

  /// What JSON takes, no sign before and digits around the point, with every digit that was given.
  private static func canonical(_ text: String, _ number: Double) -> String {
    guard let exact = ExactDecimal(Array(text.utf8).rawSpan) else { return "\(number)" }
    var buffer = ByteBuffer(capacity: 48)
    buffer.append(exact)
    return buffer.bytes.text()
  }

  private static func trimmed(_ text: String) -> String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    var bytes = Array(text.utf8)[...]
    while let first = bytes.first, isBlank(first) { bytes.removeFirst() }
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func integer(
    _ value: JSONValue, _ parameter: Parameter, _ path: String
  ) throws(Objection) -> JSONValue {
    let number = try number(value, path, "integer")
    guard number.value == number.value.rounded() else { throw mistyped(path, "integer") }
    let range = parameter.range ?? Int(Int32.min)...Int(Int32.max)
    guard number.value >= Double(range.lowerBound), number.value <= Double(range.upperBound) else {
      throw Objection(
        "rest_out_of_bounds",
        "\(path) must be between \(range.lowerBound) (inclusive) and \(range.upperBound) "
          + "(inclusive)")
    }
    return .integer(Int(number.value))
  }

  private static func boolean(_ value: JSONValue, _ path: String) throws(Objection) -> Bool {
    switch value {
    case .boolean(let flag): return flag
    case .number("0"): return false
    case .number("1"): return true
    case .string(let word):
      switch word.lowercased() {
      case "true", "1": return true
      case "false", "0": return false
      default: break
      }
    default: break
    }
    throw mistyped(path, "boolean")
  }

  private static func string(
    _ value: JSONValue, _ parameter: Parameter, _ path: String
  ) throws(Objection) -> JSONValue {
    guard let text = value.string else { throw mistyped(path, "string") }
    if !parameter.choices.isEmpty, !parameter.choices.contains(text) {
      throw Objection("rest_not_in_enum", "\(path) is not \(listed(parameter.choices)).")
    }
    let length = text.unicodeScalars.count
    if let least = parameter.lengthMin, length < least {
      throw Objection("rest_too_short", "\(path) must be at least \(characters(least)) long.")
    }
    if let most = parameter.lengthMax, length > most {
      throw Objection("rest_too_long", "\(path) must be at most \(characters(most)) long.")
    }
    switch parameter.format {
    case .email where !Connector.isMailAddress(text):
      throw Objection("rest_invalid_email", "Invalid email address.")
    case .addresses where !Connector.areMailAddresses(text):
      throw Objection("rest_invalid_email", "Invalid email address.")
    case .date where !isDate(text): throw Objection("rest_invalid_date", "Invalid date.")
    default: break
    }
    // What no text of ours may hold; a database would take it, and a log would show it.
    guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\n" || $0 == "\t" }) else {
      throw Objection("rest_invalid_pattern", "\(path) must not contain control characters.")
    }
    if parameter.isLine, !text.unicodeScalars.allSatisfy(isOnALine) {
      throw Objection("rest_invalid_pattern", "\(path) must be one line.")
    }
    return value
  }

  private static func characters(_ count: Int) -> String {
    count == 1 ? "1 character" : "\(count) characters"
  }

  /// `one of a, b, and c`.
  private static func listed(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    let first = words.dropLast().joined(separator: ", ")
    return "one of \(first)\(words.count > 2 ? "," : "") and \(last)"
  }

  /// Neither a control character nor what some readers take for a line's end.
  private static func isOnALine(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
      && scalar.value != 0x2028 && scalar.value != 0x2029
  }

  private static func isDate(_ text: String) -> Bool {
    text.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil
      && CivilTime(Array("\(text) 00:00:00".utf8).rawSpan) != nil
  }

  private static func array(
    _ value: JSONValue, _ item: Parameter, _ parameter: Parameter, _ path: String
  ) throws(Objection) -> JSONValue {
    let elements: [JSONValue]
    switch value {
    case .array(let given): elements = given
    case .string(let text):
      elements = text.split { $0 == "," || $0.isWhitespace }.map { .string(String($0)) }
    case .number, .boolean: elements = [value]
    default: throw mistyped(path, "array")
    }
    if let most = parameter.itemsMax, elements.count > most {
      throw Objection("rest_too_many_items", "\(path) must contain at most \(most) items.")
    }
    var judged: [JSONValue] = []
    for (index, element) in elements.enumerated() {
      judged.append(try Self.judged(element, item, "\(path)[\(index)]"))
    }
    return .array(judged)
  }

  private static func object(
    _ value: JSONValue, _ inner: [Parameter], _ path: String
  ) throws(Objection) -> JSONValue {
    var given: [JSONValue.Member] = []
    switch value {
    case .object(let members): given = members
    case .array(let elements) where elements.isEmpty: break
    case .string(""): break
    default: throw mistyped(path, "object")
    }
    for parameter in inner where parameter.isRequired {
      if JSONValue.object(given)[parameter.name]?.isNull ?? true {
        throw Objection(
          "rest_property_required", "\(parameter.name) is a required property of \(path).")
      }
    }
    for member in given where !inner.contains(where: { $0.name == member.name }) {
      throw Objection(
        "rest_additional_properties_forbidden",
        "\(member.name) is not a valid property of Object.")
    }
    var judged: [JSONValue.Member] = []
    for parameter in inner {
      guard let value = JSONValue.object(given)[parameter.name], !value.isNull else { continue }
      judged.append(
        .init(
          parameter.name, try Self.judged(value, parameter, "\(path)[\(parameter.name)]")))
    }
    return .object(judged)
  }
}
