import Bytes
import Foundation
import Runtime
import Testing

@testable import WordPress

private let zones = TimeZoneSource(files: DiskFiles())

private func civil(_ text: String) -> CivilTime? {
  CivilTime(Array(text.utf8).rawSpan)
}

/// The zone that a vector's case speaks of.
private func rules(_ vector: JSONValue) throws -> TimeZoneRules {
  var offset = vector["gmt_offset"] ?? vector["gmt_offset_option"] ?? .null
  if case .number(let text) = offset { offset = .string(text) }
  return try zones.site(
    timezoneString: vector["timezone_string"]?.string ?? vector.text("timezone"),
    gmtOffset: offset.string ?? "")
}

@Suite struct TimeZoneVectorTests {
  @Test func namesAndOffsetsOfTheSettings() throws {
    let cases = try Vectors("timezone").cases("wp_timezone_string")
    #expect(cases.count == 17)
    for vector in cases {
      let rules = try rules(vector)
      #expect(rules.name == vector.text("wp_timezone_string"), "\(vector.id)")
      if vector.text("timezone_string").isEmpty { continue }
      let moment = try #require(vector["get_option_gmt_offset_at"]?.integer)
      let hours = rules.gmtOffsetHours(at: moment)
      guard case .number(let text) = vector["get_option_gmt_offset"] else { continue }
      #expect(hours == Double(text), "\(vector.id)")
    }
  }

  @Test func localTimesBecomeUTCAsInPHP() throws {
    let cases = try Vectors("timezone").cases("local_to_utc")
    var notDates: [String] = []
    for vector in cases {
      guard let local = civil(vector.text("local")) else {
        notDates.append(vector.text("local"))
        continue
      }
      let rules = try rules(vector)
      let utc = rules.utc(of: local)
      #expect(utc == vector["unix"]?.integer, "\(vector.id)")
      #expect(rules.offset(at: utc) == vector["offset_used"]?.integer, "\(vector.id)")
      #expect(CivilTime(seconds: utc) == civil(vector.text("get_gmt_from_date")), "\(vector.id)")
      let treatedAsUTC = civil(vector.text("get_date_from_gmt_treating_input_as_utc"))
      var clock = LocalClock(rules)
      #expect(clock.local(ofUTC: local) == treatedAsUTC, "\(vector.id)")
      #expect(rules.local(ofUnixSeconds: local.seconds) == treatedAsUTC, "\(vector.id)")
    }
    #expect(cases.count == 596)
    // What is no date is null here, where PHP rolls over: the server stores no such date either.
    #expect(Set(notDates) == ["0000-00-00 00:00:00", "2023-02-29 10:00:00"])
    #expect(notDates.count == 34)
  }

  @Test func oddDatesThatAreDatesAreEqual() throws {
    var compared = 0
    for vector in try Vectors("timezone").cases("odd_and_zero_dates") {
      guard let local = civil(vector.text("input")) else { continue }
      let utc = try rules(vector).utc(of: local)
      #expect(CivilTime(seconds: utc) == civil(vector.text("get_gmt_from_date")), "\(vector.id)")
      compared += 1
    }
    #expect(compared > 0)
  }
}

