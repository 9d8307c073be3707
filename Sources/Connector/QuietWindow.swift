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
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
      let hour = Int64(parts[0]), let minute = Int64(parts[1]), (0...23).contains(hour),
      (0...59).contains(minute)
    else { return nil }
    return hour * 60 + minute
  }

  /// When it begins next; nil within it.
  func opening(after now: Instant, _ zone: TimeZoneRules) -> Instant? {
    let local = zone.local(of: now)
    let minute = Int64(local.parts.hour) * 60 + Int64(local.parts.minute)
    let isWithin = from < to ? (from..<to).contains(minute) : minute >= from || minute < to
    if isWithin { return nil }
    let midnight = local.seconds - (local.seconds % 86_400 + 86_400) % 86_400
    let today = midnight + from * 60
    let opening = today > local.seconds ? today : today + 86_400
    return Instant(unixSeconds: zone.utc(of: CivilTime(seconds: opening)))
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
