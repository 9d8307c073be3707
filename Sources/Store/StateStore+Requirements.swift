internal import MariaDB
package import Runtime

extension StateStore {
  /// Refuses a database in which a ledger cannot be kept: transactions are what it rests on.
  package mutating func requireLedgerDatabase() throws(Fault) {
    if let cause = Self.objection(to: serverVersion) {
      throw Self.unfit(cause, "Update the server to MariaDB 10.2 or MySQL 5.7, or newer")
    }
    let packet = try packetBytesMax()
    guard packet >= Self.packetBytesNeeded else {
      throw Self.unfit(
        "the server takes packets of \(packet) bytes, a page of the ledger needs "
          + "\(Self.packetBytesNeeded)", "Raise max_allowed_packet on the server to 1M or more")
    }
    let found = try rows(
      """
      SELECT TABLE_NAME, COALESCE(ENGINE, '') FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE()
        AND TABLE_NAME IN ({ledger}, {staged}, {batches}, {leases})
      ORDER BY TABLE_NAME
      """,
      [
        "ledger": .text("\(prefix)wkpbic_ledger"),
        "staged": .text("\(prefix)wkpbic_ledger_staged"),
        "batches": .text("\(prefix)wkpbic_batches"), "leases": .text("\(prefix)wkpbic_leases"),
      ], "looking at the ledger's tables")
    for row in found where row.text(1).lowercased() != "innodb" {
      throw Self.unfit(
        "\(row.text(0)) is a \(row.text(1)) table, which has no transactions",
        "Run: ALTER TABLE \(row.text(0)) ENGINE=InnoDB")
    }
  }

  /// A page, and what stands around it in a statement.
  private static let packetBytesNeeded = 1 << 20

  /// Why a server of that name and number is too old; nil when it is not.
  static func objection(to version: String) -> String? {
    // Since version 10 MariaDB may put a number in front that old clients understood.
    let isMariaDB = version.contains("MariaDB")
    let own = version.hasPrefix("5.5.5-") ? version.dropFirst(6) : version[...]
    let numbers = own.split { !$0.isNumber && $0 != "." }.first?.split(separator: ".") ?? []
    guard numbers.count >= 2, let major = Int(numbers[0]), let minor = Int(numbers[1]) else {
      return "the server says no version that can be understood (\(version))"
    }
    let oldest = isMariaDB ? (10, 2) : (5, 7)
    return (major, minor) < oldest
      ? "the server is of version \(version), which is too old for a ledger" : nil
  }

  private static func unfit(_ cause: String, _ hint: String) -> Fault {
    Fault(
      .configuration, operation: "opening the ledger", subject: "", cause: cause, hint: hint,
      recovery: .operator)
  }
}
