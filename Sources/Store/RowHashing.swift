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
