internal import Bytes
internal import Runtime

/// Figures and moments as people read them.
enum Wording {
  /// `12,450`.
  static func grouped(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var groups: [Substring] = []
    var rest = Substring(digits)
    while rest.count > 3 {
      groups.insert(rest.suffix(3), at: 0)
      rest = rest.dropLast(3)
    }
    groups.insert(rest, at: 0)
    return (value < 0 ? "-" : "") + groups.joined(separator: ",")
  }

  /// `4.8`: seconds with one digit after the point.
  static func seconds(_ seconds: Double) -> String {
    let tenths = Int((max(seconds, 0) * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// `12.5%`: one digit after the point.
  static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "0.0%" }
    let tenths = (part * 1000 + whole / 2) / whole
    return "\(tenths / 10).\(tenths % 10)%"
  }

  /// `2026-04-10 14:32`, UTC.
  static func minute(_ instant: Instant) -> String {
    let parts = CivilTime(seconds: instant.unixSeconds).parts
    return "\(day(parts)) \(two(parts.hour)):\(two(parts.minute))"
  }

  /// `2026-04-10 14:32:05`, UTC.
  static func second(_ instant: Instant) -> String {
    "\(minute(instant)):\(two(CivilTime(seconds: instant.unixSeconds).parts.second))"
  }

  /// `2 h 5 min`, `3 min 20 s`, `12 s`.
  static func duration(_ seconds: Double) -> String {
    let whole = Int(max(seconds, 0).rounded())
    if whole >= 3600 { return "\(whole / 3600) h \(whole / 60 % 60) min" }
    if whole >= 60 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole) s"
  }

  private static func day(_ parts: CivilTime.Parts) -> String {
    let year = String(parts.year)
    return String(repeating: "0", count: max(0, 4 - year.count)) + year
      + "-\(two(parts.month))-\(two(parts.day))"
  }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
