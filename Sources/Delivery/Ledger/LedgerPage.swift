package import Bytes

/// A destination table whose rows are remembered.
package struct LedgerTable: Sendable, Hashable {
  /// Our own id of its dataset.
  package var datasetID: String
  /// What it is called there.
  package var name: String

  package init(datasetID: String, name: String) {
    self.datasetID = datasetID
    self.name = name
  }
}

/// Keys from one to another, both included.
package struct KeyRange: Sendable, Hashable {
  /// The lowest.
  package var first: Int64
  /// The highest.
  package var last: Int64

  package init(first: Int64, last: Int64) {
    precondition(first <= last, "a range holds a key")
    self.first = first
    self.last = last
  }

  /// Every key there can be.
  package static let all = KeyRange(first: .min, last: .max)

  /// The last key of the range that has been read when the source goes on at `cursor`.
  package func lastKey(before cursor: Cursor) -> Int64 {
    if case .after(let key) = cursor { return key }
    return last
  }
}

/// What a table's ledger keeps of each row.
package struct LedgerForm: Sendable, Hashable {
  /// The hash that rows are told apart by.
  package var hash: RowHashAlgorithm
  /// Whether the row is kept as it was sent, so that it can be taken back.
  package var keepsImages: Bool

  package init(hash: RowHashAlgorithm, keepsImages: Bool) {
    self.hash = hash
    self.keepsImages = keepsImages
  }
}

/// One row as the ledger remembers it.
package struct LedgerEntry: Sendable, Hashable {
  /// The row's key.
  package var key: Int64
  /// Which of the rows of this key, from 0, in the source's order.
  package var ordinal: Int
  /// How often a row was sent under this key and ordinal.
  package var version: Int64
  /// False once the row has vanished: the entry stays, so that its versions go on.
  package var isLive: Bool
  /// Of the row as it was sent; zeros when it has vanished.
  package var hash: RowHash
  /// Its `_date_key`; 0 when there is none or the row has vanished.
  package var dateKey: Int32
  /// Where its image stands in the page.
  var imageStart: Int
  /// Bytes of its image; 0 where images are not kept.
  package var imageLength: Int

  init(
    key: Int64, ordinal: Int, version: Int64, isLive: Bool, hash: RowHash, dateKey: Int32,
    imageStart: Int, imageLength: Int
  ) {
    self.key = key
    self.ordinal = ordinal
    self.version = version
    self.isLive = isLive
    self.hash = hash
    self.dateKey = dateKey
    self.imageStart = imageStart
    self.imageLength = imageLength
  }
}

/// What is known of a page without opening it.
package struct PageSummary: Sendable, Hashable {
  /// The keys of its first and last entry; no other page of the table has a key between them.
  package var keys: KeyRange
  /// How many entries it has.
  package var entryCount: Int
  /// How many of them are rows that the destination holds.
  package var liveCount: Int
  /// Bytes as it is kept.
  package var byteCount: Int

  package init(keys: KeyRange, entryCount: Int, liveCount: Int, byteCount: Int) {
    self.keys = keys
    self.entryCount = entryCount
    self.liveCount = liveCount
    self.byteCount = byteCount
  }
}

/// How large pages may grow.
package struct PageLimits: Sendable, Hashable {
  /// Bytes of a page as it is kept; only a page of a single key may have more.
  package var bytesMax: Int
  /// Bytes of a page before it is packed; what memory the work takes follows from it.
  package var payloadBytesMax: Int

  package init(bytesMax: Int, payloadBytesMax: Int) {
    precondition(bytesMax > 0 && payloadBytesMax > 0)
    self.bytesMax = bytesMax
    self.payloadBytesMax = min(payloadBytesMax, Self.payloadBytesEver / 2)
  }

  /// Half of the smallest packet that servers are set to take, and little memory.
  package static let standard = PageLimits(bytesMax: 512 << 10, payloadBytesMax: 8 << 20)
  /// No payload is larger than this, not even that of a single key.
  package static let payloadBytesEver = 32 << 20
}

/// Why bytes are not a page of the ledger.
package enum PageError: Error, Sendable, Hashable {
  /// They end too early.
  case cut
  /// They do not begin as a page does.
  case notAPage
  /// A format, packing or hash that this program does not know.
  case unknown(String)
  /// Something is larger or smaller than it can be.
  case outOfRange(String)
  /// Two statements of the page contradict each other.
  case contradiction(String)
  /// The packed bytes cannot be unpacked; the library's words.
  case packing(String)

  /// In words, for a Fault's cause.
  package var words: String {
    switch self {
    case .cut: "it ends too early"
    case .notAPage: "it does not begin as a page does"
    case .unknown(let what): "\(what) is not known to this program"
    case .outOfRange(let what): "\(what) is out of range"
    case .contradiction(let what): "\(what) is not what the page says of itself"
    case .packing(let words): "unpacking it failed: \(words)"
    }
  }
}

/// Something that packs payloads.
///
/// Packing is a driver's work, which this room does not know.
package protocol PagePacker: ~Copyable {
  /// Which packing it is; the number stands in every page.
  var algorithm: UInt8 { get }
  /// Appends the packed payload.
  mutating func pack(_ payload: RawSpan, into out: inout ByteBuffer)
  /// Appends what was packed; throws, and appends nothing, when it is more than `bytesMax` or
  /// was changed since.
  mutating func unpack(
    _ packed: RawSpan, into out: inout ByteBuffer, bytesMax: Int
  ) throws(PageError)
}
