package import Runtime

/// What server or client library say went wrong, before anybody judged it.
package struct ServerError: Sendable, Equatable {
  /// MariaDB's error number, such as 1045.
  package var number: UInt32
  /// SQLSTATE, five characters, such as 28000.
  package var state: String
  /// The server's or the library's own words.
  package var message: String

  package init(number: UInt32, state: String, message: String) {
    self.number = number
    self.state = state
    self.message = message
  }

  /// The error as a Fault, by the one table that says what a number means.
  package func fault(operation: String, subject: String) -> Fault {
    let meaning = Self.meaning(number, state)
    let text = message.isEmpty ? "no message" : message
    return Fault(
      meaning.code, operation: operation, subject: subject,
      cause: "\(text) (error \(number), SQLSTATE \(state))", hint: meaning.hint,
      recovery: meaning.recovery, number: Int(number))
  }

  private struct Meaning {
    var code: Fault.Code
    var recovery: Fault.Recovery
    var hint: String

    init(_ code: Fault.Code, _ recovery: Fault.Recovery, _ hint: String) {
      self.code = code
      self.recovery = recovery
      self.hint = hint
    }
  }

  private static let again = "It is tried again by itself; if it stays, look at the server's log"

  // Numbers: https://mariadb.com/kb/en/mariadb-error-code-reference/ and errmsg.h of the client.
  private static func meaning(_ number: UInt32, _ state: String) -> Meaning {
    switch number {
    case 1045, 1698, 1251, 2059, 4151:
      Meaning(
        .credentials, .operator,
        "Check DB_USER and DB_PASSWORD (WKPBIC_DB_USER, WKPBIC_DB_PASSWORD)")
    case 1044:
      Meaning(.permission, .operator, "Grant the user access to this database")
    case 1142, 1143, 1227, 1370:
      Meaning(
        .permission, .operator,
        "Grant SELECT on the shop's tables, and SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, "
          + "DROP on the tables named …wkpbic_…")
    case 1049:
      Meaning(.configuration, .operator, "Check DB_NAME (WKPBIC_DB_NAME)")
    case 1146:
      Meaning(
        .schema, .operator,
        "Check the table prefix (WKPBIC_TABLE_PREFIX) and that WooCommerce is installed there; "
          + "for a table named …wkpbic_… run: wkpbic install")
    case 1054:
      Meaning(.schema, .operator, "Update WooCommerce's database, then run: wkpbic doctor")
    case 1040, 1203, 1226:
      Meaning(.busy, .retry(afterSeconds: 5), "The server has no free connection; raise its limit")
    case 1205, 1213, 1020:
      Meaning(.busy, .retry(afterSeconds: 1), again)
    case 1317, 1969, 3024:
      Meaning(.unavailable, .retry(afterSeconds: 5), "The server ended the statement; \(again)")
    case 1053, 1079, 1152, 1158, 1159, 1160, 1161, 1184, 1927, 2006, 2013, 2055, 4031:
      Meaning(.unavailable, .retry(afterSeconds: 2), again)
    case 2002, 2003, 2004, 2011:
      Meaning(
        .network, .retry(afterSeconds: 5),
        "Check that the server runs, and DB_HOST (WKPBIC_DB_HOST)")
    case 2005:
      Meaning(.network, .operator, "Check DB_HOST (WKPBIC_DB_HOST)")
    case 2026, 1835, 2012, 2061:
      Meaning(.network, .operator, "Check WKPBIC_DB_TLS and WKPBIC_DB_CA")
    case 1153, 2020, 2035:
      Meaning(.tooLarge, .operator, "Raise max_allowed_packet on the server")
    case 1021, 1114, 1030, 3:
      Meaning(.unavailable, .operator, "Make room on the server's disk")
    case 1290, 1836, 1792:
      Meaning(.permission, .operator, "State needs a server that may be written to: the primary")
    case 1064, 1149:
      Meaning(.rejected, .stopStream, "This is a mistake of ours: please report it")
    case 2008:
      Meaning(.unavailable, .operator, "Give the program more memory")
    default:
      byState(state)
    }
  }

  private static func byState(_ state: String) -> Meaning {
    switch state.prefix(2) {
    case "08": Meaning(.network, .retry(afterSeconds: 2), again)
    case "40": Meaning(.busy, .retry(afterSeconds: 1), again)
    case "28": Meaning(.credentials, .operator, "Check the user's rights on the server")
    case "42": Meaning(.schema, .operator, "Check that WooCommerce's tables are complete")
    default: Meaning(.database, .operator, "Look the number up in the server's documentation")
    }
  }
}
