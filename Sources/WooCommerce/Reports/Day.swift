internal import Bytes

/// A day of the store's calendar, counted from 1970-01-01.
struct Day: Hashable, Comparable {
  var number: Int

  init(number: Int) {
    self.number = number
  }

  init(year: Int, month: Int, day: Int) {
    number = Int(CivilTime.dayNumber(year: year, month: month, day: day))
  }

  /// The day of a moment on the store's clock.
  init(_ time: CivilTime) {
    let seconds = time.seconds
    number = Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
  }

  static func < (left: Day, right: Day) -> Bool { left.number < right.number }

  /// Year, month and day.
  var parts: CivilTime.Parts { CivilTime(seconds: Int64(number) * 86_400).parts }

  /// 1 for Monday to 7 for Sunday, as ISO 8601 counts; 1970-01-01 was a Thursday.
  var isoWeekday: Int { ((number + 3) % 7 + 7) % 7 + 1 }

  /// Days since the year began, the first being 1.
  var dayOfYear: Int { number - Day(year: parts.year, month: 1, day: 1).number + 1 }

  /// The week of ISO 8601 and the year that it belongs to: that of its Thursday.
  var isoWeek: (year: Int, week: Int) {
    let thursday = Day(number: number - isoWeekday + 4)
    return (thursday.parts.year, (thursday.dayOfYear - 1) / 7 + 1)
  }

  /// `YYYY-MM-DD`.
  var text: String {
    var buffer = ByteBuffer(capacity: 32)
    buffer.append(CivilTime(seconds: Int64(number) * 86_400))
    return String(decoding: buffer.array().prefix(10), as: UTF8.self)
  }
}
