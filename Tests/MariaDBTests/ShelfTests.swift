import MariaDB
import Runtime
import Testing
import Testkit

/// Connections that wait for their next user, who must not notice that there was one before.
@Suite struct ShelfTests {
  private func shelved(_ name: String) throws -> ConnectionOptions {
    var options = try Server.database(name)
    options.shelf = ConnectionShelf(clock: SystemClock())
    return options
  }

  private func number(_ connection: inout Connection) throws -> String {
    let cell = try connection.rows("SELECT CONNECTION_ID()", "asking who it is").first?[0]
    return String(decoding: try #require(cell), as: UTF8.self)
  }

  /// The server's number of a connection that is opened, used and left.
  private func visit(
    _ options: ConnectionOptions, _ use: (inout Connection) throws -> Void = { _ in }
  ) throws -> String {
    var connection = try Connection.open(options)
    let number = try number(&connection)
    try use(&connection)
    return number
  }

  @Test func theNextUserGetsTheSameOne() throws {
    let options = try shelved("shelf_same")
    let first = try visit(options)
    #expect(options.shelf?.count == 1)
    #expect(try visit(options) == first)
    // Two at once are two, and both wait afterwards.
    var one = try Connection.open(options)
    let other = try visit(options)
    #expect(try number(&one) == first && other != first)
    _ = consume one
    #expect(options.shelf?.count == 2)
  }

  @Test func oneThatWasLeftInTheMiddleIsClosed() throws {
    let options = try shelved("shelf_middle")
    let inTransaction = try visit(options) { try $0.execute("START TRANSACTION", "beginning") }
    #expect(options.shelf?.count == 0)
    let afterFault = try visit(options) { connection in
      #expect(throws: Fault.self) { try connection.execute("SELECT nothing", "failing") }
    }
    #expect(options.shelf?.count == 0)
    let fresh = try visit(options)
    #expect(![inTransaction, afterFault].contains(fresh))
  }

  @Test func whatNobodyReadIsNotTheNextUsers() throws {
    let options = try shelved("shelf_unread")
    _ = try visit(options) { connection in
      var stream = try connection.stream("SELECT 1 UNION ALL SELECT 2", "reading")
      _ = try stream.next()
    }
    _ = try visit(options) { connection in
      let rows = try connection.rows("SELECT 7", "reading")
      #expect(rows == [[Array("7".utf8)]])
    }
  }

  @Test func anotherDatabaseIsAnotherPurpose() throws {
    let options = try shelved("shelf_one")
    let first = try visit(options)
    var other = try Server.database("shelf_other")
    other.shelf = options.shelf
    #expect(try visit(other) != first)
    let found = try visit(other) { connection in
      let cell = try connection.rows("SELECT DATABASE()", "asking where").first?[0]
      #expect(cell.map { String(decoding: $0, as: UTF8.self) } == "shelf_other")
    }
    #expect(found != first)
  }

  @Test func oneThatTheServerHasEndedIsNotHandedOut() throws {
    let server = try TemporaryMariaDB()
    var options = Server.options(server, database: "mysql")
    options.shelf = ConnectionShelf(clock: SystemClock())
    _ = try visit(options)
    try server.kill()
    try server.start()
    // The first statement of the next user works: nobody sees that there was a restart.
    #expect(try !visit(options).isEmpty)
    #expect(options.shelf?.count == 1)
  }

  @Test func noMoreWaitThanTheShelfHolds() throws {
    let options = try shelved("shelf_many")
    func nested(_ depth: Int) throws {
      if depth == 0 { return }
      _ = try visit(options) { _ in try nested(depth - 1) }
    }
    try nested(ConnectionShelf.idleMax + 4)
    #expect(options.shelf?.count == ConnectionShelf.idleMax)
  }
}
