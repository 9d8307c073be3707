internal import Bytes
internal import Runtime

/// Turns drafts into packed pages that keep to the limits.
struct PageSealer<Packer: PagePacker & ~Copyable>: ~Copyable {
  var packer: Packer
  let limits: PageLimits
  private var payload = ByteBuffer()
  private var packed = ByteBuffer()
  /// Payload bytes for a byte of page, as the last page was packed; the first guess is modest.
  private var ratio = 2.0
  /// Bytes of all pages staged since somebody set it to 0.
  var stagedBytes = 0

  init(_ packer: consuming Packer, _ limits: PageLimits) {
    self.packer = packer
    self.limits = limits
  }

  /// Payloads of more than this would probably be pages above the limit.
  var payloadBytesFull: Int { payloadBytes(of: limits.bytesMax) }
  /// New pages stop here, so that a page can grow before it must be split.
  var payloadBytesWanted: Int { payloadBytes(of: limits.bytesMax / 4 * 3) }

  private func payloadBytes(of bytes: Int) -> Int {
    min(limits.payloadBytesMax, Int(Double(bytes) * ratio))
  }

  /// Packs a draft, halved as often as the limits demand, and stages what comes out.
  mutating func seal<Storage: LedgerStorage & ~Copyable>(
    _ draft: borrowing PageDraft, _ place: StagingPlace, into storage: inout Storage
  ) throws(Fault) {
    let head = draft.head(packing: packer.algorithm)
    payload.removeAll()
    draft.write(head, into: &payload)
    let isOneKey = head.keys.first == head.keys.last
    if isOneKey || payload.count <= limits.payloadBytesMax {
      packed.removeAll()
      head.append(to: &packed)
      Self.pack(payload, with: &packer, into: &packed)
      ratio = Double(payload.count) / Double(packed.count)
      if isOneKey || packed.count <= limits.bytesMax {
        stagedBytes += packed.count
        try storage.stage(
          packed.bytes,
          PageSummary(
            keys: head.keys, entryCount: head.entryCount, liveCount: head.liveCount,
            byteCount: packed.count),
          of: place.table, batch: place.batch)
        return
      }
    }
    var left = PageDraft(draft.form)
    var right = PageDraft(draft.form)
    Self.halve(payload.bytes, into: &left, &right)
    try seal(left, place, into: &storage)
    try seal(right, place, into: &storage)
  }

  private static func pack(
    _ payload: borrowing ByteBuffer, with packer: inout Packer, into packed: inout ByteBuffer
  ) {
    packer.pack(payload.bytes, into: &packed)
  }

  /// Divides a payload at a key, as near to the middle of its bytes as keys allow.
  private static func halve(
    _ payload: RawSpan, into left: inout PageDraft, _ right: inout PageDraft
  ) {
    var reader = PageReader()
    do throws(PageError) {
      try reader.open(payload: payload)
      var lastLeft: Int64?
      while let entry = try reader.next() {
        let isFull = left.payloadBytes >= payload.byteCount / 2
        // The last key goes to the right whatever its size: both halves have entries.
        let isLastKey = entry.key == reader.keys?.last
        if right.isEmpty, lastLeft == nil || entry.key == lastLeft || !(isFull || isLastKey) {
          left.append(entry, image: reader.image(of: entry))
          lastLeft = entry.key
        } else {
          right.append(entry, image: reader.image(of: entry))
        }
      }
    } catch {
      preconditionFailure("a payload of our own can be read: \(error.words)")
    }
  }
}

/// Where sealed pages go.
struct StagingPlace {
  var table: LedgerTable
  var batch: Int64
}
