internal import MariaDB
package import Runtime
internal import SQL

/// Where the state tables stand.
package enum SchemaState: Sendable, Equatable {
  /// There are none.
  case absent
  /// They are of that version, older than ours.
  case outdated(version: Int)
  case current
  /// A newer program made them.
  case newer(version: Int)
}

extension StateStore {
  /// The version that this program needs.
  package static var schemaVersion: Int { SQL.migrations.count }

  /// Compares the state tables with what this program needs.
  package mutating func schemaState() throws(Fault) -> SchemaState {
    let versions: [StateRow]
    do throws(Fault) {
      versions = try rows(
        "SELECT COALESCE(MAX(version), 0) FROM {prefix}wkpbic_schema", [:],
        "reading the state tables' version")
    } catch {
      if error.number == Self.noSuchTable { return .absent }
      throw error
    }
    let version = Int(versions.first?.integer(0) ?? 0)
    if version == Self.schemaVersion { return .current }
    return version < Self.schemaVersion ? .outdated(version: version) : .newer(version: version)
  }

  /// The server's number for a table that does not exist.
  private static let noSuchTable = 1146

  /// Refuses to work with tables that are not there or not ours.
  package mutating func requireCurrentSchema() throws(Fault) {
    switch try schemaState() {
    case .current: return
    case .absent: throw Self.schemaFault("the state tables are missing", "Run: wkpbic install")
    case .outdated(let version):
      throw Self.schemaFault(
        "the state tables are of version \(version), this program needs \(Self.schemaVersion)",
        "Run: wkpbic install")
    case .newer(let version):
      throw Self.newer(version)
    }
  }

  /// Creates the state tables or brings them up to date; returns the versions applied.
  package mutating func install() throws(Fault) -> [Int] {
    var version = 0
    switch try schemaState() {
    case .current: return []
    case .absent: break
    case .outdated(let old): version = old
    case .newer(let newer): throw Self.newer(newer)
    }
    var applied: [Int] = []
    while version < Self.schemaVersion {
      for statement in Self.statements(SQL.migrations[version]) {
        let text = SQLText(template: statement, ["prefix": .prefix(prefix)])
        try execute(text, "migrating the state tables")
      }
      version += 1
      try write(
        "INSERT IGNORE INTO {prefix}wkpbic_schema (version, applied_at) VALUES (?, {now})",
        [.integer(Int64(version))], "noting the migration")
      applied.append(version)
    }
    return applied
  }

  /// The statements of a migration; they end with `;` at a line's end.
  private static func statements(_ file: [UInt8]) -> [[UInt8]] {
    var statements: [[UInt8]] = []
    var current: [UInt8] = []
    for line in file.split(separator: UInt8(ascii: "\n")) {
      if line.starts(with: Array("--".utf8)) { continue }
      current += line
      current.append(UInt8(ascii: "\n"))
      if line.last == UInt8(ascii: ";") {
        statements.append(Array(current.dropLast(2)))
        current = []
      }
    }
    precondition(current.isEmpty, "a migration ends with a whole statement")
    return statements
  }

  private static func newer(_ version: Int) -> Fault {
    schemaFault(
      "the state tables are of version \(version), made by a newer program than this one "
        + "(\(schemaVersion))", "Install the newer program")
  }

  private static func schemaFault(_ cause: String, _ hint: String) -> Fault {
    Fault(
      .configuration, operation: "opening the state tables", subject: "", cause: cause,
      hint: hint, recovery: .operator)
  }
}
