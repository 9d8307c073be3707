internal import Bytes
internal import Model
internal import Runtime
internal import Store

/// A profile as its definition says: what is synced under a name, and where it goes.
struct Profile: Sendable, Equatable {
  var id: Int64
  /// What people call it.
  var name: String
  /// Slugs; empty for every enabled entity, or every table of its dataset.
  var entities: [String]
  /// Which of their rows.
  var selection: Selection
  /// Our id of the dataset; nil for the default ones, or one of its own.
  var datasetID: String?
  /// What its one table is called; nil for the entity's name.
  var tableName: String?
  /// The name of a mode.
  var mode: String
  /// When it is synced by itself; nil for never.
  var schedule: Schedule?
  /// Whether it is synced at all.
  var isActive: Bool

  /// Whether its rows go to other tables than those of the default datasets.
  var hasOwnTables: Bool {
    datasetID != nil || tableName != nil || selection != .everything
  }

  /// The names of its tables, one for each of its entities.
  var tables: [String] { entities.map { tableName ?? $0 } }

  var mark: ProfileMark { ProfileMark(id: id, name: name) }

  /// Reads a definition; a Fault when nothing could do what it says.
  init(_ record: DefinitionRecord) throws(Fault) {
    let definition = (try? JSONValue(Array(record.definition.utf8))) ?? .null
    id = record.id
    name = record.name
    entities = definition["entity_types"]?.array?.compactMap(\.string) ?? []
    datasetID = Self.text(definition["dataset_id"])
    tableName = Self.text(definition["table_name"])
    mode = definition["mode"]?.string ?? "auto"
    isActive = definition["active"]?.boolean ?? true
    selection = try Self.selection(definition["filters"], record.name)
    schedule = try Self.schedule(definition["schedule"], record.name)
  }

  /// An empty text is none.
  private static func text(_ value: JSONValue?) -> String? {
    value?.string.flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func selection(
    _ filters: JSONValue?, _ name: String
  ) throws(Fault) -> Selection {
    let statuses = filters?["statuses"]?.array?.compactMap(\.string) ?? []
    for status in statuses where !Selection.isStatus(status) {
      throw fault(name, "“\(status)” is no status", "Write statuses like completed")
    }
    return Selection(days: try days(filters, name), statuses: statuses)
  }

  private static func days(_ filters: JSONValue?, _ name: String) throws(Fault) -> DayRange {
    let word = text(filters?["date_range"]) ?? "all"
    let first = try day(filters?["date_from"], name)
    let last = try day(filters?["date_to"], name)
    if word == DayRange.customWord {
      guard first != nil || last != nil else {
        throw fault(
          name, "a custom date_range needs days", "Add date_from, date_to, or both")
      }
      if let first, let last, first > last {
        throw fault(name, "date_to is before date_from", "Exchange them")
      }
      return .between(first, last)
    }
    guard first == nil, last == nil else {
      throw fault(
        name, "date_from and date_to go with a custom date_range",
        "Add date_range custom, or leave them out")
    }
    guard let named = DayRange(word: word) else {
      throw fault(
        name, "there is no date_range \(word)",
        "Choose among: \(dateRanges.joined(separator: ", "))")
    }
    return named
  }

  /// All names of ranges of days.
  static let dateRanges = DayRange.words + [DayRange.customWord]

  /// A day as YYYYMMDD.
  private static func day(_ value: JSONValue?, _ name: String) throws(Fault) -> Int32? {
    guard let text = text(value) else { return nil }
    guard text.utf8.count == 10, let time = CivilTime(Array(text.utf8).rawSpan) else {
      throw fault(name, "\(text) is no day", "Write YYYY-MM-DD")
    }
    return Int32(time.parts.dateKey)
  }

  private static func schedule(_ value: JSONValue?, _ name: String) throws(Fault) -> Schedule? {
    let (frequency, time) = (text(value?["frequency"]), text(value?["time"]))
    guard let frequency else {
      if time == nil { return nil }
      throw fault(name, "a schedule needs a frequency", "Add how often, such as daily")
    }
    var schedule = Schedule()
    guard let known = Schedule.Frequency(rawValue: frequency) else {
      throw fault(
        name, "there is no frequency \(frequency)",
        "Choose among: \(Connector.frequencies.joined(separator: ", "))")
    }
    schedule.frequency = known
    if let time {
      guard let minute = Schedule.minute(time) else {
        throw fault(name, "\(time) is no time of day", "Write HH:MM")
      }
      schedule.minute = minute
    }
    return schedule
  }

  static func fault(
    _ subject: String, _ cause: String, _ hint: String, _ code: Fault.Code = .usage
  ) -> Fault {
    Fault(
      code, operation: "choosing a profile", subject: subject, cause: cause, hint: hint,
      recovery: .operator)
  }
}

extension Profile {
  /// A Fault when another profile fills one of its tables with other rows.
  func check(against others: [Profile]) throws(Fault) {
    for other in others where other.id != id && other.datasetID == datasetID {
      guard datasetID != nil, other.selection != selection else { continue }
      // Without entities it means whatever the dataset has.
      let shared = tables.first { table in
        other.tables.isEmpty || other.tables.contains { $0.lowercased() == table.lowercased() }
      }
      guard let shared = shared ?? (tables.isEmpty ? other.tables.first : nil) else { continue }
      throw Self.fault(
        name, "the profile “\(other.name)” fills the table \(shared) with other rows",
        "Give one of them a table_name or a dataset of its own, or both the same filters", .busy)
    }
  }
}