@Suite struct TimeZoneRulesTests {
  /// Every change of every year, against the C library's own reading of the same files.
  @Test(
    arguments: [
      "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Europe/Dublin",
      "Africa/Casablanca", "America/St_Johns", "US/Eastern", "Pacific/Apia", "Asia/Calcutta",
    ])
  func offsetsAgreeWithFoundation(_ name: String) throws {
    let rules = try zones.zone(name)
    let foundation = try #require(TimeZone(identifier: name))
    var seconds: Int64 = -2_000_000_000
    while seconds < 2_100_000_000 {
      let date = Date(timeIntervalSince1970: Double(seconds))
      #expect(
        rules.offset(at: seconds) == Int64(foundation.secondsFromGMT(for: date)),
        "\(name) at \(seconds)")
      seconds += 86_400 * 3 + 1801
    }
  }

  @Test func rulesGoOnAfterTheFileEnds() throws {
    let paris = try zones.zone("Europe/Paris")
    for (text, offset) in [("2100-07-01", 7200), ("2100-01-01", 3600), ("2438-07-01", 7200)] {
      let day = try #require(civil(text))
      #expect(paris.offset(at: day.seconds) == Int64(offset), "\(text)")
    }
    // The calendar repeats after 400 years: the last Sunday of March 2024 and of 2824.
    let change = try #require(civil("2824-03-31 01:00:00")).seconds
    #expect(paris.period(at: change).start == change)
    #expect(paris.period(at: change - 1).end == change)
    #expect(paris.period(at: change - 1).offset == 3600)
    let far = change + 10 * TimeZoneRules.cycle
    #expect(paris.period(at: far).start == far)
  }

  @Test func aClockAnswersLikeTheRulesInAnyOrder() throws {
    let rules = try zones.zone("America/New_York")
    var clock = LocalClock(rules)
    var state: UInt64 = 0x5EED
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let seconds = Int64(state >> 31) - 2_000_000_000
      #expect(clock.local(ofUnixSeconds: seconds) == rules.local(ofUnixSeconds: seconds))
    }
  }

  @Test func overlapsGoTheWayOfPHP() throws {
    let overlap = try #require(civil("2024-10-27 02:30:00"))
    #expect(try zones.zone("Europe/Paris").utc(of: overlap) == 1_729_992_600)
    let west = try #require(civil("2024-11-03 01:30:00"))
    #expect(try zones.zone("America/New_York").utc(of: west) == 1_730_611_800)
    let gap = try #require(civil("2024-03-31 02:30:00"))
    #expect(try zones.zone("Europe/Paris").utc(of: gap) == 1_711_848_600)
  }

  @Test(arguments: [
    "Europe/Nowhere", "../etc/passwd", "/etc/passwd", "", "Europe", "a b", "zone.tab",
  ])
  func anUnknownZoneIsAFaultThatSaysWhatToInstall(_ name: String) throws {
    do {
      _ = try zones.zone(name)
      Issue.record("\(name) was found")
    } catch {
      #expect(error.hint.contains("tzdata"), "\(error.line)")
    }
  }

  @Test func anOldNameIsFoundInTheListOfLinks() throws {
    let directory = try TemporaryDirectory()
    try directory.write("tzdata.zi", "# version x\nL Europe/Paris Old/Name\nL Gone Old/Other\n")
    let bytes = try DiskFiles().contents(of: "/usr/share/zoneinfo/Europe/Paris", bytesMax: 1 << 20)
    try FileManager.default.createDirectory(
      atPath: directory.path + "/Europe", withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: directory.path + "/Europe/Paris"))
    let source = TimeZoneSource(files: DiskFiles(), directory: directory.path)
    #expect(try source.zone("Old/Name").offset(at: 1_720_000_000) == 7200)
    #expect(throws: Fault.self) { try source.zone("Old/Other") }
  }

  @Test func aDamagedFileIsAFaultAndNeverATrap() throws {
    let whole = try DiskFiles().contents(of: "/usr/share/zoneinfo/Europe/Paris", bytesMax: 1 << 20)
    for length in stride(from: 0, to: whole.count, by: 7) {
      #expect(TimeZoneFile(Array(whole[..<length])) == nil, "\(length)")
    }
    var state: UInt64 = 7
    for _ in 0..<2000 {
      var bytes = whole
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
      }
      guard let file = TimeZoneFile(bytes) else { continue }
      let rules = TimeZoneRules(name: "x", file: file)
      _ = rules?.utc(of: CivilTime(seconds: 1_700_000_000))
    }
  }

  @Test(
    arguments: [
      ("CET-1CEST,M3.5.0,M10.5.0/3", 2024, [1_711_846_800, 1_729_990_800]),
      ("EST5EDT,M3.2.0,M11.1.0", 2024, [1_710_054_000, 1_730_613_600]),
      ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 2024, [1_712_415_600, 1_728_142_200]),
      ("IST-1GMT0,M10.5.0,M3.5.0/1", 2024, [1_711_846_800, 1_729_990_800]),
      ("AAA3BBB,J60/0,300/-1:30", 2024, [1_709_262_000, 1_729_989_000]),
    ] as [(String, Int, [Int64])])
  func rulesOfPosix(_ text: String, _ year: Int, _ moments: [Int64]) throws {
    let rule = try #require(PosixTimeZone(text))
    #expect(rule.changes(in: year).map(\.start) == moments, "\(text)")
  }

  @Test(arguments: ["", "X1", "CET", "CET-1CEST", "CET-1CEST,M13.1.0,M1.1.0", "CET-1 ", "<+1-1"])
  func whatIsNoPosixRuleIsRefused(_ text: String) {
    #expect(PosixTimeZone(text) == nil)
  }
}
