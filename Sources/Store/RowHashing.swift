package import Bytes
internal import Cryptography
package import Delivery

/// Hashes rows for the ledger with the algorithm that is faster on rows: SHA-256.
package struct LedgerHasher: RowHasher, ~Copyable {
  private var digest = ShortDigest(.sha256)

  package init() {}

  package var algorithm: RowHashAlgorithm { .sha256 }

  package mutating func hash(_ row: RawSpan) -> RowHash {
    let (low, high) = digest.prefix(of: row)
    return RowHash(low: low, high: high)
  }
}

extension BatchFigures {
  /// The figures of a body that is about to be sent.
  package init(of body: borrowing ByteBuffer, rowCount: Int) {
    self.init(
      rowCount: rowCount, byteCount: body.count,
      bodySHA256: Hexadecimal.text(Digest.sha256(body.bytes)))
  }
}
