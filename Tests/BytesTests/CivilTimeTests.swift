import Bytes
import Testing

private func seconds(_ text: String) -> Int64? {
  let bytes = Array(text.utf8)
  return CivilTime(bytes.rawSpan)?.seconds
}

struct CivilTimeTests {
  // Seconds as `date -u -d TEXT +%s` gives them.
  @Test(arguments: [
    ("1970-01-01 00:00:00", 0), ("2000-02-29 23:59:59", 951_868_799),
    ("2026-04-10 13:00:00", 1_775_826_000), ("1899-12-30 00:00:00", -2_209_161_600),
    ("9999-12-31 23:59:59", 253_402_300_799), ("2038-01-19T03:14:08", 2_147_483_648),
    ("2026-04-10", 1_775_779_200), ("2026-04-10 13:00:00.999999", 1_775_826_000),
  ])
  func timestampsAreRead(_ text: String, _ expected: Int64) {
    #expect(seconds(text) == expected)
  }

  @Test(arguments: [
    "0000-00-00 00:00:00", "2026-00-10 00:00:00", "2026-02-29 00:00:00", "1900-02-29",
    "2026-04-31", "2026-13-01", "2026-04-10 24:00:00", "2026-04-10 12:60:00", "", "2026-4-1",
    "2026-04-10x13:00:00", "2026-04-10 13:00", "0000-01-01 00:00:00", "2026-04-10 13:00:00Z",
  ])
  func zeroAndImpossibleDatesAreNone(_ text: String) {
    #expect(seconds(text) == nil)
  }

  @Test func everyDayOfFourCenturiesReadsBack() {
    var day = CivilTime.dayNumber(year: 1880, month: 1, day: 1)
    var (year, month, dayOfMonth) = (1880, 1, 1)
    while year < 2280 {
      let parts = CivilTime(seconds: day * 86_400 + 86_399).parts
      if parts != .init(year: year, month: month, day: dayOfMonth, hour: 23, minute: 59, second: 59)
      {
        Issue.record("\(year)-\(month)-\(dayOfMonth) is not \(parts)")
        return
      }
      day += 1
      dayOfMonth += 1
      if dayOfMonth > CivilTime.daysInMonth(year: year, month: month) {
        (dayOfMonth, month) = (1, month + 1)
      }
      if month > 12 { (month, year) = (1, year + 1) }
    }
  }

  @Test func timesAreWrittenAsTheWireWantsThem() {
    var buffer = ByteBuffer()
    buffer.append(CivilTime(seconds: 1_775_826_005))
    #expect(buffer.bytes.text() == "2026-04-10T13:00:05")
  }
}
