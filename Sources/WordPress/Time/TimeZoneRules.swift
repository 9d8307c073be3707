package import Bytes
package import Runtime

/// The offsets of a time zone through time, as PHP computes with them.
///
/// A value without behaviour of its own: no Foundation, no global, nothing allocated by a question.
package struct TimeZoneRules: Sendable, Equatable {
  /// A stretch of time with one offset.
  package struct Period: Sendable, Equatable {
    /// First second; nil for the time before the first change.
    package var start: Int64?
    /// First second of the next period; `Int64.max` when there is none.
    package var end: Int64
    /// Seconds to add to UTC.
    package var offset: Int64
  }

  /// The zone's name, or `+HH:MM`, as `wp_timezone_string()` gives it.
  package let name: String
  /// The offset before the first change.
  private let firstOffset: Int64
  /// When offsets change, rising, and to what.
  private let starts: [Int64]
  private let offsets: [Int64]
  /// Whether the changes of the last 400 years in `starts` repeat for ever.
  private let repeats: Bool

  /// Seconds of 400 years, after which the calendar repeats itself, weekdays included.
  static let cycle: Int64 = 146_097 * 86_400

  init(name: String, firstOffset: Int64, starts: [Int64], offsets: [Int64], repeats: Bool) {
    precondition(starts.count == offsets.count, "every change has an offset")
    self.name = name
    self.firstOffset = firstOffset
    self.starts = starts
    self.offsets = offsets
    self.repeats = repeats
  }

  /// A zone that never changes.
  package init(name: String, fixedOffset: Int64) {
    self.init(name: name, firstOffset: fixedOffset, starts: [], offsets: [], repeats: false)
  }

  /// Universal time.
  package static let utc = TimeZoneRules(name: "UTC", fixedOffset: 0)

  /// The period that holds a second.
  package func period(at unixSeconds: Int64) -> Period {
    if starts.isEmpty { return Period(start: nil, end: .max, offset: firstOffset) }
    let last = starts[starts.count - 1]
    var shift: Int64 = 0
    if repeats, unixSeconds >= last {
      shift = ((unixSeconds - last) / Self.cycle + 1) * Self.cycle
    }
    return period(inTable: unixSeconds - shift, shift: shift)
  }

  private func period(inTable seconds: Int64, shift: Int64) -> Period {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    let end = low < starts.count ? starts[low] + shift : .max
    if low == 0 { return Period(start: nil, end: end, offset: firstOffset) }
    return Period(start: starts[low - 1] + shift, end: end, offset: offsets[low - 1])
  }

  /// Seconds to add to UTC at a moment.
  package func offset(at unixSeconds: Int64) -> Int64 {
    period(at: unixSeconds).offset
  }

  /// What clocks in the zone show at a moment.
  package func local(of instant: Instant) -> CivilTime {
    local(ofUnixSeconds: instant.unixSeconds)
  }

  /// What clocks in the zone show at a moment.
  package func local(ofUnixSeconds seconds: Int64) -> CivilTime {
    CivilTime(seconds: seconds + offset(at: seconds))
  }

  /// The moment at which clocks show a time, as PHP decides it.
  ///
  /// A time that is skipped moves forward by what is skipped. Of a time that comes twice, zones
  /// east of Greenwich take the second moment, zones west the first.
  package func utc(of local: CivilTime) -> Int64 {
    let seconds = local.seconds
    let current = offset(at: seconds)
    let around = period(at: seconds - current)
    let after = around.offset
    if current == after { return seconds - current }
    if let change = around.start {
      let isInside =
        seconds - after >= change + (current - after) && seconds - after < change
      if isInside { return seconds - current }
    }
    return seconds - after
  }

  /// The offset in hours as `get_option('gmt_offset')` gives it for a zone with a name.
  package func gmtOffsetHours(at unixSeconds: Int64) -> Double {
    (Double(offset(at: unixSeconds)) / 36).rounded() / 100
  }
}

/// A time zone and the period that was asked for last: neighbouring rows cost two comparisons.
package struct LocalClock: Sendable {
  /// The zone.
  package let rules: TimeZoneRules
  private var last: TimeZoneRules.Period

  package init(_ rules: TimeZoneRules) {
    self.rules = rules
    last = rules.period(at: 0)
  }

  /// What clocks in the zone show at a moment.
  package mutating func local(ofUnixSeconds seconds: Int64) -> CivilTime {
    if seconds >= last.end || seconds < last.start ?? .min {
      last = rules.period(at: seconds)
    }
    return CivilTime(seconds: seconds + last.offset)
  }

  /// The local time of a UTC time, both as civil times: what a `*_gmt` column holds, and the other.
  package mutating func local(ofUTC time: CivilTime) -> CivilTime {
    local(ofUnixSeconds: time.seconds)
  }
}
