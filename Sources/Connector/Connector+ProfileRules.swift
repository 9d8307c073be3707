internal import Model
internal import PowerBI
internal import Runtime
internal import Store
internal import WooCommerce

// What a profile may say.
extension Connector {
  /// A Fault when parts of a profile do not go together, whatever else there is.
  func check(_ profile: Profile) throws(Fault) {
    var entities: [Entity] = []
    for slug in profile.entities { entities.append(try catalogued(slug)) }
    guard Set(profile.entities).count == entities.count else {
      throw Profile.fault(profile.name, "an entity stands twice", "Name each once")
    }
    if !SyncOrder.modes.contains(profile.mode) {
      throw Profile.fault(
        profile.name, "there is no mode \(profile.mode)",
        "Choose among: \(SyncOrder.modes.joined(separator: ", "))")
    }
    if let tableName = profile.tableName {
      guard entities.count == 1 else {
        throw Profile.fault(
          profile.name, "a table_name is the name of one table, which holds one entity",
          "Name one entity, or leave table_name out: tables then bear their entities' names")
      }
      try Self.check(tableName: tableName)
    }
    try checkFilters(profile, entities)
  }

  /// A Fault when no table can be called that.
  static func check(tableName: String) throws(Fault) {
    do throws(Fault) {
      try TableSchema.check(name: tableName)
    } catch {
      throw Fault(
        .usage, operation: "naming a table", subject: tableName, cause: error.cause,
        hint: error.hint, recovery: .operator)
    }
  }

  /// What cannot be filtered would be sent whole, silently.
  private func checkFilters(_ profile: Profile, _ entities: [Entity]) throws(Fault) {
    guard profile.selection != .everything else { return }
    guard !entities.isEmpty else {
      throw Profile.fault(
        profile.name, "filters are for entities that are named",
        "Name the entities, such as orders")
    }
    for entity in entities {
      if profile.selection.days != .all, !RowFilter.hasDays(entity) {
        throw Profile.fault(
          profile.name, "rows of \(entity.slug) have no date to be chosen by",
          "Leave date_range out, or the entity")
      }
      if !profile.selection.statuses.isEmpty, !RowFilter.hasStatuses(entity) {
        throw Profile.fault(
          profile.name, "rows of \(entity.slug) have no status to be chosen by",
          "Leave statuses out, or the entity")
      }
    }
  }

  /// A Fault when a dataset cannot hold what a profile wants to put there.
  func check(
    _ profile: Profile, fits dataset: DatasetRecord
  ) throws(Fault) {
    if dataset.isDefault, profile.selection != .everything || profile.tableName != nil {
      throw Profile.fault(
        profile.name, "the tables of “\(dataset.name)” hold every row, under their entities' names",
        "Leave dataset_id out: the profile then gets a dataset of its own")
    }
    let held = Dictionary(
      zip(dataset.tables, dataset.entities).map { ($0.lowercased(), (name: $0, entity: $1)) },
      uniquingKeysWith: { first, _ in first })
    for (table, entity) in zip(profile.tables, profile.entities) {
      guard let known = held[table.lowercased()] else {
        if dataset.powerBIID == nil || dataset.isTemporary { continue }
        throw Profile.fault(
          profile.name,
          "“\(dataset.name)” is published without a table \(table), and Power BI adds no table to "
            + "a published push dataset",
          "Leave dataset_id out for a dataset of its own, or create another dataset", .busy)
      }
      guard known.entity == entity, known.name == table else {
        throw Profile.fault(
          profile.name, "“\(dataset.name)” has a table \(known.name), of \(known.entity)",
          "Choose another table_name", .busy)
      }
    }
  }
}

extension DatasetRecord {
  /// Whether it may be made anew when its tables have to change.
  var isTemporary: Bool { kind == Connector.temporaryKind }
}
