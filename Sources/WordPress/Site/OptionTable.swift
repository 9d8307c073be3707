internal import Bytes
package import MariaDB
package import Runtime

/// The table `options` of a site, read and written beside PHP.
///
/// Names are compared byte for byte, as PHP's caches do and the table's collation does not. An
/// update states the value it replaces, so that nothing another process has written is lost. With a
/// persistent object cache PHP sees a change only after the keys `options:alloptions`,
/// `options:notoptions` and `options:NAME` have been deleted there.
package struct OptionTable: Sendable {
  /// What the table's name begins with.
  package let prefix: TablePrefix
  /// The words of this site's WordPress.
  package let words: AutoloadWords

  /// Attempts at an update that others keep changing, at most.
  package static let attemptsMax = 8
  /// Bytes of a name, at most.
  package static let nameBytesMax = 191

  package init(prefix: TablePrefix, words: AutoloadWords) {
    self.prefix = prefix
    self.words = words
  }

  /// Reads the options of these names in one statement.
  package func read(
    _ names: [String], _ connection: inout Connection
  ) throws(Fault) -> StoredOptions {
    try Self.read(names, prefix, &connection)
  }

  package static func read(
    _ names: [String], _ prefix: TablePrefix, _ connection: inout Connection
  ) throws(Fault) -> StoredOptions {
    let statement = SQLText(
      """
      SELECT option_name, option_value, autoload FROM {prefix}options \
      WHERE option_name IN ({names})
      """, ["prefix": .prefix(prefix), "names": .list(names.map { .text($0) })])
    let wanted = Set(names)
    var options = StoredOptions()
    for row in try connection.rows(statement, "reading options") {
      let name = String(decoding: row[0] ?? [], as: UTF8.self)
      guard wanted.contains(name) else { continue }
      options[name] = StoredOptions.Row(
        value: row[1] ?? [], autoload: String(decoding: row[2] ?? [], as: UTF8.self))
    }
    return options
  }

  /// Adds an option; false when there is one of that name already.
  package func add(
    _ name: String, _ value: PHPValue, _ autoload: Autoload, _ connection: inout Connection
  ) throws(Fault) -> Bool {
    Self.check(name)
    let text = PHPMaybe.stored(value)
    let statement = SQLText(
      "INSERT INTO {prefix}options (option_name, option_value, autoload) VALUES (?, ?, ?)",
      ["prefix": .prefix(prefix)])
    do {
      let word = words.word(autoload, valueBytes: text.count)
      try connection.write(
        statement, [.text(name), .bytes(text), .text(word)], "adding option \(name)")
      return true
    } catch {
      guard error.number == Self.duplicateKey else { throw error }
      if try read([name], &connection)[name] != nil { return false }
      throw Fault(
        .data, operation: "adding an option", subject: name,
        cause: "an option exists whose name the table's collation takes for the same",
        hint: "Rename or delete that option", recovery: .operator)
    }
  }

  /// Sets an option as `update_option` does; false when nothing had to be written.
  ///
  /// What is missing is added; the autoload word stays unless one is given. What others write
  /// meanwhile is replaced, knowingly.
  package func set(
    _ name: String, _ value: PHPValue, _ autoload: Autoload?, _ connection: inout Connection
  ) throws(Fault) -> Bool {
    for _ in 0..<Self.attemptsMax {
      guard let row = try read([name], &connection)[name] else {
        if value == .boolean(false) { return false }
        if try add(name, value, autoload ?? .automatic, &connection) { return true }
        continue
      }
      let text = PHPMaybe.stored(value)
      if text == row.value { return false }
      if try replace(name, row, text, autoload, &connection) { return true }
    }
    throw Self.contended(name)
  }

  /// Puts a value in the place of exactly that stored text; false when it is no longer there.
  package func swap(
    _ name: String, from old: [UInt8], to value: PHPValue, _ connection: inout Connection
  ) throws(Fault) -> Bool {
    let text = PHPMaybe.stored(value)
    guard let row = try read([name], &connection)[name], row.value == old else { return false }
    // The server does not count a row as changed that keeps its value.
    if text == old { return true }
    return try replace(name, row, text, nil, &connection)
  }

  /// Changes a value by what it is now, and returns what is stored in the end.
  ///
  /// `body` may run several times; it gets nil when the option is missing, and changes nothing by
  /// returning nil.
  package func modify(
    _ name: String, _ autoload: Autoload, _ connection: inout Connection,
    _ body: (PHPValue?) throws(Fault) -> PHPValue?
  ) throws(Fault) -> PHPValue? {
    for _ in 0..<Self.attemptsMax {
      let row = try read([name], &connection)[name]
      let present = row.map { PHPMaybe.unserialize($0.value) }
      guard let next = try body(present) else { return present }
      guard let row else {
        if try add(name, next, autoload, &connection) { return next }
        continue
      }
      let text = PHPMaybe.stored(next)
      if text == row.value { return next }
      if try replace(name, row, text, nil, &connection) { return next }
    }
    throw Self.contended(name)
  }

  /// Deletes an option; false when there was none.
  package func delete(_ name: String, _ connection: inout Connection) throws(Fault) -> Bool {
    let statement = SQLText(
      "DELETE FROM {prefix}options WHERE option_name = ? AND BINARY option_name = ?",
      ["prefix": .prefix(prefix)])
    return try connection.write(
      statement, [.text(name), .text(name)], "deleting option \(name)") > 0
  }

  /// Writes `text` where `row` still stands; false when it does not.
  private func replace(
    _ name: String, _ row: StoredOptions.Row, _ text: [UInt8], _ autoload: Autoload?,
    _ connection: inout Connection
  ) throws(Fault) -> Bool {
    let statement = SQLText(
      """
      UPDATE {prefix}options SET option_value = ?, autoload = ? \
      WHERE option_name = ? AND BINARY option_name = ? AND BINARY option_value = ?
      """, ["prefix": .prefix(prefix)])
    let word = words.updated(row.autoload, autoload, valueBytes: text.count)
    return try connection.write(
      statement,
      [.bytes(text), .text(word), .text(name), .text(name), .bytes(row.value)],
      "updating option \(name)") > 0
  }

  /// The server's number for a key that exists.
  private static let duplicateKey = 1062

  private static func check(_ name: String) {
    precondition(!name.isEmpty && name.utf8.count <= nameBytesMax, "a name that the column holds")
  }

  private static func contended(_ name: String) -> Fault {
    Fault(
      .busy, operation: "updating an option", subject: name,
      cause: "others changed it \(attemptsMax) times meanwhile",
      recovery: .retry(afterSeconds: 1))
  }
}
