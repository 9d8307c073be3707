internal import Runtime

/// The options of a command, as they were typed.
struct Arguments: Sendable, Equatable {
  private var values: [String: String] = [:]
  private var switches: Set<String> = []

  /// Reads `--name`, `--name=value`, `--no-name` (for switches named so) and `--name value`.
  init(_ words: [String], options: [Option]) throws(Fault) {
    let known = Dictionary(options.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--"), word.count > 2 else {
        throw Self.fault("'\(word)' is not expected here", "Options begin with --")
      }
      let body = word.dropFirst(2)
      let name = String(body.prefix { $0 != "=" })
      guard let option = known[name] else {
        throw Self.fault("--\(name) is not an option of this command", "Add --help to see them")
      }
      try take(
        option, inline: body.count > name.count ? String(body.dropFirst(name.count + 1)) : nil,
        &rest)
    }
  }

  private mutating func take(
    _ option: Option, inline: String?, _ rest: inout ArraySlice<String>
  ) throws(Fault) {
    if option.value == nil {
      guard inline == nil else {
        throw Self.fault("--\(option.name) takes no value", "Write --\(option.name) alone")
      }
      switches.insert(option.name)
      return
    }
    guard let value = inline ?? rest.popFirst(), !value.isEmpty else {
      throw Self.fault(
        "--\(option.name) needs a value", "Write --\(option.name)=\(option.value ?? "VALUE")")
    }
    guard values.updateValue(value, forKey: option.name) == nil else {
      throw Self.fault("--\(option.name) stands twice", "Say it once")
    }
  }

  func has(_ name: String) -> Bool { switches.contains(name) }

  subscript(_ name: String) -> String? { values[name] }

  /// A whole number in a range.
  func integer(_ name: String, in range: ClosedRange<Int>) throws(Fault) -> Int? {
    guard let text = values[name] else { return nil }
    guard let value = Int(text), range.contains(value) else {
      throw Self.fault(
        "--\(name)=\(text) is not a whole number from \(range.lowerBound) to \(range.upperBound)",
        "Choose one in that range")
    }
    return value
  }

  /// Comma-separated words, none of them empty.
  func list(_ name: String) -> [String]? {
    values[name].map { text in
      text.split(separator: ",").map { word in
        var word = Substring(word)
        while word.first == " " { word.removeFirst() }
        while word.last == " " { word.removeLast() }
        return String(word)
      }.filter { !$0.isEmpty }
    }
  }

  /// A wrong command line.
  static func fault(_ cause: String, _ hint: String) -> Fault {
    Fault(
      .usage, operation: "reading the command line", subject: "", cause: cause, hint: hint,
      recovery: .operator)
  }
}
