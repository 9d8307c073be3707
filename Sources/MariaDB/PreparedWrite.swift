internal import CMariaDB
package import Runtime

/// A value of a prepared statement.
package enum Value: Sendable, Equatable {
  case null
  case integer(Int64)
  /// Text or a blob: any bytes.
  case bytes([UInt8])

  /// A text as UTF-8.
  package static func text(_ text: String) -> Value { .bytes(Array(text.utf8)) }
}

extension Connection {
  /// Runs a statement whose `?` places take values that are never part of its text; returns how
  /// many rows it changed.
  ///
  /// MariaDB counts a row that already had the values as not changed.
  @discardableResult
  package mutating func write(
    _ statement: SQLText, _ values: [Value], _ operation: String
  ) throws(Fault) -> UInt64 {
    guard let fresh = unsafe mysql_stmt_init(handle) else { throw fault(operation) }
    let prepared = unsafe PreparedWrite(owning: fresh, subject: "\(address)")
    try prepared.prepare(statement, operation)
    return try prepared.run(values, operation)
  }
}

/// A prepared statement without rows; closed when it goes away.
@safe
private struct PreparedWrite: ~Copyable {
  private let handle: UnsafeMutablePointer<MYSQL_STMT>
  private let subject: String

  init(owning handle: UnsafeMutablePointer<MYSQL_STMT>, subject: String) {
    unsafe self.handle = unsafe handle
    self.subject = subject
  }

  deinit {
    unsafe mysql_stmt_close(handle)
  }

  borrowing func prepare(_ statement: SQLText, _ operation: String) throws(Fault) {
    let status = unsafe statement.bytes.withUnsafeBytes { text in
      unsafe mysql_stmt_prepare(
        handle, text.bindMemory(to: CChar.self).baseAddress, UInt(text.count))
    }
    if status != 0 { throw fault(operation) }
  }

  borrowing func run(_ values: [Value], _ operation: String) throws(Fault) -> UInt64 {
    precondition(unsafe Int(mysql_stmt_param_count(handle)) == values.count, "a value for each ?")
    let arena = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(values.reduce(0) { $0 + Self.length($1) }, 1), alignment: 8)
    defer { unsafe arena.deallocate() }
    let binds = UnsafeMutablePointer<MYSQL_BIND>.allocate(capacity: max(values.count, 1))
    defer { unsafe binds.deallocate() }
    unsafe Self.bind(values, into: binds, arena)
    if !values.isEmpty, unsafe mysql_stmt_bind_param(handle, binds) != 0 { throw fault(operation) }
    if unsafe mysql_stmt_execute(handle) != 0 { throw fault(operation) }
    return unsafe mysql_stmt_affected_rows(handle)
  }

  private static func length(_ value: Value) -> Int {
    if case .bytes(let bytes) = value { (bytes.count + 7) / 8 * 8 } else { 8 }
  }

  /// Copies the values into the arena and points the binds at them.
  private static func bind(
    _ values: [Value], into binds: UnsafeMutablePointer<MYSQL_BIND>,
    _ arena: UnsafeMutableRawBufferPointer
  ) {
    var offset = 0
    for (index, value) in values.enumerated() {
      var bind = unsafe MYSQL_BIND()
      let place = unsafe arena.baseAddress?.advanced(by: offset)
      unsafe bind.buffer = unsafe place
      switch value {
      case .null: unsafe bind.buffer_type = MYSQL_TYPE_NULL
      case .integer(let number):
        unsafe bind.buffer_type = MYSQL_TYPE_LONGLONG
        unsafe place?.storeBytes(of: number, as: Int64.self)
      case .bytes(let bytes):
        unsafe bind.buffer_type = MYSQL_TYPE_BLOB
        unsafe bind.buffer_length = UInt(bytes.count)
        unsafe bytes.withUnsafeBytes { source in
          if let start = source.baseAddress {
            unsafe place?.copyMemory(from: start, byteCount: source.count)
          }
        }
      }
      offset += length(value)
      unsafe (binds + index).initialize(to: bind)
    }
  }

  private borrowing func fault(_ operation: String) -> Fault {
    unsafe ServerError(
      number: mysql_stmt_errno(handle), state: String(cString: mysql_stmt_sqlstate(handle)),
      message: String(cString: mysql_stmt_error(handle))
    ).fault(operation: operation, subject: subject)
  }
}
