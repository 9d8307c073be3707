package import MariaDB
package import Runtime

/// A user's row, as far as logins need it.
package struct UserRow: Sendable, Equatable {
  /// The user's number.
  package let id: Int64
  /// The login name as it is stored.
  package let login: [UInt8]
  /// The hash of the password.
  package let passwordHash: [UInt8]
  /// The address.
  package let email: String
  /// The name that is shown.
  package let displayName: String
}

/// The tables of users and their meta values, which a network's sites share.
package struct UserTables: Sendable {
  private let users: [UInt8]
  private let meta: [UInt8]

  /// A meta value and the number of its row.
  package struct MetaRow: Sendable, Equatable {
    /// The row's number.
    package let id: Int64
    /// The value as it is stored.
    package let stored: [UInt8]
    /// What WordPress makes of it.
    package var value: PHPValue { PHPMaybe.unserialize(stored) }
  }

  /// Takes the names from the configuration: `CUSTOM_USER_TABLE` before the prefix.
  package init(_ config: WPConfig, prefix: TablePrefix) throws(Fault) {
    let shared = try config.networkPrefix(of: prefix)
    users = try Self.name(config, "CUSTOM_USER_TABLE", else: "\(shared)users")
    meta = try Self.name(config, "CUSTOM_USER_META_TABLE", else: "\(shared)usermeta")
  }

  /// A user, and what stands under some keys of the user's meta; read in one statement.
  package struct Account: Sendable, Equatable {
    /// The user's row.
    package let row: UserRow
    /// The first row of each key that there is, as PHP takes it.
    package let meta: [String: MetaRow]
  }

  /// The user of that login name, as the table's collation compares; nil when there is none.
  package func account(
    login: [UInt8], _ keys: [String], _ connection: inout Connection
  ) throws(Fault) -> Account? {
    guard let name = LoginName.sought(login) else { return nil }
    return try account("user_login", name, keys, &connection)
  }

  /// The user of that address; nil when there is none.
  package func account(
    email: [UInt8], _ keys: [String], _ connection: inout Connection
  ) throws(Fault) -> Account? {
    guard let address = LoginName.soughtAddress(email) else { return nil }
    return try account("user_email", address, keys, &connection)
  }

  private func account(
    _ column: StaticString, _ value: [UInt8], _ keys: [String], _ connection: inout Connection
  ) throws(Fault) -> Account? {
    var template = Array("SELECT m.umeta_id, m.meta_key, m.meta_value, u.* FROM (SELECT ".utf8)
    template += "ID, user_login, user_pass, user_email, display_name FROM ".utf8
    template += users + Array(" WHERE \(column) = {value} LIMIT 1) u LEFT JOIN ".utf8) + meta
    template += " m ON m.user_id = u.ID AND m.meta_key IN ({keys}) ORDER BY m.umeta_id".utf8
    let statement = SQLText(
      template: template, ["value": .text(value), "keys": .list(keys.map { .text($0) })])
    let rows = try connection.rows(statement, "looking for a user")
    guard let row = rows.first, let id = Self.integer(row[3]) else { return nil }
    let user = UserRow(
      id: id, login: row[4] ?? [], passwordHash: row[5] ?? [], email: Self.text(row[6]),
      displayName: Self.text(row[7]))
    return Account(row: user, meta: Self.meta(rows, keys))
  }

  /// The user's values under these exact keys; of rows with one key the first, as PHP does.
  package func meta(
    _ userID: Int64, _ keys: [String], _ connection: inout Connection
  ) throws(Fault) -> [String: MetaRow] {
    var template = Array("SELECT umeta_id, meta_key, meta_value FROM ".utf8) + meta
    template += " WHERE user_id = {user} AND meta_key IN ({keys}) ORDER BY umeta_id".utf8
    let statement = SQLText(
      template: template,
      ["user": .integer(userID), "keys": .list(keys.map { .text($0) })])
    return Self.meta(try connection.rows(statement, "reading a user's rights"), keys)
  }

  private static func meta(_ rows: [[[UInt8]?]], _ keys: [String]) -> [String: MetaRow] {
    var found: [String: MetaRow] = [:]
    for row in rows {
      let key = text(row[1])
      guard keys.contains(key), found[key] == nil, let id = integer(row[0]) else { continue }
      found[key] = MetaRow(id: id, stored: row[2] ?? [])
    }
    return found
  }

  /// Puts a value in the place of exactly what the row holds; false when it is no longer there.
  package func swap(
    _ row: MetaRow, to value: PHPValue, _ connection: inout Connection
  ) throws(Fault) -> Bool {
    let template =
      Array("UPDATE ".utf8) + meta
      + Array(" SET meta_value = ? WHERE umeta_id = ? AND BINARY meta_value = ?".utf8)
    return try connection.write(
      SQLText(template: template, [:]),
      [.bytes(PHPMaybe.stored(value)), .integer(row.id), .bytes(row.stored)],
      "noting the use of a password") > 0
  }

  /// A name that can stand in a statement as it is.
  private static func name(
    _ config: WPConfig, _ constant: String, else made: String
  ) throws(Fault) -> [UInt8] {
    let name = try config.text(constant) ?? made
    guard !name.isEmpty, name.utf8.count <= nameBytesMax, WPConfig.isValid(prefix: name) else {
      throw Fault(
        .configuration, operation: "reading wp-config.php", subject: constant,
        cause: "‘\(name)’ holds more than letters, digits and underscores",
        hint: "Rename the table, and correct the constant", recovery: .operator)
    }
    return Array(name.utf8)
  }

  /// Bytes of a table's name at most.
  private static let nameBytesMax = 64

  private static func text(_ cell: [UInt8]?) -> String {
    String(decoding: cell ?? [], as: UTF8.self)
  }

  private static func integer(_ cell: [UInt8]?) -> Int64? {
    Int64(text(cell))
  }
}
