/// Which rows of an entity a table holds.
package struct Selection: Sendable, Hashable {
  /// The days of the entity's main date.
  package var days: DayRange
  /// The only statuses, bare; empty for those that the entity gives by itself.
  package let statuses: [String]

  /// Statuses in any order and spelling, with or without `wc-`.
  package init(days: DayRange, statuses: [String]) {
    self.days = days
    self.statuses = Set(statuses.map(Self.bare)).sorted()
  }

  /// What the entity gives without being asked for less.
  package static let everything = Selection(days: .all, statuses: [])

  private static func bare(_ status: String) -> String {
    status.hasPrefix("wc-") ? String(status.dropFirst(3)) : status
  }

  /// One line that says it, the same for the same selection.
  package var text: String {
    let statuses = statuses.isEmpty ? "" : " statuses=\(statuses.joined(separator: ","))"
    return "days=\(days.text)\(statuses)"
  }

  /// From such a line; nil when it is none.
  package init?(text: String) {
    var days: DayRange?
    var statuses: [String] = []
    for part in text.split(separator: " ") {
      if part.hasPrefix("days=") { days = DayRange(text: String(part.dropFirst(5))) }
      if part.hasPrefix("statuses=") {
        statuses = part.dropFirst(9).split(separator: ",").map(String.init)
      }
    }
    guard let days else { return nil }
    self.init(days: days, statuses: statuses)
  }

  /// Whether a word can be a status: letters, digits, `-` and `_`.
  package static func isStatus(_ word: String) -> Bool {
    (1...40).contains(word.utf8.count)
      && word.unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
        default: false
        }
      }
  }
}

/// Days by the shop's own calendar, both ends included.
package enum DayRange: Sendable, Hashable {
  case all
  /// So many days, today the last of them.
  case last(Int)
  case thisYear
  /// From one day to another, as YYYYMMDD; an end that is nil is open.
  case between(Int32?, Int32?)

  /// The names of ranges that need no days said.
  package static let words = ["all", "last_7_days", "last_30_days", "last_90_days", "this_year"]
  /// The name of a range whose days are said.
  package static let customWord = "custom"

  /// The range of that name; nil when there is none, or its days are to be said.
  package init?(word: String) {
    switch word {
    case "all": self = .all
    case "last_7_days": self = .last(7)
    case "last_30_days": self = .last(30)
    case "last_90_days": self = .last(90)
    case "this_year": self = .thisYear
    default: return nil
    }
  }

  /// Whether rows leave it and come into it as time goes by.
  package var moves: Bool {
    switch self {
    case .all, .between: false
    case .last, .thisYear: true
    }
  }

  var text: String {
    switch self {
    case .all: "all"
    case .last(let days): "last_\(days)_days"
    case .thisYear: "this_year"
    case .between(let first, let last): "\(Self.text(first))-\(Self.text(last))"
    }
  }

  private static func text(_ day: Int32?) -> String { day.map { String($0) } ?? "" }

  init?(text: String) {
    if let named = DayRange(word: text) {
      self = named
      return
    }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let (first, last) = (Int32(parts[0]), Int32(parts[1]))
    guard first != nil || parts[0].isEmpty, last != nil || parts[1].isEmpty else { return nil }
    self = .between(first, last)
  }
}
