internal import Bytes

/// What tells one row from another: the first 16 bytes of a hash that nobody can aim at.
package struct RowHash: Sendable, Hashable {
  /// Its first eight bytes, the first byte lowest.
  package var low: UInt64
  /// The other eight.
  package var high: UInt64

  package init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// How many bytes it takes.
  package static let length = 16
}

/// Which hash a ledger's pages hold; the number stands in every page.
package enum RowHashAlgorithm: UInt8, Sendable {
  case sha256 = 1
  case blake2b = 2
}

/// Something that hashes rows.
///
/// Hashing is a driver's work, which this room does not know.
package protocol RowHasher: ~Copyable {
  /// Which hash it is.
  var algorithm: RowHashAlgorithm { get }
  /// The hash of a row's members.
  mutating func hash(_ row: RawSpan) -> RowHash
}

extension RowBuffer {
  /// Replaces `hashes` by those of all rows in the buffer, in their order.
  package borrowing func hash<Hasher: RowHasher & ~Copyable>(
    into hashes: inout [RowHash], with hasher: inout Hasher
  ) {
    hashes.removeAll(keepingCapacity: true)
    for place in rows {
      hashes.append(hasher.hash(bytes.bytes(at: place.start, length: place.length)))
    }
  }
}
