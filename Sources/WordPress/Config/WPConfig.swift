package import MariaDB
package import Runtime

/// What a site's configuration says: how to reach its database, its tables' prefix, its salts.
package struct WPConfig: Sendable {
  /// `DB_HOST` as it is written.
  package var dbHost: String
  /// `DB_USER`.
  package var dbUser: String
  /// `DB_PASSWORD`.
  package var dbPassword: Secret
  /// `DB_NAME`.
  package var dbName: String
  /// `DB_CHARSET`; empty when it is not defined.
  package var charset: String
  /// `DB_COLLATE`; empty when it is not defined.
  package var collate: String
  /// `$table_prefix`: letters, digits and underscores, or empty.
  package var tablePrefix: String
  /// What the file itself sets `$table_prefix` to, whatever has been given instead; nil without a
  /// file.
  package let writtenPrefix: String?
  /// The eight keys and salts, and the two old ones, as far as they are defined.
  package var salts: SaltConstants
  /// All other constants.
  package var constants: ConfigConstants
  /// WordPress's own directory, with a slash at its end; nil when nobody has said where it is.
  package var absolutePath: String?
  /// The network of the site that is looked at, where the database has said it; nil leaves it to
  /// the constants.
  package var networkID: Int64?

  /// Values that stand before those of the file: constants by name, and `table_prefix`.
  package typealias Replacements = [String: String]

  /// Takes from the constants what is needed, `replacing` standing before them.
  package init(_ constants: ConfigConstants, replacing: Replacements) throws(Fault) {
    let reader = Reader(constants: constants, replacing: replacing)
    dbHost = try reader.needed("DB_HOST")
    dbUser = try reader.needed("DB_USER")
    dbPassword = Secret(try reader.neededBytes("DB_PASSWORD"))
    dbName = try reader.needed("DB_NAME")
    charset = try reader.text("DB_CHARSET") ?? ""
    collate = try reader.text("DB_COLLATE") ?? ""
    tablePrefix = try reader.prefix()
    writtenPrefix = try constants.tablePrefix()?.scalarText
    salts = try SaltConstants { (name) throws(Fault) in try reader.bytes(name) }
    self.constants = constants
  }

  /// A configuration without a file, from values that have been given.
  package init(explicit values: Replacements) throws(Fault) {
    try self.init(ConfigConstants(printed: PHPArray(), prefix: nil), replacing: values)
  }

  /// Finds and reads the configuration of the WordPress in `directory` without PHP.
  package static func read(
    directory: String, environment: [String: String], replacing: Replacements,
    files: any FileReading
  ) throws(Fault) -> WPConfig {
    let place = try WPConfigPlace(directory: directory, files: files)
    let constants = try ConfigConstants(
      reading: place, environment: environment, server: [:], files: files)
    var config = try WPConfig(constants, replacing: replacing)
    config.absolutePath = place.absolutePath
    return config
  }

  /// Finds the configuration of the WordPress in `directory` and lets PHP print what it defines.
  package static func read(
    directory: String, php: PHPProgram, replacing: Replacements, files: any FileReading
  ) throws(Fault) -> WPConfig {
    let place = try WPConfigPlace(directory: directory, files: files)
    var config = try WPConfig(try php.constants(of: place), replacing: replacing)
    config.absolutePath = place.absolutePath
    return config
  }

  /// Where the database is.
  package var host: DatabaseHost { DatabaseHost(parsing: dbHost) }

  /// A constant as text; nil when it is not defined.
  package func text(_ name: String) throws(Fault) -> String? {
    try constants.bytes(name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether a constant is defined and true.
  package func isTrue(_ name: String) throws(Fault) -> Bool {
    try constants.value(name)?.isTrue ?? false
  }

  /// What tables that all sites of a network share are called at the front (`$wpdb->base_prefix`),
  /// `prefix` being a site's; the same on a single site.
  ///
  /// Site 2 of a network with the prefix `wp_` has `wp_2_`; the first has the network's own.
  package func networkPrefix(of prefix: TablePrefix) throws(Fault) -> TablePrefix {
    guard try isTrue("MULTISITE"), let written = writtenPrefix, let base = TablePrefix(written),
      prefix.siteNumber(above: base) != nil
    else { return prefix }
    return base
  }

  /// Whether WordPress would start with this prefix, which stands in SQL as it is.
  package static func isValid(prefix: String) -> Bool {
    prefix.utf8.allSatisfy { $0 < 0x80 && PHPByte.isName($0) }
  }
}

extension TablePrefix {
  /// The number of the site whose prefix this is, in a network with that one; nil when it is no
  /// site's.
  package func siteNumber(above base: TablePrefix) -> Int? {
    guard text.hasPrefix(base.text), text.hasSuffix("_") else { return nil }
    return Int(text.dropFirst(base.text.count).dropLast())
  }

  /// The network's prefix, if this is one of its sites'; nil when it does not look like one.
  package var networkCandidate: TablePrefix? {
    var rest = Substring(text)
    guard rest.popLast() == "_" else { return nil }
    let digits = rest.reversed().prefix { $0.isASCII && $0.isNumber }.count
    return digits == 0 ? nil : TablePrefix(String(rest.dropLast(digits)))
  }
}

extension WPConfig {
  /// Looks first at what has been given, then at the file.
  private struct Reader {
    let constants: ConfigConstants
    let replacing: Replacements

    func bytes(_ name: String) throws(Fault) -> [UInt8]? {
      if let text = replacing[name] { return Array(text.utf8) }
      return try constants.bytes(name)
    }

    func text(_ name: String) throws(Fault) -> String? {
      try bytes(name).map { String(decoding: $0, as: UTF8.self) }
    }

    func neededBytes(_ name: String) throws(Fault) -> [UInt8] {
      guard let bytes = try bytes(name) else { throw Self.missing("\(name) is not defined") }
      return bytes
    }

    func needed(_ name: String) throws(Fault) -> String {
      String(decoding: try neededBytes(name), as: UTF8.self)
    }

    func prefix() throws(Fault) -> String {
      let written: PHPValue?
      if let text = replacing["table_prefix"] {
        written = .text(text)
      } else {
        written = try constants.tablePrefix()
      }
      guard let prefix = written else { throw Self.missing("$table_prefix is not set") }
      guard let text = prefix.scalarText, WPConfig.isValid(prefix: text) else {
        throw Fault(
          .configuration, operation: "reading wp-config.php", subject: "$table_prefix",
          cause: "‘\(prefix.scalarText ?? "")’ holds more than letters, digits and underscores",
          hint: "WordPress refuses such a prefix too; correct it", recovery: .operator)
      }
      return text
    }

    private static func missing(_ cause: String) -> Fault {
      Fault(
        .configuration, operation: "reading wp-config.php", subject: "", cause: cause,
        hint: ConfigConstants.remedies, recovery: .operator)
    }
  }
}
