import CDiscard
import MariaDB
import Runtime

/// The statements of one run, in a file: what prepares it, a mark, and the run.
struct Recording {
  let path: String

  /// Keeps what both parts of the work send.
  func keep<Prepared: ~Copyable, Result>(
    preparing prepare: () throws -> Prepared, _ run: (inout Prepared) throws -> Result
  ) throws -> Result {
    if CDiscard_record(path) != 0 { throw fault("writing a recording", "cannot be opened") }
    var prepared = try prepare()
    CDiscard_mark()
    let result = try run(&prepared)
    if CDiscard_stop() != 0 { throw fault("writing a recording", "not everything was kept") }
    return result
  }

  /// Sends it all again and keeps nothing of the answers; only the run is measured.
  func replay(_ access: ShopAccess) throws -> Measurement {
    guard let file = CDiscard_recording(path) else {
      throw fault("reading a recording", "cannot be opened")
    }
    defer { CDiscard_forget(file) }
    guard let connection = CDiscard_open(access.socket, "root", "", access.options.database)
    else { throw fault("opening connection", "the server refuses") }
    defer { CDiscard_close(connection) }
    var preparing = CDiscard_count()
    try check(CDiscard_replay(connection, file, &preparing), connection)
    var count = CDiscard_count()
    let meter = Meter()
    try check(CDiscard_replay(connection, file, &count), connection)
    var measured = meter.end(rows: Int(count.rows), bytes: Int(count.bytes))
    measured.statements = Int(count.statements)
    return measured
  }

  private func check(_ status: Int32, _ connection: UnsafeMutableRawPointer) throws {
    if status == 0 { return }
    throw fault("sending a recording", String(cString: CDiscard_error(connection)))
  }

  private func fault(_ operation: String, _ cause: String) -> Fault {
    Fault(.data, operation: operation, subject: path, cause: cause, recovery: .operator)
  }
}
