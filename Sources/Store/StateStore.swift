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

  /// The id that the last INSERT made.
  var insertedID: Int64 { Int64(connection.insertedID) }

  private mutating func reopen(after fault: Fault) throws(Fault) {
    guard let number = fault.number, Self.connectionLost.contains(number) else { throw fault }
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
