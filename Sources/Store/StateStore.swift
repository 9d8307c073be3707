internal import Bytes
package import MariaDB
package import Runtime

/// The state tables of one shop, over a connection of their own.
///
/// A connection that the server dropped while we waited for the network is opened again once;
/// every statement here may therefore run twice without harm. In their text, `{now}` stands for the
/// server's clock.
package struct StateStore: ~Copyable {
  private var connection: Connection
  private let options: ConnectionOptions
  /// A connection that is opened anew knows nothing of a transaction that was under way.
  private var isInTransaction = false
  /// What the tables are called at the front.
  package let prefix: TablePrefix
  let clock: any Clock

  private init(
    _ connection: consuming Connection, _ options: ConnectionOptions, _ prefix: TablePrefix,
    _ clock: any Clock
  ) {
    self.connection = connection
    self.options = options
    self.prefix = prefix
    self.clock = clock
  }

  /// Opens a connection of its own.
  package static func open(
    _ options: ConnectionOptions, prefix: TablePrefix, clock: any Clock
  ) throws(Fault) -> StateStore {
    StateStore(try Connection.open(options), options, prefix, clock)
  }

  /// Numbers that say the connection is gone, not that the statement was wrong.
  private static let connectionLost: Set<Int> = [2006, 2013, 2055, 1927, 4031]

  /// Runs a statement with values; returns how many rows it changed.
  @discardableResult
  mutating func write(
    _ template: StaticString, _ values: [Value], _ operation: String
  ) throws(Fault) -> UInt64 {
    let text = SQLText(template, ["prefix": .prefix(prefix), "now": now])
    do {
      return try connection.write(text, values, operation)
    } catch {
      try reopen(after: error)
      return try connection.write(text, values, operation)
    }
  }

  /// Runs a statement without values.
  mutating func execute(_ text: SQLText, _ operation: String) throws(Fault) {
    do {
      try connection.execute(text, operation)
    } catch {
      try reopen(after: error)
      try connection.execute(text, operation)
    }
  }

  /// All rows of a small result.
  mutating func rows(
    _ template: StaticString, _ values: [String: Literal], _ operation: String
  ) throws(Fault) -> [StateRow] {
    var places = values
    places["prefix"] = .prefix(prefix)
    places["now"] = now
    let text = SQLText(template, places)
    do {
      return try connection.rows(text, operation).map(StateRow.init)
    } catch {
      try reopen(after: error)
      return try connection.rows(text, operation).map(StateRow.init)
    }
  }

  /// Now, as all who share these tables see it: hosts' clocks differ, the server has one.
  private var now: Literal {
    clock.isVirtual ? .text(StateTime.exactText(clock.now)) : .serverTime
  }

  /// Runs statements that take effect together or not at all.
  ///
  /// When the connection is lost or two transactions block each other, all of it is done again, at
  /// most `Store.transactionAttempts` times: `body` must look at what is there before it acts,
  /// because a commit whose answer was lost may have taken place.
  mutating func transaction<Outcome>(
    _ operation: String, _ body: (inout StateStore) throws(Fault) -> Outcome
  ) throws(Fault) -> Outcome {
    var attempt = 1
    while true {
      do throws(Fault) {
        return try attemptTransaction(operation, body)
      } catch {
        guard attempt < Store.transactionAttempts, let number = error.number else { throw error }
        let isLost = Self.connectionLost.contains(number)
        guard isLost || number == Self.deadlock else { throw error }
        if isLost { connection = try Connection.open(options) }
        attempt += 1
      }
    }
  }

  private static let deadlock = 1213

  private mutating func attemptTransaction<Outcome>(
    _ operation: String, _ body: (inout StateStore) throws(Fault) -> Outcome
  ) throws(Fault) -> Outcome {
    try connection.execute("START TRANSACTION", operation)
    isInTransaction = true
    defer { isInTransaction = false }
    do throws(Fault) {
      let outcome = try body(&self)
      try connection.execute("COMMIT", operation)
      return outcome
    } catch {
      // A connection that is gone has rolled back by itself.
      _ = try? connection.execute("ROLLBACK", operation)
      throw error
    }
  }

  /// Streams one row with a large cell: the cells of the first row as text, and the last cell's
  /// bytes into `bytes`; nil when there is no row.
  mutating func page(
    _ template: StaticString, _ values: [String: Literal], _ operation: String,
    into bytes: inout ByteBuffer
  ) throws(Fault) -> StateRow? {
    var places = values
    places["prefix"] = .prefix(prefix)
    let text = SQLText(template, places)
    do {
      return try Self.page(&connection, text, operation, &bytes)
    } catch {
      try reopen(after: error)
      return try Self.page(&connection, text, operation, &bytes)
    }
  }

  private static func page(
    _ connection: inout Connection, _ text: SQLText, _ operation: String,
    _ bytes: inout ByteBuffer
  ) throws(Fault) -> StateRow? {
    bytes.removeAll()
    var row: StateRow?
    var stream = try connection.stream(text, operation)
    while try stream.next() {
      precondition(row == nil, "a page is one row")
      let last = stream.columnCount - 1
      var cells: [[UInt8]?] = []
      for index in 0..<last { cells.append(stream.cell(index)?.array()) }
      if let page = stream.cell(last) { bytes.append(page) }
      row = StateRow(cells)
    }
    return row
  }

  /// The server as it names itself.
  var serverVersion: String { connection.serverVersion }

  /// Longest packet that the server takes.
  mutating func packetBytesMax() throws(Fault) -> Int { try connection.packetBytesMax() }

  /// The id that the last INSERT made.
  var insertedID: Int64 { Int64(connection.insertedID) }

  private mutating func reopen(after fault: Fault) throws(Fault) {
    guard !isInTransaction, let number = fault.number, Self.connectionLost.contains(number)
    else { throw fault }
    connection = try Connection.open(options)
  }
}

/// One row of a small result, read by position.
struct StateRow {
  private let cells: [[UInt8]?]

  init(_ cells: [[UInt8]?]) {
    self.cells = cells
  }

  func text(_ index: Int) -> String { String(decoding: cells[index] ?? [], as: UTF8.self) }

  func optionalText(_ index: Int) -> String? {
    cells[index].map { String(decoding: $0, as: UTF8.self) }
  }

  func integer(_ index: Int) -> Int64 { Int64(text(index)) ?? 0 }
}
