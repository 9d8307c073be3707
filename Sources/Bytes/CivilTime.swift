/// A date and time of day on some calendar wall, without a zone.
///
/// Counted in seconds from 1970-01-01T00:00:00 of the same wall. Proleptic Gregorian, years 1 to
/// 9999, no leap seconds: as MariaDB's DATETIME.
package struct CivilTime: Sendable, Hashable {
  /// Seconds since 1970-01-01T00:00:00 of the same wall.
  package var seconds: Int64

  package init(seconds: Int64) {
    self.seconds = seconds
  }

  /// Reads `YYYY-MM-DD HH:MM:SS` (or with `T`), fractions of a second dropped, a date alone being
  /// midnight; nil for zero dates, impossible ones, and anything else.
  package init?(_ text: RawSpan) {
    guard text.byteCount >= 10, let date = Self.date(text) else { return nil }
    if text.byteCount == 10 {
      seconds = date * 86_400
      return
    }
    guard text.byteCount >= 19, let time = Self.time(text) else { return nil }
    if text.byteCount > 19, text.byte(at: 19) != UInt8(ascii: ".") { return nil }
    seconds = date * 86_400 + time
  }

  private static func date(_ text: RawSpan) -> Int64? {
    guard let year = digits(text, 0, 4), let month = digits(text, 5, 2),
      let day = digits(text, 8, 2), text.byte(at: 4) == UInt8(ascii: "-"),
      text.byte(at: 7) == UInt8(ascii: "-"), year >= 1, month >= 1, month <= 12, day >= 1,
      day <= daysInMonth(year: year, month: month)
    else { return nil }
    return dayNumber(year: year, month: month, day: day)
  }

  private static func time(_ text: RawSpan) -> Int64? {
    let separator = text.byte(at: 10)
    guard separator == UInt8(ascii: " ") || separator == UInt8(ascii: "T"),
      let hour = digits(text, 11, 2), let minute = digits(text, 14, 2),
      let second = digits(text, 17, 2), text.byte(at: 13) == UInt8(ascii: ":"),
      text.byte(at: 16) == UInt8(ascii: ":"), hour < 24, minute < 60, second < 60
    else { return nil }
    return Int64(hour * 3600 + minute * 60 + second)
  }

  private static func digits(_ text: RawSpan, _ start: Int, _ length: Int) -> Int? {
    var value = 0
    for index in start..<(start + length) {
      let byte = text.byte(at: index)
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }

  /// How many days a month of the Gregorian calendar has.
  package static func daysInMonth(year: Int, month: Int) -> Int {
    precondition(month >= 1 && month <= 12)
    if month == 2 {
      let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
      return isLeap ? 29 : 28
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
  }

  /// Days from 1970-01-01, by counting 400-year eras from 0000-03-01.
  package static func dayNumber(year: Int, month: Int, day: Int) -> Int64 {
    let shifted = Int64(month <= 2 ? year - 1 : year)
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let monthFromMarch = Int64((month + 9) % 12)
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + Int64(day) - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The calendar's view of the same moment.
  package var parts: Parts {
    let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let timeOfDay = Int(seconds - day * 86_400)
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
    return Parts(
      year: Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month: month,
      day: Int(dayOfYear - (153 * monthFromMarch + 2) / 5) + 1, hour: timeOfDay / 3600,
      minute: timeOfDay / 60 % 60, second: timeOfDay % 60)
  }

  /// Year, month, day, hour, minute, second.
  package struct Parts: Sendable, Hashable {
    /// As a calendar and a clock show them: months and days from 1, hours from 0.
    package var year, month, day, hour, minute, second: Int

    package init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
      self.year = year
      self.month = month
      self.day = day
      self.hour = hour
      self.minute = minute
      self.second = second
    }

    /// The day as the number YYYYMMDD.
    package var dateKey: Int { year * 10_000 + month * 100 + day }
  }
}

extension ByteBuffer {
  /// `YYYY-MM-DDTHH:MM:SS`; the year must be between 1 and 9999.
  package mutating func append(_ time: CivilTime, separator: UInt8 = UInt8(ascii: "T")) {
    let parts = time.parts
    append(padded: parts.year, width: 4)
    append(UInt8(ascii: "-"))
    append(padded: parts.month, width: 2)
    append(UInt8(ascii: "-"))
    append(padded: parts.day, width: 2)
    append(separator)
    append(padded: parts.hour, width: 2)
    append(UInt8(ascii: ":"))
    append(padded: parts.minute, width: 2)
    append(UInt8(ascii: ":"))
    append(padded: parts.second, width: 2)
  }
}
