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
