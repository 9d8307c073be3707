internal import Bytes
internal import MariaDB
package import Model
package import Runtime
internal import SQL
package import WordPress

/// Which rows of an entity are read.
package struct RowFilter: Sendable, Equatable {
  /// The only statuses, with or without `wc-`; nil leaves out what the entity leaves out by
  /// default.
  package var statuses: [String]?
  /// Whether every status is read, whatever it is.
  package var isEveryStatus: Bool
  /// The only days of the main date, as YYYYMMDD by the shop's calendar; nil for all, and for rows
  /// without a date.
  package var days: ClosedRange<Int32>?

  package init(statuses: [String]?, isEveryStatus: Bool) {
    self.statuses = statuses
    self.isEveryStatus = isEveryStatus
  }

  /// What the entity gives without being asked for more.
  package static let standard = RowFilter(statuses: nil, isEveryStatus: false)

  /// A status in both spellings that tables use.
  static func spellings(_ status: String) -> [Literal] {
    let bare = status.hasPrefix("wc-") ? String(status.dropFirst(3)) : status
    return [.text(bare), .text("wc-" + bare)]
  }
}

extension RowFilter {
  /// What a selection means at a moment, where clocks show that zone's time.
  package init(_ selection: Selection, now: Instant, zone: TimeZoneRules) {
    self.init(
      statuses: selection.statuses.isEmpty ? nil : selection.statuses, isEveryStatus: false)
    days = selection.days.days(today: zone.local(of: now))
  }

  /// Whether an entity's rows can be told apart by status.
  package static func hasStatuses(_ entity: Entity) -> Bool {
    guard let statements = SQL.entity(entity.slug, isHPOS: true) else { return false }
    return String(decoding: statements, as: UTF8.self).contains("{statuses}")
  }

  /// Whether an entity's rows can be told apart by day.
  package static func hasDays(_ entity: Entity) -> Bool {
    entity.mainDate != nil && SQL.entity(entity.slug, isHPOS: true) != nil
  }
}

extension DayRange {
  private static let allDays: ClosedRange<Int32> = 10_101...99_991_231

  /// The days that it means today; nil for all, and for rows without a date.
  func days(today: CivilTime) -> ClosedRange<Int32>? {
    let last = Int32(today.parts.dateKey)
    switch self {
    case .all: return nil
    case .last(let count):
      let first = CivilTime(seconds: today.seconds - Int64(count - 1) * 86_400)
      return Int32(first.parts.dateKey)...last
    case .thisYear:
      let year = Int32(today.parts.year) * 10_000
      return year + 101...year + 1231
    case .between(let first, let last):
      let from = first ?? Self.allDays.lowerBound
      return from...max(from, last ?? Self.allDays.upperBound)
    }
  }
}
