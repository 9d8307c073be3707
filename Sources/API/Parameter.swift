internal import Bytes

/// A parameter of a route: its name, and what its values must be.
struct Parameter: Sendable {
  let name: String
  let kind: Kind
  var isRequired = false
  /// The only values that are taken; any when empty.
  var choices: [String] = []
  var range: ClosedRange<Int>?
  var lengthMin: Int?
  var lengthMax: Int?
  var itemsMax: Int?
  var format: Format?
  /// Whether a text is one line.
  var isLine = false
  /// What stands when nothing is given.
  var standard: JSONValue?

  init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// JSON Schema's types, as far as routes use them.
  indirect enum Kind: Sendable {
    case integer, number, boolean, string
    case array(Parameter)
    case object([Parameter])

    var word: String {
      switch self {
      case .integer: "integer"
      case .number: "number"
      case .boolean: "boolean"
      case .string: "string"
      case .array: "array"
      case .object: "object"
      }
    }
  }

  enum Format: String, Sendable {
    case email, date
    /// Addresses with commas between; none at all, too.
    case addresses = "email-list"
  }

  /// The description in OPTIONS, as core prints it.
  var json: JSONValue {
    var members = [JSONValue.Member("type", .string(kind.word))]
    if let standard { members.append(.init("default", standard)) }
    if !choices.isEmpty { members.append(.init("enum", .array(choices.map(JSONValue.string)))) }
    if let range {
      members.append(.init("minimum", .integer(range.lowerBound)))
      members.append(.init("maximum", .integer(range.upperBound)))
    }
    if let lengthMin { members.append(.init("minLength", .integer(lengthMin))) }
    if let lengthMax { members.append(.init("maxLength", .integer(lengthMax))) }
    if let format { members.append(.init("format", .string(format.rawValue))) }
    if let itemsMax { members.append(.init("maxItems", .integer(itemsMax))) }
    switch kind {
    case .array(let item): members.append(.init("items", item.json))
    case .object(let inner):
      members.append(.init("properties", .object(inner.map { .init($0.name, $0.json) })))
    case .integer, .number, .boolean, .string: break
    }
    members.append(.init("required", .boolean(isRequired)))
    return .object(members)
  }
}

// What routes are written with.
extension Parameter {
  static func text(_ name: String, max: Int = 255, required: Bool = false) -> Parameter {
    var parameter = Parameter(name, .string)
    parameter.isRequired = required
    parameter.lengthMin = 1
    parameter.lengthMax = max
    return parameter
  }

  static func choice(_ name: String, _ choices: [String], required: Bool = false) -> Parameter {
    var parameter = Parameter(name, .string)
    parameter.isRequired = required
    parameter.choices = choices
    return parameter
  }

  static func whole(
    _ name: String, _ range: ClosedRange<Int>, standard: Int? = nil
  ) -> Parameter {
    var parameter = Parameter(name, .integer)
    parameter.range = range
    parameter.standard = standard.map(JSONValue.integer)
    return parameter
  }

  static func flag(_ name: String, required: Bool = false) -> Parameter {
    var parameter = Parameter(name, .boolean)
    parameter.isRequired = required
    return parameter
  }

  static func list(_ name: String, of item: Parameter, max: Int = 100) -> Parameter {
    var parameter = Parameter(name, .array(item))
    parameter.itemsMax = max
    return parameter
  }

  static func email(_ name: String, required: Bool = false) -> Parameter {
    var parameter = Parameter(name, .string)
    parameter.isRequired = required
    parameter.format = .email
    parameter.lengthMax = 254
    return parameter
  }
}
