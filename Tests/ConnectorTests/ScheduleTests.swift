import Runtime
import Store
import Testing
import WordPress

@testable import Connector

/// When a shop is synced by itself, on the clocks of its site.
struct ScheduleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var zone: String
    var frequency: Schedule.Frequency
    var time: String
    var now: String
    var last: String
    var next: String

    init(
      _ zone: String, _ frequency: Schedule.Frequency, _ time: String, at now: String,
      _ last: String, _ next: String
    ) {
      self.zone = zone
      self.frequency = frequency
      self.time = time
      self.now = now
      self.last = last
      self.next = next
    }

    var testDescription: String { "\(frequency) \(time) in \(zone) at \(now)" }
  }

  private static let berlin = "Europe/Berlin"
  private static let newYork = "America/New_York"

  /// Clocks change in Berlin on 2026-03-29 and 2026-10-25 at 01:00 UTC, from UTC+1 to UTC+2 and
  /// back, and in New York on 2026-03-08 at 07:00 and 2026-11-01 at 06:00 UTC, from UTC-5 to UTC-4.
  static let cases = [
    Case(berlin, .hourly, "05:17", at: "2026-04-10 12:00", "2026-04-10 11:17", "2026-04-10 12:17"),
    // A minute of the clock is a minute of the hour only where offsets are whole hours.
    Case("5.75", .hourly, "00:17", at: "2026-04-10 12:00", "2026-04-10 11:32", "2026-04-10 12:32"),
    Case("-9.5", .hourly, "00:17", at: "2026-04-10 12:00", "2026-04-10 11:47", "2026-04-10 12:47"),
    // The hour that is skipped, and the one that comes twice.
    Case(berlin, .hourly, "00:17", at: "2026-03-29 00:30", "2026-03-29 00:17", "2026-03-29 01:17"),
    Case(berlin, .hourly, "00:17", at: "2026-10-25 00:30", "2026-10-25 00:17", "2026-10-25 01:17"),
    Case(newYork, .hourly, "00:17", at: "2026-03-08 06:30", "2026-03-08 06:17", "2026-03-08 07:17"),
    Case(newYork, .hourly, "00:17", at: "2026-11-01 05:30", "2026-11-01 05:17", "2026-11-01 06:17"),
    Case(
      berlin, .twicedaily, "06:00", at: "2026-07-01 12:00", "2026-07-01 04:00", "2026-07-01 16:00"),
    Case(
      berlin, .twicedaily, "18:00", at: "2026-07-01 12:00", "2026-07-01 04:00", "2026-07-01 16:00"),
    Case(
      newYork, .twicedaily, "23:30", at: "2026-01-15 12:00", "2026-01-15 04:30", "2026-01-15 16:30"),
    Case(berlin, .daily, "03:30", at: "2026-07-01 12:00", "2026-07-01 01:30", "2026-07-02 01:30"),
    // 02:30 is skipped, and moves on by what is skipped.
    Case(berlin, .daily, "02:30", at: "2026-03-29 00:00", "2026-03-28 01:30", "2026-03-29 01:30"),
    Case(newYork, .daily, "02:30", at: "2026-03-08 06:00", "2026-03-07 07:30", "2026-03-08 07:30"),
    // What comes twice is due once.
    Case(berlin, .daily, "02:30", at: "2026-10-25 02:00", "2026-10-25 01:30", "2026-10-26 01:30"),
    Case(newYork, .daily, "01:30", at: "2026-11-01 06:45", "2026-11-01 05:30", "2026-11-02 06:30"),
    // 2026-04-13 is a Monday.
    Case(berlin, .weekly, "04:00", at: "2026-04-10 12:00", "2026-04-06 02:00", "2026-04-13 02:00"),
    Case(berlin, .weekly, "04:00", at: "2026-04-13 02:00", "2026-04-13 02:00", "2026-04-20 02:00"),
    Case(berlin, .weekly, "04:00", at: "2026-03-27 12:00", "2026-03-23 03:00", "2026-03-30 02:00"),
    Case("-9.5", .weekly, "20:00", at: "2026-04-13 13:00", "2026-04-07 05:30", "2026-04-14 05:30"),
    Case(
      newYork, .weekly, "23:59", at: "1969-12-30 00:00", "1969-12-23 04:59", "1969-12-30 04:59"),
  ]

  @Test(arguments: cases)
  func momentsAreThoseOfTheSitesClock(_ given: Case) throws {
    var schedule = Schedule()
    schedule.frequency = given.frequency
    schedule.minute = try #require(Schedule.minute(given.time))
    let moments = try #require(
      schedule.moments(around: try utc(given.now), try zone(given.zone)))
    #expect(try moments.last == utc(given.last))
    #expect(try moments.next == utc(given.next))
  }

  @Test(arguments: Schedule.Frequency.allCases)
  func noMomentIsLostAndNoneIsFarAway(_ frequency: Schedule.Frequency) throws {
    // An hour may be skipped, or come twice.
    let gapMax: [Schedule.Frequency: Double] = [
      .hourly: 3600, .twicedaily: 13 * 3600, .daily: 25 * 3600, .weekly: 169 * 3600,
    ]
    for name in zonesOfSites {
      // Its clocks move by half an hour.
      let extra: Double = name == "Australia/Lord_Howe" ? 1800 : 0
      let rules = try zone(name)
      var schedule = Schedule()
      schedule.frequency = frequency
      for (index, now) in try someMoments(7).enumerated() {
        schedule.minute = Int64(index * 37 % 1440)
        let (last, next) = try #require(schedule.moments(around: now, rules))
        #expect(last <= now && now < next, "\(name) \(schedule.time) at \(now.text)")
        let gap = next.seconds(since: last)
        #expect(
          gap > 0 && gap <= (gapMax[frequency] ?? 0) + extra,
          "\(name) \(schedule.time) at \(now.text)")
        // Seen from anywhere between two moments, they are the same.
        #expect(schedule.moments(around: last, rules).map { $0 == (last, next) } == true)
        let before = Instant(unixMicroseconds: next.unixMicroseconds - 1)
        #expect(schedule.moments(around: before, rules).map { $0 == (last, next) } == true)
        #expect(schedule.moments(around: next, rules)?.last == next)
      }
    }
  }

  @Test func whatIsSwitchedOffIsNeverDue() throws {
    var schedule = Schedule()
    schedule.isEnabled = false
    #expect(schedule.moments(around: try utc("2026-04-10 12:00"), .utc) == nil)
  }

  @Test func anArrayOfPHPIsReadWhateverItsTypesAre() {
    func schedule(_ pairs: KeyValuePairs<String, PHPValue>) -> Schedule { Schedule(.map(pairs)) }
    let whole = schedule([
      "enabled": .boolean(true), "frequency": .text("weekly"), "time": .text("04:05"),
    ])
    #expect(whole.isEnabled && whole.frequency == .weekly && whole.minute == 245)
    #expect(whole.time == "04:05")
    let off: [PHPValue] = [
      .boolean(false), .integer(0), .text("0"), .text(""), .null, .float(0), .list([]),
    ]
    for value in off { #expect(!schedule(["enabled": value]).isEnabled, "\(value)") }
    let on: [PHPValue] = [.boolean(true), .integer(1), .text("1"), .text("yes")]
    for value in on { #expect(schedule(["enabled": value]).isEnabled, "\(value)") }
    // What is no frequency, or no time, leaves the standard.
    let standard = Schedule()
    let strange: [PHPValue] = [
      .text("fortnightly"), .text(""), .integer(4), .boolean(true), .null, .list([.text("daily")]),
      .object(PHPObject(className: "stdClass")), .string([0xFF, 0xFE]), .text("Hourly "),
    ]
    for value in strange {
      #expect(schedule(["frequency": value, "time": value]) == standard, "\(value)")
    }
    // Options that are no array at all.
    for value: PHPValue in [.text("daily"), .boolean(false), .integer(3), .null, .list([])] {
      #expect(Schedule(value) == standard, "\(value)")
    }
    #expect(Schedule(nil) == standard)
    #expect(standard.isEnabled && standard.frequency == .hourly && standard.minute == 0)
  }

  @Test func onlyATimeOfDayIsOne() {
    let times: [(String, Int64?)] = [
      ("00:00", 0), ("7:05", 425), ("07:5", 425), ("23:59", 1439), ("24:00", nil), ("12:60", nil),
      ("noon", nil), ("", nil), (":", nil), ("12", nil), ("12:", nil), ("1:2:3", nil),
      (" 1:00", nil), ("-1:00", nil), ("+1:30", nil), ("-0:30", nil), ("012:00", nil),
      ("١٢:00", nil),
    ]
    for (text, minute) in times { #expect(Schedule.minute(text) == minute, "'\(text)'") }
  }
}
