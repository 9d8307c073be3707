internal import Bytes
internal import Delivery
internal import Engine
internal import Runtime
internal import WordPress

/// The hours of the site in which large tables may be cleared and filled anew without anybody
/// asking for it.
package struct QuietWindow: Sendable, Equatable {
  /// Minutes after midnight, site time.
  let from: Int64
  /// Minutes after midnight; before `from` when the window spans midnight.
  let to: Int64

  /// Two to five in the night.
  static let standard = QuietWindow(from: 120, to: 300)

  init(from: Int64, to: Int64) {
    self.from = from
    self.to = to
  }

  /// From `02:00-05:00`; nil when the text is nothing of the kind.
  init?(_ text: String) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(Self.minutes)
    guard ends.count == 2, let from = ends[0], let to = ends[1], from != to else { return nil }
    self.init(from: from, to: to)
  }

  private static func minutes(_ text: Substring) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ $0.utf8.count == 2 }) else { return nil }
    return Schedule.minute(String(text))
  }

  /// When it begins next; nil within it.
  func opening(after now: Instant, _ zone: TimeZoneRules) -> Instant? {
    if isOpen(at: now.unixSeconds, zone) { return nil }
    let local = zone.local(of: now).seconds
    let midnight = local - (local % 86_400 + 86_400) % 86_400
    // Clocks may skip the beginning, or all of it, or show it twice: a day in reserve.
    let openings = (Int64(0)...2).flatMap { day -> [Int64] in
      let opening = midnight + day * 86_400 + from * 60
      return [zone.utc(of: CivilTime(seconds: opening)), now.unixSeconds + opening - local]
    }
    let next = openings.filter { $0 > now.unixSeconds && isOpen(at: $0, zone) }.min()
    return Instant(unixSeconds: next ?? now.unixSeconds + 86_400)
  }

  private func isOpen(at unixSeconds: Int64, _ zone: TimeZoneRules) -> Bool {
    let local = zone.local(ofUnixSeconds: unixSeconds).parts
    let minute = Int64(local.hour) * 60 + Int64(local.minute)
    return from < to ? (from..<to).contains(minute) : minute >= from || minute < to
  }
}

extension Connector {
  /// Tables of more rows wait for the quiet window.
  static let waitingTableRows = 100_000
  /// The part of the hourly requests that clearing and filling one table may take.
  static let replaceShare = 0.2

  /// When a table that must be cleared for changes may be; nil: at once.
  ///
  /// A small one waits until filling it again takes no more than its share of the requests.
  func clearsFrom(
    rows: Int, clearedAt: Instant?, batchRows: Int, _ zone: TimeZoneRules
  ) -> Instant? {
    if configuration.isPaceOff { return nil }
    if rows > Self.waitingTableRows {
      return configuration.quietWindow?.opening(after: clock.now, zone)
    }
    guard let clearedAt else { return nil }
    let posts = Double((rows + batchRows - 1) / max(batchRows, 1))
    let postsPerHour =
      rows >= Pace.largeTableRows
      ? Double(Pace.postsPerHourToLargeMax) : 3600 / Pace.secondsBetweenPosts
    let next = clearedAt.adding(seconds: posts / (postsPerHour * Self.replaceShare) * 3600)
    return next > clock.now ? next : nil
  }
}
