package import Bytes
package import Runtime

/// What the engine adds to every row of a batch.
package struct BatchStamp: Sendable, Equatable {
  /// Rising, never used twice in a table.
  package var number: Int64
  /// The `_synced_at` of every row.
  package var syncedAt: Instant
  /// Whether the rows bear `_date_key`.
  package var hasDateKey: Bool

  package init(number: Int64, syncedAt: Instant, hasDateKey: Bool) {
    self.number = number
    self.syncedAt = syncedAt
    self.hasDateKey = hasDateKey
  }
}

/// How much a batch may hold.
package struct BatchLimit: Sendable, Equatable {
  /// Rows in the body.
  package var rows: Int
  /// Bytes of the body.
  package var bytes: Int

  package init(rows: Int, bytes: Int) {
    precondition(rows > 0 && bytes >= Self.bytesMin)
    self.rows = min(rows, Delivery.batchRowsMax)
    self.bytes = min(bytes, Delivery.batchBytesMax)
  }

  /// Halving after a refusal stops here.
  package static let bytesMin = 1_000_000

  /// Half as many bytes; nil when that would be too little to go on.
  package var halved: BatchLimit? {
    bytes <= Self.bytesMin ? nil : BatchLimit(rows: rows, bytes: max(bytes / 2, Self.bytesMin))
  }
}

/// The body of one request: `{"rows":[…]}`, built from encoded rows into a reused buffer.
package struct BatchBody: ~Copyable {
  /// The body as it is sent.
  package private(set) var bytes = ByteBuffer(capacity: 1 << 16)
  /// How many rows it holds, from the front of the row buffer.
  package private(set) var rowCount = 0

  package init() {}

  /// Builds the body from as many rows as the limit lets in; at least one, so that a single huge
  /// row is refused by the service and not skipped here.
  package mutating func fill(
    from rows: borrowing RowBuffer, limit: BatchLimit, stamp: BatchStamp
  ) {
    precondition(!rows.isEmpty, "a batch has rows")
    bytes.removeAll()
    rowCount = 0
    bytes.append("{\"rows\":[")
    let count = Self.rowCount(from: rows, limit: limit)
    for place in rows.rows.prefix(count) {
      if rowCount > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "{"))
      bytes.append(rows.bytes.bytes(at: place.start, length: place.length))
      appendStamp(stamp, sign: 1, version: 1, dateKey: place.dateKey)
      bytes.append(UInt8(ascii: "}"))
      rowCount += 1
    }
    bytes.append("]}")
  }

  /// How many rows from the front one body takes; at least one of them.
  package static func rowCount(from rows: borrowing RowBuffer, limit: BatchLimit) -> Int {
    var (count, length) = (0, plainFrameBytes)
    for place in rows.rows {
      length += place.length + plainStampBytesMax
      if count > 0, count == limit.rows || length > limit.bytes { break }
      count += 1
    }
    return count
  }

  /// Bytes around all rows.
  private static let plainFrameBytes = 12
  /// Bytes that the engine's columns, braces and a comma add to a row at most.
  private static let plainStampBytesMax = 112

  /// Builds the body from all changes of a batch, which keep to its limits.
  package mutating func fill(from changes: borrowing ChangeRows, stamp: BatchStamp) {
    precondition(!changes.isEmpty, "a batch has rows")
    bytes.removeAll()
    rowCount = 0
    bytes.append("{\"rows\":[")
    for place in changes.rows {
      if rowCount > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "{"))
      bytes.append(changes.bytes.bytes(at: place.start, length: place.length))
      appendStamp(stamp, sign: place.sign, version: place.version, dateKey: place.dateKey)
      bytes.append(UInt8(ascii: "}"))
      rowCount += 1
    }
    bytes.append("]}")
    precondition(bytes.count <= changes.bodyBytesMax, "bodies are no longer than foreseen")
  }

  /// Bytes of a row's engine columns, braces and comma at most.
  static let stampBytesMax = 200
  /// Bytes of the body around its rows.
  static let frameBytesMax = 16

  private mutating func appendStamp(
    _ stamp: BatchStamp, sign: Int, version: Int64, dateKey: Int32
  ) {
    bytes.append(",\"_sign\":")
    bytes.append(decimal: Int64(sign))
    bytes.append(",\"_version\":")
    bytes.append(decimal: version)
    bytes.append(",\"_batch\":")
    bytes.append(decimal: stamp.number)
    bytes.append(",\"_synced_at\":\"")
    bytes.append(CivilTime(seconds: stamp.syncedAt.unixSeconds))
    bytes.append("Z\"")
    if stamp.hasDateKey {
      bytes.append(",\"_date_key\":")
      if dateKey == 0 {
        bytes.append("null")
      } else {
        bytes.append(decimal: Int64(dateKey))
      }
    }
  }
}
