/// Names and texts as DAX writes them: what stands inside cannot end them.
enum DAX {
  /// `'table'`.
  static func table(_ name: String) -> String {
    "'\(doubled("'", in: name))'"
  }

  /// `'table'[column]`.
  static func column(_ table: String, _ column: String) -> String {
    "\(self.table(table))[\(doubled("]", in: column))]"
  }

  /// `"text"`.
  static func text(_ text: String) -> String {
    "\"\(doubled("\"", in: text))\""
  }

  /// `{"a", "b"}`; DAX knows no empty list.
  static func list(_ texts: [String]) -> String {
    precondition(!texts.isEmpty, "a list in DAX holds something")
    return "{\(texts.map(text).joined(separator: ", "))}"
  }

  private static func doubled(_ mark: Character, in text: String) -> String {
    text.reduce(into: "") { result, character in
      result.append(character)
      if character == mark { result.append(mark) }
    }
  }
}
