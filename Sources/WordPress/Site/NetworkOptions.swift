internal import Bytes
package import MariaDB
package import Runtime

/// Options of the network: on a single site its options, else the rows of `sitemeta`.
package struct NetworkOptions: Sendable {
  private let prefix: TablePrefix
  /// The network's number; nil on a single site.
  private let network: Int64?

  /// The options that may hold salts.
  package static let saltNames: [String] =
    ["auth", "secure_auth", "logged_in", "nonce"].flatMap { ["\($0)_key", "\($0)_salt"] } + [
      "secret_key"
    ]

  /// Takes from the configuration whether there is a network.
  package init(_ config: WPConfig, prefix: TablePrefix) throws(Fault) {
    self.prefix = try config.networkPrefix(of: prefix)
    guard try config.isTrue("MULTISITE") else {
      network = nil
      return
    }
    if let known = config.networkID {
      network = known
      return
    }
    let id = try config.constants.value("SITE_ID_CURRENT_SITE").flatMap { PHPFunctions.integer($0) }
    network = id ?? 1
  }

  /// Reads the options of these names; of rows with one name the first, as PHP does.
  package func read(
    _ names: [String], _ connection: inout Connection
  ) throws(Fault) -> StoredOptions {
    guard let network else { return try OptionTable.read(names, prefix, &connection) }
    let statement = SQLText(
      """
      SELECT meta_key, meta_value FROM {prefix}sitemeta \
      WHERE site_id = {network} AND meta_key IN ({names}) ORDER BY meta_id
      """,
      [
        "prefix": .prefix(prefix), "network": .integer(network),
        "names": .list(names.map { .text($0) }),
      ])
    var options = StoredOptions()
    for row in try connection.rows(statement, "reading the network's options") {
      let name = String(decoding: row[0] ?? [], as: UTF8.self)
      guard names.contains(name), options[name] == nil else { continue }
      options[name] = StoredOptions.Row(value: row[1] ?? [], autoload: "")
    }
    return options
  }
}
