internal import Bytes

/// What an answer looks like, as far as a JSON Schema says.
indirect enum Shape: Sendable {
  case text, integer, number, flag
  /// Any JSON.
  case anything
  /// One of these words.
  case words([String])
  /// An object of the document's components.
  case named(String)
  case list(Shape)
  case nullable(Shape)
  /// Exactly these members, unless it is open to more.
  case object([Member], isOpen: Bool)
  /// Names that vary, with values of one shape.
  case map(Shape)

  /// A member of an object.
  struct Member: Sendable {
    let name: String
    let shape: Shape
    /// Whether it may be missing.
    var isOptional = false
  }

  static func object(_ members: KeyValuePairs<String, Shape>) -> Shape {
    .object(members.map { Member(name: $0.key, shape: $0.value) }, isOpen: false)
  }

  /// An object that others may add to.
  static func open(_ members: KeyValuePairs<String, Shape>) -> Shape {
    .object(members.map { Member(name: $0.key, shape: $0.value) }, isOpen: true)
  }

  static func words<Word: RawRepresentable & CaseIterable>(of _: Word.Type) -> Shape
  where Word.RawValue == String {
    .words(Word.allCases.map(\.rawValue))
  }

  /// The schema.
  var json: JSONValue {
    switch self {
    case .text: Self.typed("string")
    case .integer: Self.typed("integer")
    case .number: Self.typed("number")
    case .flag: Self.typed("boolean")
    case .anything: .object([JSONValue.Member]())
    case .words(let words):
      .object(["type": .string("string"), "enum": .array(words.map(JSONValue.string))])
    case .named(let name): .object(["$ref": .string("#/components/schemas/\(name)")])
    case .list(let element): .object(["type": .string("array"), "items": element.json])
    case .nullable(let shape):
      .object(["anyOf": .array([shape.json, Self.typed("null")])])
    case .object(let members, let isOpen): Self.object(members, isOpen)
    case .map(let value):
      .object(["type": .string("object"), "additionalProperties": value.json])
    }
  }

  private static func typed(_ word: String) -> JSONValue { .object(["type": .string(word)]) }

  private static func object(_ members: [Member], _ isOpen: Bool) -> JSONValue {
    let required = members.filter { !$0.isOptional }.map { JSONValue.string($0.name) }
    return .object([
      "type": .string("object"),
      "properties": .object(members.map { .init($0.name, $0.shape.json) }),
      "required": .array(required), "additionalProperties": .boolean(isOpen),
    ])
  }
}
