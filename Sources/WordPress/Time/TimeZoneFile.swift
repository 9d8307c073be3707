internal import Bytes

/// A compiled time zone file (TZif, RFC 8536), version 2 or later.
struct TimeZoneFile {
  var firstOffset: Int64
  var starts: [Int64] = []
  var offsets: [Int64] = []
  /// What holds after the last change, as POSIX writes it; empty when nothing does.
  var footer = ""

  /// Changes in one file at most.
  private static let changesMax = 10_000

  /// Reads a file; nil when it is damaged, or of version 1, which ends in 2037.
  init?(_ bytes: [UInt8]) {
    guard let old = Header(bytes, at: 0), old.version >= UInt8(ascii: "2"),
      let header = Header(bytes, at: 44 + old.blockLength(timeSize: 4))
    else { return nil }
    let times = header.start + 44
    let kinds = times + header.timeCount * 8
    let types = kinds + header.timeCount
    let end = header.start + 44 + header.blockLength(timeSize: 8)
    guard header.timeCount <= Self.changesMax, header.typeCount >= 1, end <= bytes.count else {
      return nil
    }
    firstOffset = Int64(Self.integer32(bytes, types))
    for index in 0..<header.timeCount {
      let kind = Int(bytes[kinds + index])
      let start = Self.integer64(bytes, times + index * 8)
      guard kind < header.typeCount, starts.last ?? .min < start else { return nil }
      starts.append(start)
      offsets.append(Int64(Self.integer32(bytes, types + kind * 6)))
    }
    let hasSaneOffsets = ([firstOffset] + offsets).allSatisfy { $0.magnitude <= 26 * 3600 }
    guard hasSaneOffsets, let footer = Self.footer(bytes[end...]) else { return nil }
    self.footer = footer
  }

  private static func footer(_ rest: ArraySlice<UInt8>) -> String? {
    guard rest.first == 0x0A, let end = rest.dropFirst().firstIndex(of: 0x0A) else { return nil }
    return String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
  }

  private static func integer32(_ bytes: [UInt8], _ start: Int) -> Int32 {
    Int32(bitPattern: bytes[start..<(start + 4)].reduce(0) { $0 << 8 | UInt32($1) })
  }

  private static func integer64(_ bytes: [UInt8], _ start: Int) -> Int64 {
    Int64(bitPattern: bytes[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) })
  }

  /// The counts that stand before each of the two blocks.
  private struct Header {
    let start: Int
    let version: UInt8
    private let counts: [Int]

    init?(_ bytes: [UInt8], at start: Int) {
      guard start + 44 <= bytes.count, bytes[start...].starts(with: "TZif".utf8) else { return nil }
      self.start = start
      version = bytes[start + 4]
      let counts = (0..<6).map { Int(TimeZoneFile.integer32(bytes, start + 20 + $0 * 4)) }
      guard counts.allSatisfy({ $0 >= 0 && $0 <= 1 << 20 }) else { return nil }
      self.counts = counts
    }

    var timeCount: Int { counts[3] }
    var typeCount: Int { counts[4] }

    func blockLength(timeSize: Int) -> Int {
      timeCount * (timeSize + 1) + typeCount * 6 + counts[5] + counts[2] * (timeSize + 4)
        + counts[1] + counts[0]
    }
  }
}
