internal import Bytes
internal import WordPress

/// A month of sales under one date type.
struct SalesMonth {
  var dateType: DateType
  /// Its first day.
  var first: Day
  var figures: SalesFigures

  /// Months of a date type that are filled in, at most: as many as a daily report has days for.
  private static let monthsMax = ReportDays.daysMax / 31

  /// The months since the year 0 that a moment is in, on the store's clock.
  static func index(_ zone: TimeZoneRules, _ unixSeconds: Int64) -> Int {
    index(Day(zone.local(ofUnixSeconds: unixSeconds)))
  }

  private static func index(_ day: Day) -> Int { day.parts.year * 12 + day.parts.month - 1 }

  private static func month(_ index: Int) -> Day {
    Day(year: index / 12, month: index % 12 + 1, day: 1)
  }

  /// Every month of every date type, from the first busy one to the last.
  static func all(of scan: borrowing SalesScan) -> [SalesMonth] {
    var months: [SalesMonth] = []
    for type in DateType.allCases {
      let figures = scan.figures(type)
      let busy = figures.keys.sorted()
      guard let first = busy.first, let last = busy.last else { continue }
      let span = index(first)...index(last)
      let days = span.count > monthsMax ? busy : span.map(month)
      for day in days {
        months.append(
          SalesMonth(dateType: type, first: day, figures: figures[day] ?? SalesFigures()))
      }
    }
    return months
  }
}

extension ExactDecimal {
  /// Cut off towards zero; nil when it does not fit.
  var wholePart: Int64? {
    var whole = mantissa
    for _ in 0..<scale { whole /= 10 }
    return Int64(exactly: whole)
  }
}
