import Runtime
import Store
import Testing
import WordPress

@testable import Connector

/// The hours in which large tables may be begun anew.
struct QuietWindowTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var zone: String
    var window: String
    var now: String
    /// Nil within the window.
    var opening: String?

    init(_ zone: String, _ window: String, at now: String, _ opening: String?) {
      self.zone = zone
      self.window = window
      self.now = now
      self.opening = opening
    }

    var testDescription: String { "\(window) in \(zone) at \(now)" }
  }

  private static let berlin = "Europe/Berlin"
  private static let newYork = "America/New_York"

  static let cases = [
    Case(berlin, "02:00-05:00", at: "2026-07-01 12:00", "2026-07-02 00:00"),
    Case(berlin, "02:00-05:00", at: "2026-06-30 23:59:59", "2026-07-01 00:00"),
    Case(berlin, "02:00-05:00", at: "2026-07-01 00:00", nil),
    Case(berlin, "02:00-05:00", at: "2026-07-01 02:59:59", nil),
    Case(berlin, "02:00-05:00", at: "2026-07-01 03:00", "2026-07-02 00:00"),
    // Over midnight.
    Case(berlin, "23:00-04:00", at: "2026-07-01 20:00", "2026-07-01 21:00"),
    Case(berlin, "23:00-04:00", at: "2026-07-01 21:00", nil),
    Case(berlin, "23:00-04:00", at: "2026-07-01 22:30", nil),
    Case(berlin, "23:00-04:00", at: "2026-07-02 01:59:59", nil),
    Case(berlin, "23:00-04:00", at: "2026-07-02 02:00", "2026-07-02 21:00"),
    // Its beginning is skipped: it opens with the hour after.
    Case(berlin, "02:00-05:00", at: "2026-03-29 00:30", "2026-03-29 01:00"),
    Case(berlin, "02:00-05:00", at: "2026-03-29 01:00", nil),
    Case(newYork, "02:00-05:00", at: "2026-03-08 06:30", "2026-03-08 07:00"),
    // All of it is skipped: it opens the day after.
    Case(berlin, "02:15-02:45", at: "2026-03-29 00:30", "2026-03-30 00:15"),
    // Its beginning comes twice, and the second is still to come.
    Case(newYork, "01:30-05:00", at: "2026-11-01 06:10", "2026-11-01 06:30"),
    Case(newYork, "01:30-05:00", at: "2026-11-01 05:45", nil),
    Case(berlin, "02:30-05:00", at: "2026-10-25 01:10", "2026-10-25 01:30"),
    Case("5.75", "02:00-05:00", at: "2026-04-10 12:00", "2026-04-10 20:15"),
    Case("-9.5", "02:00-05:00", at: "2026-04-10 12:00", nil),
  ]

  @Test(arguments: cases)
  func itOpensOnTheSitesClock(_ given: Case) throws {
    let window = try #require(QuietWindow(given.window))
    let opening = window.opening(after: try utc(given.now), try zone(given.zone))
    #expect(try opening == given.opening.map { try utc($0) })
  }

  @Test(arguments: ["02:00-05:00", "23:00-04:00", "01:30-01:45", "02:15-02:45", "00:00-23:59"])
  func whatItNamesIsAheadAndWithin(_ text: String) throws {
    let window = try #require(QuietWindow(text))
    for name in zonesOfSites {
      let rules = try zone(name)
      for now in try someMoments(11) {
        guard let opening = window.opening(after: now, rules) else { continue }
        #expect(opening > now, "\(name) at \(now.text)")
        #expect(opening.seconds(since: now) <= 50 * 3600, "\(name) at \(now.text)")
        #expect(window.opening(after: opening, rules) == nil, "\(name) at \(now.text)")
      }
    }
  }

  @Test func onlyTwoTimesAreAWindow() throws {
    #expect(QuietWindow("02:00-05:00") == .standard)
    #expect(QuietWindow("22:30-04:15") == QuietWindow(from: 1350, to: 255))
    for text in [
      "", "off", "02:00", "02:00-", "-05:00", "2:00-5:00", "02:00-02:00", "24:00-05:00",
      "02:60-05:00", "02:00-05:00-06:00", "02:00 - 05:00", "+1:00-05:00", "02-05",
    ] {
      #expect(QuietWindow(text) == nil, "'\(text)'")
    }
  }
}
