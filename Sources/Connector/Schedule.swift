internal import Bytes
package import Runtime
package import WordPress

/// When the shop is synced without anybody asking for it.
package struct Schedule: Sendable, Equatable {
  /// Whether it is at all.
  package var isEnabled = true
  /// How often it is.
  package var frequency = Frequency.hourly
  /// Minutes after midnight, site time: of hourly syncs the minute counts, of weekly ones the
  /// day is Monday.
  package var minute: Int64 = 0

  /// How often.
  package enum Frequency: String, Sendable, CaseIterable { case hourly, twicedaily, daily, weekly }

  package init() {}

  /// From the option's array, as PHP or we have written it; what it does not say stays standard.
  package init(_ value: PHPValue?) {
    guard let value else { return }
    if let flag = value["enabled"] { isEnabled = flag.isTrue }
    if let word = value["frequency"]?.scalarText, let known = Frequency(rawValue: word) {
      frequency = known
    }
    if let text = value["time"]?.scalarText, let known = Self.minute(text) { minute = known }
  }

  /// Minutes after midnight of `HH:MM`; nil when it is no time of day.
  package static func minute(_ text: String) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard parts.count == 2,
      parts.allSatisfy({ (1...2).contains($0.utf8.count) && $0.utf8.allSatisfy(digits.contains) }),
      let hour = Int64(parts[0]), let minute = Int64(parts[1]), (0...23).contains(hour),
      (0...59).contains(minute)
    else { return nil }
    return hour * 60 + minute
  }

  /// `HH:MM`.
  package var time: String {
    let (hour, rest) = (minute / 60, minute % 60)
    return "\(hour < 10 ? "0" : "")\(hour):\(rest < 10 ? "0" : "")\(rest)"
  }

  /// The last moment up to `now` at which a sync was due, and the next one after it; nil when
  /// none ever is.
  package func moments(
    around now: Instant, _ zone: TimeZoneRules
  ) -> (last: Instant, next: Instant)? {
    guard isEnabled else { return nil }
    let second = now.unixSeconds
    let local = zone.local(of: now).seconds
    let midnight = local - (local % 86_400 + 86_400) % 86_400
    var moments = (-8...8).flatMap { day in
      minutes(onDay: midnight / 86_400 + Int64(day)).map { minute in
        zone.utc(of: CivilTime(seconds: midnight + Int64(day) * 86_400 + minute * 60))
      }
    }
    if frequency == .hourly {
      // An hour that clocks show twice is two hours.
      moments += moments.flatMap { [$0 - 3600, $0 + 3600] }.filter {
        zone.local(ofUnixSeconds: $0).seconds % 3600 == minute % 60 * 60
      }
    }
    guard let last = moments.filter({ $0 <= second }).max(),
      let next = moments.filter({ $0 > second }).min()
    else { return nil }
    return (Instant(unixSeconds: last), Instant(unixSeconds: next))
  }

  /// Minutes after midnight of a day, counted since 1970, a Thursday.
  private func minutes(onDay day: Int64) -> [Int64] {
    switch frequency {
    case .hourly: (0..<24).map { Int64($0) * 60 + minute % 60 }
    case .twicedaily: [minute % 720, minute % 720 + 720]
    case .daily: [minute]
    case .weekly: (day % 7 + 7) % 7 == 4 ? [minute] : []
    }
  }
}
