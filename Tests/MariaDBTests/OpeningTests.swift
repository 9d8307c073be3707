import MariaDB
import Runtime
import Testing
import Testkit

/// How a connection comes about, and why it does not.
struct OpeningTests {
  @Test func aSocketAndAPortLeadToTheSameServer() throws {
    let server = try Server.hostile.get()
    var options = Server.options(server, database: "mysql")
    var bySocket = try Connection.open(options)
    options.address = .tcp(host: "127.0.0.1", port: UInt16(try #require(server.port)))
    try server.createUser("tcp", password: "pässword' \\", on: "*.*")
    options.user = "tcp"
    options.password = Secret("pässword' \\")
    var byPort = try Connection.open(options)
    let pid = try bySocket.text("SELECT @@pid_file")
    #expect(try byPort.text("SELECT @@pid_file") == pid)
    #expect(bySocket.serverVersion.contains("MariaDB"))
    // The name means a socket to the library; who gives a port means TCP.
    options.address = .tcp(host: "localhost", port: UInt16(try #require(server.port)))
    var byName = try Connection.open(options)
    #expect(try byName.text("SELECT USER()") == "tcp@127.0.0.1")
  }

  @Test func theSessionIsOursWhateverTheServerPrefers() throws {
    var connection = try Connection.open(try Server.database("session"))
    let settings = try connection.rows(
      """
      SELECT @@sql_mode, @@time_zone, @@tx_isolation, @@autocommit, @@character_set_client,
        @@character_set_connection, @@character_set_results, @@wait_timeout,
        TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), NOW())
      """, "asking")
    let texts = try #require(settings.first).map { String(decoding: $0 ?? [], as: UTF8.self) }
    #expect(
      texts == [
        "NO_ENGINE_SUBSTITUTION", "+00:00", "REPEATABLE-READ", "1", "utf8mb4", "utf8mb4",
        "utf8mb4", "28800", "0",
      ])
  }

  @Test func aSnapshotStaysAsItWas() throws {
    let options = try Server.database("snapshot")
    var reader = try Connection.open(options)
    var writer = try Connection.open(options)
    try writer.run("CREATE TABLE t (n INT) ENGINE=InnoDB", "INSERT INTO t VALUES (1)")
    try reader.run("START TRANSACTION WITH CONSISTENT SNAPSHOT")
    try writer.run("INSERT INTO t VALUES (2)")
    #expect(try reader.text("SELECT COUNT(*) FROM t") == "1")
    try reader.run("COMMIT")
    #expect(try reader.text("SELECT COUNT(*) FROM t") == "2")
  }

  @Test func aWrongPasswordIsNamedAndNotShown() throws {
    let server = try Server.hostile.get()
    try server.createUser("careful", password: "right", on: "mysql.*")
    var options = Server.options(server, database: "mysql")
    options.user = "careful"
    options.password = Secret("wr0ng-passw0rd")
    let caught = try fault { _ = try Connection.open(options) }
    #expect(caught.number == 1045)
    #expect(caught.code == .credentials)
    #expect(caught.recovery == .operator)
    #expect(caught.hint.contains("WKPBIC_DB_PASSWORD"))
    #expect(!caught.line.contains("wr0ng-passw0rd"))
    #expect(!"\(options)".contains("wr0ng-passw0rd"))
  }

  @Test func anUnknownDatabaseIsAMatterOfConfiguration() throws {
    var options = Server.options(try Server.hostile.get(), database: "no_such_shop")
    let unknown = try fault { _ = try Connection.open(options) }
    #expect(unknown.number == 1049)
    #expect(unknown.code == .configuration)
    #expect(unknown.hint.contains("WKPBIC_DB_NAME"))
    // To one who may not see it, it is forbidden, whether it is there or not.
    try Server.hostile.get().createUser("stranger", password: "s", on: "elsewhere.*")
    options.user = "stranger"
    options.password = Secret("s")
    options.database = "mysql"
    let forbidden = try fault { _ = try Connection.open(options) }
    #expect(forbidden.number == 1044)
    #expect(forbidden.code == .permission)
    #expect(forbidden.recovery == .operator)
  }

  @Test(arguments: [
    (ServerAddress.socket("/tmp/wkpbic-nobody/there.sock"), 2002),
    (.tcp(host: "127.0.0.1", port: Server.closedPort), 2002),
    (.tcp(host: "no-such-host.invalid", port: 3306), 2005),
  ])
  func aServerThatIsNotThere(_ address: ServerAddress, _ number: Int) throws {
    var options = Server.options(try Server.hostile.get(), database: "mysql")
    options.address = address
    let caught = try fault { _ = try Connection.open(options) }
    #expect(caught.number == number || number == 2002 && caught.number == 2003)
    #expect(caught.code == .network)
    // A name that nobody knows stays unknown; a server may come back.
    #expect(caught.isForRetry == (number != 2005))
    #expect(caught.hint.contains("DB_HOST"))
    #expect(caught.line.contains("\(address)"))
  }

  @Test func aServerThatSaysNothingIsNotWaitedForLong() throws {
    let mute = ScriptedPeer([[.hold]])
    defer { mute.stop() }
    var options = Server.options(try Server.hostile.get(), database: "mysql")
    options.address = .tcp(host: "127.0.0.1", port: UInt16(mute.port))
    options.connectTimeoutSeconds = 1
    options.readTimeoutSeconds = 1
    let before = SystemClock().monotonicSeconds
    let caught = try fault { _ = try Connection.open(options) }
    #expect(caught.isForRetry)
    #expect(SystemClock().monotonicSeconds - before < 9)
  }

  @Test(arguments: [
    "HTTP/1.1 400 Bad Request\r\n\r\n", "\u{0}\u{0}\u{0}\u{0}", "\u{1}\u{0}\u{0}\u{0}\u{A}",
    "\u{5}\u{0}\u{0}\u{0}\u{FF}abcd",
  ])
  func aPeerThatIsNoDatabaseIsRefused(_ greeting: String) throws {
    let peer = ScriptedPeer([[.write(greeting.unicodeScalars.map { UInt8($0.value) })]])
    defer { peer.stop() }
    var options = Server.options(try Server.hostile.get(), database: "mysql")
    options.address = .tcp(host: "127.0.0.1", port: UInt16(peer.port))
    options.connectTimeoutSeconds = 5
    let caught = try fault { _ = try Connection.open(options) }
    #expect(!caught.hint.isEmpty)
  }
}
