internal import Bytes

/// The rule at the end of a time zone file: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct PosixTimeZone {
  /// Seconds to add to UTC in winter.
  var standard: Int64
  /// Summer time; nil when there is none.
  var summer: Summer?

  struct Summer {
    var offset: Int64
    var start: Change
    var end: Change
  }

  /// A day of the year, and the local second of that day at which clocks change.
  struct Change {
    var day: Day
    var seconds: Int64
  }

  enum Day {
    /// 1…365, 29 February never counted.
    case julian(Int)
    /// 0…365, 29 February counted.
    case ordinal(Int)
    /// The last (5) or another week's weekday of a month, Sunday being 0.
    case weekday(month: Int, week: Int, day: Int)
  }

  /// Reads a rule; nil when it is none.
  init?(_ text: String) {
    var reader = Reader(rest: Array(text.utf8)[...])
    guard reader.skipName(), let west = reader.offset() else { return nil }
    standard = -west
    if reader.rest.isEmpty { return }
    guard reader.skipName() else { return nil }
    var offset = standard + 3600
    if reader.rest.first != UInt8(ascii: ",") {
      guard let west = reader.offset() else { return nil }
      offset = -west
    }
    guard let start = reader.change(), let end = reader.change(), reader.rest.isEmpty else {
      return nil
    }
    summer = Summer(offset: offset, start: start, end: end)
  }

  /// The two changes of a year in their order, as UTC seconds and new offsets.
  func changes(in year: Int) -> [(start: Int64, offset: Int64)] {
    guard let summer else { return [] }
    let begins = summer.start.moment(in: year) - standard
    let ends = summer.end.moment(in: year) - summer.offset
    let pair = [(start: begins, offset: summer.offset), (start: ends, offset: standard)]
    return begins < ends ? pair : pair.reversed()
  }

  private struct Reader {
    var rest: ArraySlice<UInt8>

    mutating func skipName() -> Bool {
      if rest.first == UInt8(ascii: "<") {
        guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
        rest = rest[(end + 1)...]
        return true
      }
      let name = rest.prefix { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
      rest = rest[name.endIndex...]
      return name.count >= 3
    }

    mutating func number() -> Int64? {
      let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
      guard !digits.isEmpty, digits.count <= 3 else { return nil }
      rest = rest[digits.endIndex...]
      return Int64(String(decoding: digits, as: UTF8.self))
    }

    mutating func take(_ byte: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: byte) else { return false }
      rest.removeFirst()
      return true
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func offset() -> Int64? {
      let isNegative = take("-")
      if !isNegative { _ = take("+") }
      guard var seconds = number().map({ $0 * 3600 }) else { return nil }
      for unit: Int64 in [60, 1] where take(":") {
        guard let part = number() else { return nil }
        seconds += part * unit
      }
      return isNegative ? -seconds : seconds
    }

    mutating func change() -> Change? {
      guard take(","), let day = day() else { return nil }
      if !take("/") { return Change(day: day, seconds: 7200) }
      guard let seconds = offset() else { return nil }
      return Change(day: day, seconds: seconds)
    }

    private mutating func day() -> Day? {
      if take("J") {
        guard let day = number(), (1...365).contains(day) else { return nil }
        return .julian(Int(day))
      }
      if !take("M") {
        guard let day = number(), day <= 365 else { return nil }
        return .ordinal(Int(day))
      }
      guard let month = number(), take("."), let week = number(), take("."), let day = number(),
        (1...12).contains(month), (1...5).contains(week), day <= 6
      else { return nil }
      return .weekday(month: Int(month), week: Int(week), day: Int(day))
    }
  }
}

extension PosixTimeZone.Change {
  /// The change's local time in a year, in seconds since 1970-01-01T00:00:00 of the same clock.
  fileprivate func moment(in year: Int) -> Int64 {
    dayNumber(in: year) * 86_400 + seconds
  }

  private func dayNumber(in year: Int) -> Int64 {
    let first = CivilTime.dayNumber(year: year, month: 1, day: 1)
    switch day {
    case .ordinal(let day): return first + Int64(day)
    case .julian(let day):
      let isLeap = CivilTime.daysInMonth(year: year, month: 2) == 29
      return first + Int64(day - 1) + (isLeap && day >= 60 ? 1 : 0)
    case .weekday(let month, let week, let weekday):
      let start = CivilTime.dayNumber(year: year, month: month, day: 1)
      // 1970-01-01 was a Thursday.
      let firstWeekday = Int(((start + 4) % 7 + 7) % 7)
      var day = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
      if day >= CivilTime.daysInMonth(year: year, month: month) { day -= 7 }
      return start + Int64(day)
    }
  }
}
