internal import Bytes

/// How a page begins; the payload repeats it, so that no bit of it can change unseen.
///
///     0  "WKPL"                 16 payload bytes, 4
///     4  format                 20 bytes of the entries' figures, 4
///     5  packing                24 first key, 8
///     6  hash                   32 last key, 8
///     7  1 where images are     40 the payload, packed
///     8  entries, 4
///     12 live entries, 4
///
/// Integers begin with their lowest byte. The payload is the head again, then the figures of all
/// entries, then all hashes, then all images: like beside like packs best.
struct PageHead: Equatable {
  var packing: UInt8
  var form: LedgerForm
  var entryCount: Int
  var liveCount: Int
  var payloadBytes: Int
  var figureBytes: Int
  var keys: KeyRange

  static let length = 40
  static let format: UInt8 = 1
  private static let magic: UInt32 = 0x4C50_4B57

  /// Where hashes begin in the payload.
  var hashStart: Int { Self.length + figureBytes }
  /// Where images begin in the payload.
  var imageStart: Int { hashStart + liveCount * RowHash.length }

  func append(to out: inout ByteBuffer) {
    out.append(half: Self.magic)
    out.append(Self.format)
    out.append(packing)
    out.append(form.hash.rawValue)
    out.append(form.keepsImages ? 1 : 0)
    out.append(half: UInt32(entryCount))
    out.append(half: UInt32(liveCount))
    out.append(half: UInt32(payloadBytes))
    out.append(half: UInt32(figureBytes))
    out.append(word: UInt64(bitPattern: keys.first))
    out.append(word: UInt64(bitPattern: keys.last))
  }

  init(
    packing: UInt8, form: LedgerForm, entryCount: Int, liveCount: Int, payloadBytes: Int,
    figureBytes: Int, keys: KeyRange
  ) {
    self.packing = packing
    self.form = form
    self.entryCount = entryCount
    self.liveCount = liveCount
    self.payloadBytes = payloadBytes
    self.figureBytes = figureBytes
    self.keys = keys
  }

  /// Reads the head of untrusted bytes; afterwards all parts of a payload of `payloadBytes` lie
  /// inside it.
  init(_ bytes: RawSpan) throws(PageError) {
    guard bytes.byteCount >= Self.length else { throw .cut }
    guard bytes.half(at: 0) == Self.magic else { throw .notAPage }
    guard bytes.byte(at: 4) == Self.format else {
      throw .unknown("format \(bytes.byte(at: 4))")
    }
    guard let hash = RowHashAlgorithm(rawValue: bytes.byte(at: 6)) else {
      throw .unknown("hash \(bytes.byte(at: 6))")
    }
    guard bytes.byte(at: 7) <= 1 else { throw .unknown("flag \(bytes.byte(at: 7))") }
    packing = bytes.byte(at: 5)
    form = LedgerForm(hash: hash, keepsImages: bytes.byte(at: 7) == 1)
    entryCount = Int(bytes.half(at: 8))
    liveCount = Int(bytes.half(at: 12))
    payloadBytes = Int(bytes.half(at: 16))
    figureBytes = Int(bytes.half(at: 20))
    let first = Int64(bitPattern: bytes.word(at: 24))
    let last = Int64(bitPattern: bytes.word(at: 32))
    guard first <= last else { throw .outOfRange("the range of keys") }
    keys = KeyRange(first: first, last: last)
    guard payloadBytes <= PageLimits.payloadBytesEver else { throw .outOfRange("the size") }
    // Every entry has at least two bytes of figures.
    guard entryCount > 0, entryCount <= figureBytes / 2, liveCount <= entryCount,
      imageStart <= payloadBytes, form.keepsImages || imageStart == payloadBytes
    else { throw .contradiction("the number of entries") }
  }
}
