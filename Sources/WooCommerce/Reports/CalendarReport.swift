internal import Bytes
internal import Delivery
internal import MariaDB
internal import Runtime
internal import WordPress

/// One row a day, from the year of the first order to the end of next year.
struct CalendarReport: Report, ~Copyable {
  private var statements: ReportStatements
  private let thisYear: Int
  private var days: ClosedRange<Int>?

  /// Years before this one at most: older dates of orders are mistakes.
  static let yearsMax = 100

  init(_ shop: Shop, now: Instant, _ options: ConnectionOptions) throws(Fault) {
    statements = try ReportStatements("report_dates", shop, options)
    thisYear = shop.zone.local(of: now).parts.year
  }

  mutating func count() throws(Fault) -> Int { try range().count }

  mutating func read(
    after key: Int64, _ writer: inout ReportWriter, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor {
    let days = try range()
    let start = days.lowerBound + Int(key)
    let end = min(start + ReportSource.pageRows, days.upperBound + 1)
    for number in start..<max(start, end) {
      Self.put(Day(number: number), &writer)
      writer.endRow(key: Int64(number - days.lowerBound + 1), into: &rows)
    }
    return end > days.upperBound ? .end : .after(Int64(end - days.lowerBound))
  }

  mutating func recover() throws(Fault) { try statements.recover() }

  /// The days, the same from the first page to the last.
  private mutating func range() throws(Fault) -> ClosedRange<Int> {
    if let days { return days }
    var year = thisYear
    if let span = try statements.rows("first").first.flatMap({ Span($0) }) {
      let first = statements.shop.zone.local(ofUnixSeconds: span.first).parts.year
      year = max(min(first, thisYear), thisYear - Self.yearsMax)
    }
    let found =
      Day(year: year, month: 1, day: 1).number...Day(year: thisYear + 1, month: 12, day: 31).number
    days = found
    return found
  }

  private static func put(_ day: Day, _ writer: inout ReportWriter) {
    let parts = day.parts
    let quarter = (parts.month + 2) / 3
    let week = day.isoWeek
    writer.put("date", day: day)
    writer.put("date_key", parts.dateKey)
    writer.put("year", parts.year)
    writer.put("quarter", quarter)
    writer.put("month", parts.month)
    writer.put("month_name", monthNames[parts.month - 1])
    writer.put("day", parts.day)
    writer.put("day_of_year", day.dayOfYear)
    writer.put("iso_week", week.week)
    writer.put("iso_year", week.year)
    writer.put("day_of_week", day.isoWeekday)
    writer.put("day_name", dayNames[day.isoWeekday - 1])
    writer.put("is_weekend", day.isoWeekday >= 6)
    writer.put("year_month", String(day.text.prefix(7)))
    writer.put("year_quarter", "\(parts.year)-Q\(quarter)")
    writer.put("days_in_month", CivilTime.daysInMonth(year: parts.year, month: parts.month))
  }

  private static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  private static let dayNames = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]
}
