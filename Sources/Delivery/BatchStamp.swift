internal import Bytes
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

  /// Appends the members that a row gets; a `dateKey` of 0 is null.
  func append(sign: Int, version: Int64, dateKey: Int32, to bytes: inout ByteBuffer) {
    bytes.append(",\"_sign\":")
    bytes.append(decimal: Int64(sign))
    bytes.append(",\"_version\":")
    bytes.append(decimal: version)
    bytes.append(",\"_batch\":")
    bytes.append(decimal: number)
    bytes.append(",\"_synced_at\":\"")
    bytes.append(CivilTime(seconds: syncedAt.unixSeconds))
    bytes.append("Z\"")
    if hasDateKey {
      bytes.append(",\"_date_key\":")
      if dateKey == 0 {
        bytes.append("null")
      } else {
        bytes.append(decimal: Int64(dateKey))
      }
    }
  }
}

extension RowBuffer {
  /// Bytes of one of the rows in a body, on average and rounded up; 0 when there is none.
  package func bytesPerRow(under stamp: BatchStamp) -> Int {
    if isEmpty { return 0 }
    var text = ByteBuffer(capacity: 256)
    var total = ChangeRows.frameBytes
    for place in rows {
      text.removeAll()
      stamp.append(sign: 1, version: 1, dateKey: place.dateKey, to: &text)
      total += place.length + text.count + ChangeRows.bracketBytes
    }
    return (total - 1) / count + 1
  }
}
