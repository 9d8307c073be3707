import MariaDB
import Runtime
import Testing
import Testkit

/// What becomes of a connection whose server, or whose right to live, goes away.
@Suite(.serialized)
struct LossTests {
  /// More rows than any buffer between server and client takes.
  private static let endless: SQLText = "SELECT seq, REPEAT('x', 200) FROM seq_1_to_2000000"

  @Test func aServerKilledInTheMiddleOfTheRows() throws {
    let server = try TemporaryMariaDB()
    let options = Server.options(server, database: "mysql")
    var connection = try Connection.open(options)
    var count = 0
    do {
      var stream = try connection.stream(Self.endless, "reading")
      var caught: Fault?
      do throws(Fault) {
        while try stream.next() {
          count += 1
          if count == 1000 { try server.kill() }
        }
      } catch {
        caught = error
      }
      let fault = try #require(caught, "the rows seemed to end")
      #expect(count >= 1000 && count < 2_000_000)
      #expect(fault.code == .unavailable)
      #expect(fault.isForRetry)
    }
    // The connection is of no more use, and says so without a crash.
    #expect(connection.isAlive() == false)
    let read = try fault { _ = try connection.rows("SELECT 1", "reading") }
    #expect(read.isForRetry)
    let written = try fault { try connection.write("DO ?", [.integer(1)], "writing") }
    #expect(written.isForRetry)
    let reopened = try fault { _ = try Connection.open(options) }
    #expect(reopened.isForRetry)
    try server.start()
    var fresh = try Connection.open(options)
    #expect(try fresh.text("SELECT 1") == "1")
    // What is lost stays lost: half a session would be worse than none.
    #expect(connection.isAlive() == false)
  }

  @Test func aConnectionThatIsKilled() throws {
    let options = try Server.database("killed")
    var connection = try Connection.open(options)
    var other = try Connection.open(options)
    #expect(try connection.text("SELECT CONNECTION_ID()") == "\(connection.threadID)")
    try other.run("KILL \(connection.threadID)")
    let caught = try fault { _ = try connection.rows("SELECT SLEEP(0)", "reading") }
    #expect(caught.code == .unavailable)
    #expect(caught.isForRetry)
    #expect(connection.isAlive() == false)
  }

  @Test func aStatementThatIsKilledAmongItsRows() throws {
    let options = try Server.database("interrupted")
    var connection = try Connection.open(options)
    var other = try Connection.open(options)
    let id = connection.threadID
    var caught: Fault?
    do {
      var stream = try connection.stream(Self.endless, "reading")
      #expect(try stream.next())
      try other.run("KILL QUERY \(id)")
      do throws(Fault) {
        while try stream.next() {}
      } catch {
        caught = error
      }
    }
    let fault = try #require(caught, "the rows seemed to end")
    #expect(fault.number == 1317)
    #expect(fault.isForRetry)
    #expect(try connection.text("SELECT 1") == "1")
  }

  @Test func aServerThatFallsSilentIsGivenUp() throws {
    var options = try Server.database("silent")
    options.readTimeoutSeconds = 1
    var connection = try Connection.open(options)
    let caught = try fault { _ = try connection.rows("SELECT SLEEP(25)", "reading") }
    #expect(caught.isForRetry)
    #expect(connection.isAlive() == false)
  }
}
