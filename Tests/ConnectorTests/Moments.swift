import Bytes
import Runtime
import Testing
import Testkit
import WordPress

/// A moment in UTC, as `2026-03-29 01:00` or with seconds.
func utc(_ text: String) throws -> Instant {
  let whole = text.count == 16 ? text + ":00" : text
  let time = CivilTime(Array(whole.utf8).rawSpan)
  return Instant(unixSeconds: try #require(time, "\(text) is no time").seconds)
}

/// A zone by its name, or as hours from Greenwich, as sites without a city have it.
func zone(_ name: String) throws -> TimeZoneRules {
  let isOffset = Double(name) != nil
  return try TimeZoneSource(files: DiskFiles()).site(
    timezoneString: isOffset ? "" : name, gmtOffset: isOffset ? name : "")
}

/// The zones in which every promise is tried.
let zonesOfSites = [
  "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC", "5.75", "-9.5",
]

/// Random moments of 2026, and each second around the changes of clocks in it.
func someMoments(_ seed: UInt64) throws -> [Instant] {
  var random = SeededRandom(seed: seed)
  let start = try utc("2026-01-01 00:00").unixSeconds
  var moments = (0..<150).map { _ in
    Instant(unixSeconds: start + Int64.random(in: 0..<365 * 86_400, using: &random))
  }
  for change in [
    "2026-03-29 01:00", "2026-10-25 01:00", "2026-03-08 07:00", "2026-11-01 06:00",
    "2026-04-04 15:00", "2026-10-03 15:30",
  ] {
    let at = try utc(change).unixSeconds
    moments += [-1, 0, 1].map { Instant(unixSeconds: at + $0) }
    moments += (0..<20).map { _ in
      Instant(unixSeconds: at + Int64.random(in: -7200...7200, using: &random))
    }
  }
  return moments
}
