internal import Bytes
internal import CMariaDB
package import Runtime

/// The rows of a running statement, one at a time, straight from the packets.
///
/// A cell is a view of the packet and ends with the row: `next` needs the stream for itself. What
/// is not read is drained when the stream goes away, so read to the end or limit the statement.
@safe
package struct ResultStream: ~Copyable, ~Escapable {
  private let handle: UnsafeMutablePointer<MYSQL>
  private let result: UnsafeMutablePointer<MYSQL_RES>
  private var cells: MYSQL_ROW?
  private var lengths: UnsafeMutablePointer<UInt>?
  private let operation: String
  private let subject: String
  /// How many cells a row has.
  package let columnCount: Int

  /// The caller ties the stream's life to its connection.
  @_lifetime(immortal)
  init(
    _ handle: UnsafeMutablePointer<MYSQL>, _ result: UnsafeMutablePointer<MYSQL_RES>,
    operation: String, subject: String
  ) {
    unsafe self.handle = unsafe handle
    unsafe self.result = unsafe result
    self.operation = operation
    self.subject = subject
    columnCount = unsafe Int(mysql_num_fields(result))
  }

  deinit {
    unsafe mysql_free_result(result)
  }

  /// Moves to the next row; false when there is none.
  @_lifetime(self: copy self)
  package mutating func next() throws(Fault) -> Bool {
    unsafe cells = mysql_fetch_row(result)
    if unsafe cells == nil {
      if unsafe mysql_errno(handle) == 0 { return false }
      throw unsafe Connection.fault(handle, operation: operation, subject: subject)
    }
    unsafe lengths = mysql_fetch_lengths(result)
    return true
  }

  /// The bytes of a cell of the current row, nil for NULL.
  @_lifetime(borrow self)
  package borrowing func cell(_ index: Int) -> RawSpan? {
    precondition(index >= 0 && index < columnCount, "no such cell")
    guard let cells = unsafe cells, let lengths = unsafe lengths, let start = unsafe cells[index]
    else { return nil }
    let span = unsafe RawSpan(_unsafeStart: start, byteCount: Int(lengths[index]))
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// The names of the columns as the statement gives them.
  package func columnNames() -> [String] {
    guard let fields = unsafe mysql_fetch_fields(result) else { return [] }
    return (0..<columnCount).map { unsafe String(cString: fields[$0].name) }
  }
}

extension Connection {
  /// Runs a statement and streams its rows; the connection is busy until the stream goes away.
  @_lifetime(&self)
  package mutating func stream(
    _ statement: SQLText, _ operation: String
  ) throws(Fault) -> ResultStream {
    try send(statement, operation)
    guard let result = unsafe mysql_use_result(handle) else {
      if unsafe mysql_errno(handle) != 0 { throw fault(operation) }
      preconditionFailure("a statement without rows is not streamed")
    }
    let stream = unsafe ResultStream(
      handle, result, operation: operation, subject: "\(address)")
    return unsafe _overrideLifetime(stream, mutating: &self)
  }

  /// All rows of a small result, copied: for the control plane.
  package mutating func rows(
    _ statement: SQLText, _ operation: String
  ) throws(Fault) -> [[[UInt8]?]] {
    var found: [[[UInt8]?]] = []
    var stream = try stream(statement, operation)
    while try stream.next() {
      if found.count == Self.smallResultRowsMax {
        throw Fault(
          .data, operation: operation, subject: "\(Self.smallResultRowsMax) rows",
          cause: "more rows than a small result may have", recovery: .operator)
      }
      var row: [[UInt8]?] = []
      for index in 0..<stream.columnCount { row.append(stream.cell(index)?.array()) }
      found.append(row)
    }
    return found
  }

  /// Rows of a result that is copied whole, at most.
  package static let smallResultRowsMax = 100_000
}
