package import Runtime

/// A meta key that somebody chose as a column.
package struct MetaField: Sendable, Equatable {
  /// The key, as the shop spells it.
  package var key: String
  /// What its values are to be.
  package var type: ColumnType
  /// What the site says it tells about a person; nil when nobody has said so.
  package var privacy: Column.Privacy?

  package init(key: String, type: ColumnType, privacy: Column.Privacy?) {
    self.key = key
    self.type = type
    self.privacy = privacy
  }

  /// Reads `key`, `key:type` or, where the site itself speaks, `key:type:class`.
  ///
  /// A key that holds a colon needs its type.
  package init(_ text: String, isSite: Bool) throws(Fault) {
    var words = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    privacy = nil
    if isSite, words.count > 2, let last = words.last,
      let named = Column.Privacy(rawValue: last.lowercased())
    {
      privacy = named
      words.removeLast()
    }
    type = .string
    if words.count > 1 {
      guard let named = words.last.flatMap(ColumnType.init(word:)) else {
        throw FieldFault.usage(
          text, "'\(words.last ?? "")' is no type",
          "Choose among \(ColumnType.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      type = named
      words.removeLast()
    }
    key = words.joined(separator: ":")
    try Self.check(key)
  }

  /// A Fault when the key must not be given, or cannot be.
  private static func check(_ key: String) throws(Fault) {
    guard !key.isEmpty, key.utf8.count <= MetaKey.bytesMax else {
      throw FieldFault.usage(key, "no meta key is that", "Write key or key:type")
    }
    guard !MetaKey.isWithheld(key) else {
      throw FieldFault.usage(
        key, "this key holds what gives access, and is never given out", "Choose another key")
    }
  }
}

extension ColumnType {
  /// The type that a person means by a word.
  init?(word: String) {
    let types: [String: ColumnType] = [
      "int64": .int64, "integer": .int64, "int": .int64, "double": .double, "decimal": .decimal,
      "number": .decimal, "boolean": .boolean, "bool": .boolean, "datetime": .dateTime,
      "date": .dateTime, "string": .string, "text": .string,
    ]
    guard let type = types[word.lowercased()] else { return nil }
    self = type
  }
}

/// Faults of choosing columns.
enum FieldFault {
  /// What somebody asked for cannot be had.
  static func usage(_ subject: String, _ cause: String, _ hint: String) -> Fault {
    Fault(
      .usage, operation: "choosing columns", subject: subject, cause: cause, hint: hint,
      recovery: .operator)
  }

  /// What is configured cannot be understood, and is not passed over.
  static func configuration(_ subject: String, _ cause: String, _ hint: String) -> Fault {
    Fault(
      .configuration, operation: "reading privacy rules", subject: subject, cause: cause,
      hint: hint, recovery: .operator)
  }
}
