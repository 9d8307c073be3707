import MariaDB
import Runtime
import Testing
import Testkit

/// What a number means to us.
struct ServerErrorTests {
  private enum Ends: Equatable { case retry, person, stream }

  /// By MariaDB's error reference: who can do something about it.
  private static let meanings: [(Fault.Code, Ends, [UInt32])] = [
    (.credentials, .person, [1045, 1698, 1251, 2059, 4151]),
    (.permission, .person, [1044, 1142, 1143, 1227, 1370, 1290, 1836, 1792]),
    (.configuration, .person, [1049]),
    (.schema, .person, [1146, 1054]),
    (.busy, .retry, [1040, 1203, 1226, 1205, 1213, 1020]),
    (.unavailable, .retry, [1317, 1969, 3024]),
    (
      .unavailable, .retry,
      [1053, 1079, 1152, 1158, 1159, 1160, 1161, 1184, 1927, 2006, 2013, 2055, 4031]
    ),
    (.network, .retry, [2002, 2003, 2004, 2011]),
    (.network, .person, [2005, 2026, 1835, 2012, 2061]),
    (.tooLarge, .person, [1153, 2020, 2035]),
    (.unavailable, .person, [1021, 1114, 1030, 3, 2008]),
    (.rejected, .stream, [1064, 1149]),
  ]

  @Test func everyNumberHasItsMeaning() {
    for (code, ends, numbers) in Self.meanings {
      for number in numbers {
        let fault = Self.judged(number, "HY000")
        #expect(fault.code == code, "\(number)")
        #expect(Self.ends(fault) == ends, "\(number)")
        #expect(fault.number == Int(number))
        #expect(!fault.hint.isEmpty && !fault.hint.hasSuffix("."), "\(number)")
        #expect(fault.cause.contains("\(number)") && fault.cause.contains("HY000"), "\(number)")
      }
    }
  }

  @Test(arguments: [
    ("08S01", Fault.Code.network, true), ("40001", .busy, true), ("28000", .credentials, false),
    ("42S02", .schema, false), ("HY000", .database, false), ("", .database, false),
  ])
  func anUnknownNumberIsJudgedByItsState(
    _ state: String, _ code: Fault.Code, _ isForRetry: Bool
  ) {
    let fault = Self.judged(64_000, state)
    #expect(fault.code == code)
    #expect(fault.isForRetry == isForRetry)
    #expect(!fault.hint.isEmpty)
  }

  @Test func silenceIsNamedToo() {
    let fault = ServerError(number: 2013, state: "HY000", message: "").fault(
      operation: "reading", subject: "")
    #expect(!fault.cause.isEmpty)
    #expect(fault.cause.contains("2013"))
  }

  private static func judged(_ number: UInt32, _ state: String) -> Fault {
    ServerError(number: number, state: state, message: "words").fault(
      operation: "reading", subject: "somewhere")
  }

  private static func ends(_ fault: Fault) -> Ends? {
    switch fault.recovery {
    case .retry: .retry
    case .operator: .person
    case .stopStream: .stream
    default: nil
    }
  }

  /// Statements that a real server refuses, and as what.
  private static let refused: [(String, Int, Fault.Code)] = [
    ("SELECT * FROM wp_wc_orders", 1146, .schema),
    ("SELECT no_such_column FROM t", 1054, .schema),
    ("SELEKT 1", 1064, .rejected),
    ("SELECT", 1064, .rejected),
  ]

  @Test(arguments: refused)
  func aRefusedStatement(_ statement: String, _ number: Int, _ code: Fault.Code) throws {
    var connection = try Connection.open(try Server.database("refused_\(statement.utf8.count)"))
    try connection.run("CREATE TABLE t (n INT)")
    let caught = try fault { _ = try connection.rows(SQLText(statement), "trying") }
    #expect(caught.number == number)
    #expect(caught.code == code)
    #expect(caught.operation == "trying")
    // A refusal costs the statement, not the connection.
    #expect(try connection.text("SELECT 7") == "7")
    let again = try fault { try connection.write(SQLText(statement), [], "trying") }
    #expect(again.number == number)
    #expect(try connection.text("SELECT 8") == "8")
  }

  @Test func aStatementThatTakesTooLongMayBeTriedAgain() throws {
    var connection = try Connection.open(try Server.database("slow"))
    let slow = SQLText("SET STATEMENT max_statement_time = 0.05 FOR SELECT SLEEP(20)")
    let caught = try fault { _ = try connection.rows(slow, "trying") }
    #expect(caught.number == 1969)
    #expect(caught.operation == "trying")
    #expect(caught.code == .unavailable)
    #expect(caught.isForRetry)
    #expect(try connection.text("SELECT 7") == "7")
  }

  @Test func whatMayNotBeDoneIsAMatterOfPermission() throws {
    let root = try Server.database("granted")
    var owner = try Connection.open(root)
    try owner.run("CREATE TABLE t (n INT)", "CREATE TABLE u (n INT)")
    try Server.hostile.get().createUser(
      "reader", password: "r", privileges: "SELECT", on: "granted.t")
    var options = root
    options.user = "reader"
    options.password = Secret("r")
    var connection = try Connection.open(options)
    for statement in ["SELECT * FROM u", "INSERT INTO t VALUES (1)"] {
      let caught = try fault { _ = try connection.execute(SQLText(statement), "trying") }
      #expect(caught.number == 1142)
      #expect(caught.code == .permission)
      #expect(caught.hint.contains("SELECT"))
    }
    try owner.run("START TRANSACTION READ ONLY")
    let readOnly = try fault { try owner.run("INSERT INTO t VALUES (1)") }
    #expect(readOnly.number == 1792)
    #expect(readOnly.code == .permission)
  }

  @Test func aLockThatSomebodyHoldsIsWorthAnotherTry() throws {
    let options = try Server.database("locked")
    var holder = try Connection.open(options)
    var other = try Connection.open(options)
    try holder.run(
      "CREATE TABLE t (n INT PRIMARY KEY) ENGINE=InnoDB", "INSERT INTO t VALUES (1)",
      "START TRANSACTION", "UPDATE t SET n = 2")
    let caught = try fault { try other.run("UPDATE t SET n = 3") }
    #expect(caught.number == 1205)
    #expect(caught.code == .busy)
    #expect(caught.isForRetry)
    try holder.run("ROLLBACK")
    try other.run("UPDATE t SET n = 3")
  }

  @Test func aServerWithoutAFreeConnectionIsWorthAnotherTry() throws {
    var options = try Server.database("crowded")
    let server = try Server.hostile.get()
    try server.createUser("one", password: "1", on: "crowded.*")
    try server.run("ALTER USER 'one'@'%' WITH MAX_USER_CONNECTIONS 1")
    options.user = "one"
    options.password = Secret("1")
    let only = try Connection.open(options)
    let caught = try fault { _ = try Connection.open(options) }
    #expect(caught.number == 1226)
    #expect(caught.isForRetry)
    _ = consume only
  }
}
