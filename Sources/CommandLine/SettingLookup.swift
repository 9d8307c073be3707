internal import Runtime

/// Where a setting comes from: the command line, the environment, the file; in that order.
///
/// What wp-config.php and the database add is looked up by those who read them.
struct SettingLookup {
  private let flags: [String: String]
  private let environment: [String: String]
  private let file: [String: String]

  /// Read when nobody names another file; it may be missing.
  static let standardFile = "/etc/wkpbic/wkpbic.conf"

  init(_ session: Session) throws(Fault) {
    var flags: [String: String] = [:]
    if let path = session.arguments["path"] { flags["WKPBIC_WP_PATH"] = path }
    self.flags = flags
    environment = session.environment
    let named = session.arguments["config"]
    guard let bytes = SmallFile.bytes(named ?? Self.standardFile) else {
      if let named {
        throw Fault(
          .file, operation: "reading settings", subject: named, cause: "the file cannot be read",
          hint: "Check --config and the file's permissions", recovery: .operator)
      }
      file = [:]
      return
    }
    file = try Self.parse(bytes, path: named ?? Self.standardFile)
  }

  /// The one setting that may be empty on purpose.
  private static let emptyIsValue = "WKPBIC_DB_PASSWORD"

  /// The setting's value; an empty one counts as not set, except for the database's password.
  func value(_ name: String) -> String? {
    [flags[name], environment[name], file[name]].lazy.compactMap(\.self).first { text in
      !text.isEmpty || name == Self.emptyIsValue
    }
  }

  /// Every variable, as PHP's getenv would see it.
  var variables: [String: String] { environment }

  /// `KEY=VALUE` lines as systemd's EnvironmentFile takes them: `#` and `;` begin comments, one
  /// pair of quotes around a value is taken off.
  private static func parse(_ bytes: [UInt8], path: String) throws(Fault) -> [String: String] {
    var values: [String: String] = [:]
    let lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let text = trimmed(line)
      guard let first = text.first, first != "#", first != ";" else { continue }
      guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
        throw Fault(
          .configuration, operation: "reading settings", subject: "\(path):\(index + 1)",
          cause: "not a line KEY=VALUE", hint: "Correct the line, or begin it with #",
          recovery: .operator)
      }
      let name = String(trimmed(text[..<equals]))
      values[name] = unquoted(trimmed(text[text.index(after: equals)...]))
    }
    return values
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }

  private static func unquoted(_ text: Substring) -> String {
    guard text.count >= 2, let first = text.first, first == text.last, first == "\"" || first == "'"
    else { return String(text) }
    return String(text.dropFirst().dropLast())
  }
}
