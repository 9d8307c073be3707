internal import Bytes
internal import MariaDB
internal import Runtime

/// Rows of statements that no index serves: read for a wide range of keys at once, and kept while
/// pages go through the range.
///
/// A page's worth of keys would cost such a statement as much as all of them.
struct WideRows: ~Copyable {
  /// Keys of a range: few enough that their figures are small, many enough that most shops have
  /// one range.
  static let keysMax: Int64 = 65_536

  var rows: [SatelliteRows]
  var arena = PageArena()
  /// The last key whose rows are here.
  private(set) var coveredUpto: Int64 = 0

  init(satelliteCount: Int) {
    rows = Array(repeating: SatelliteRows(), count: satelliteCount)
  }

  /// Forgets everything, so that a range can be read.
  mutating func removeAll() {
    coveredUpto = 0
    for index in rows.indices { rows[index].removeAll() }
    arena.removePage()
  }

  /// Every row up to that key is here now.
  mutating func cover(upto key: Int64) { coveredUpto = key }

  /// Puts the cells of that key into their slots, copied behind the page's; keys rise.
  mutating func scatter(key: Int64, into slots: inout RowSlots, _ page: inout PageArena) {
    for index in rows.indices {
      while let entry = rows[index].next(key: key) {
        slots.put(Int(entry.slot), page.copy(arena.span(entry.place)), rank: entry.rank)
      }
    }
  }
}

extension EntitySource {
  /// Reads the wide range that begins with a page, unless the page is inside the last one.
  mutating func readWide(after: Int64, upto: Int64) throws(Fault) {
    if !plan.satellites.contains(where: \.isWide) || upto <= wide.coveredUpto { return }
    var keys = WideRows.keysMax
    while true {
      let end = max(upto, after.addingReportingOverflow(keys).partialValue)
      if try readWideRange(after: after, upto: end) {
        wide.cover(upto: end)
        return
      }
      // Only an absurdly long cell gets here; a page's own keys are the least that can be read.
      if end == upto { throw Self.tooWide(after) }
      keys /= 2
    }
  }

  private mutating func readWideRange(after: Int64, upto: Int64) throws(Fault) -> Bool {
    wide.removeAll()
    for index in plan.satellites.indices where plan.satellites[index].isWide {
      let satellite = plan.satellites[index]
      var stream = try connection.stream(
        text(satellite.template, after: after, upto: upto), "reading \(satellite.name)")
      let isWhole = try SatelliteReading.read(
        satellite, &stream, into: &wide.rows[index], &wide.arena,
        priceDecimals: shop.priceDecimals)
      if !isWhole { return false }
    }
    return true
  }

  private static func tooWide(_ after: Int64) -> Fault {
    Fault(
      .data, operation: "reading figures", subject: "keys after \(after)",
      cause: "the figures of one page take more than \(WooCommerce.arenaBytesMax) bytes",
      recovery: .stopStream)
  }
}
