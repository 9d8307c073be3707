internal import Bytes
internal import Engine
internal import Model
internal import PowerBI
package import Runtime
package import Store

// Syncs under a name: what people define, and where their rows go.
extension Connector {
  /// All names of ranges of days.
  package static var dateRanges: [String] { Profile.dateRanges }

  /// Adds a profile, if it can be synced as it is; returns it.
  package func addProfile(
    name: String, definition: String
  ) throws(Fault) -> DefinitionRecord {
    let fitted = try fitted(id: 0, name: name, definition: definition)
    return try addDefinition(.profile, name: name, definition: fitted)
  }

  /// Changes a profile, if it can be synced as it is then; returns it.
  ///
  /// Its tables hold what it chooses from its next sync on.
  package func changeProfile(
    id: Int64, name: String, definition: String
  ) throws(Fault) -> DefinitionRecord {
    let fitted = try fitted(id: id, name: name, definition: definition)
    var store = try openStore()
    try store.updateDefinition(.profile, id: id, name: name, definition: fitted)
    return DefinitionRecord(
      id: id, name: name, definition: fitted, status: "", lastTriggeredAt: nil, triggerCount: 0)
  }

  /// What an order is aimed at: a profile by its name or id, a dataset by our id or Power BI's, or
  /// the default datasets.
  package func aim(profile: String?, dataset: String?) throws(Fault) -> SyncAim {
    if let profile {
      guard dataset == nil else {
        throw Profile.fault(
          profile, "a profile says itself where its rows go", "Leave --profile or --dataset out")
      }
      return .profile(try self.profile(named: profile).id)
    }
    guard let dataset else { return .standard }
    return .tables(datasetID: try target(dataset).id, names: nil)
  }

  /// The definition with our own id of its dataset; a Fault when it cannot be synced.
  private func fitted(
    id: Int64, name: String, definition: String
  ) throws(Fault) -> String {
    var profile = try Profile(
      DefinitionRecord(
        id: id, name: name, definition: definition, status: "", lastTriggeredAt: nil,
        triggerCount: 0))
    try check(profile)
    let others = try definitions(.profile).filter { $0.id != id }
    guard !others.contains(where: { $0.name == name }) else {
      throw Profile.fault(name, "there is a profile of that name", "Choose another name", .busy)
    }
    guard let wanted = profile.datasetID else { return definition }
    let dataset = try target(wanted)
    profile.datasetID = dataset.id
    try check(profile, fits: dataset)
    try profile.check(against: others.compactMap { try? Profile($0) })
    return Self.definition(definition, inDataset: dataset.id)
  }

  static func definition(_ text: String, inDataset id: String) -> String {
    var members = (try? JSONValue(Array(text.utf8)))?.members ?? []
    if let index = members.firstIndex(where: { $0.name == "dataset_id" }) {
      members[index].value = .string(id)
    } else {
      members.append(.init("dataset_id", .string(id)))
    }
    return String(decoding: JSONValue.object(members).encoded(), as: UTF8.self)
  }

  /// All profiles that can be read.
  func profiles() throws(Fault) -> [Profile] {
    var profiles: [Profile] = []
    for record in try definitions(.profile) {
      do throws(Fault) {
        profiles.append(try Profile(record))
      } catch {
        log.debug(error.line)
      }
    }
    return profiles
  }

  /// The profile of that name or, where none is called so, that id.
  private func profile(named word: String) throws(Fault) -> DefinitionRecord {
    let records = try definitions(.profile)
    let named = records.filter { $0.name == word }
    if named.count == 1 { return named[0] }
    if named.count > 1 {
      let ids = named.map { String($0.id) }.joined(separator: ", ")
      throw Profile.fault(
        word, "there are \(named.count) profiles of that name", "Choose one by its id: \(ids)")
    }
    if let found = records.first(where: { String($0.id) == word }) { return found }
    let known = records.prefix(Self.namesMax).map { "“\($0.name)”" }.joined(separator: ", ")
    throw Profile.fault(
      word, "there is no such profile",
      known.isEmpty ? "Create one first, over the REST API" : "Choose among: \(known)", .notFound)
  }

  /// Names that a hint tells at most.
  private static var namesMax: Int { 20 }

  /// A profile that is to be synced now.
  func activeProfile(_ id: Int64) throws(Fault) -> Profile {
    guard let record = try definitions(.profile).first(where: { $0.id == id }) else {
      throw Profile.fault(String(id), "somebody has deleted it", "", .notFound)
    }
    let profile = try Profile(record)
    guard profile.isActive else {
      throw Profile.fault(profile.name, "it is not active", "Activate it first", .busy)
    }
    try check(profile)
    return profile
  }

  /// A dataset by our id or Power BI's.
  func target(_ id: String) throws(Fault) -> DatasetRecord {
    if let found = try dataset(id: id) { return found }
    throw Fault(
      .notFound, operation: "choosing a dataset", subject: id, cause: "there is no such dataset",
      hint: "Choose among those of: wkpbic list-datasets", recovery: .operator)
  }
}

// Where a profile's rows go.
extension Connector {
  /// The dataset of a profile with tables of its own, published, with all of them.
  mutating func home(
    of profile: Profile, rebuilds: Bool, _ store: inout StateStore, _ remarks: inout [String]
  ) throws(Fault) -> DatasetRecord {
    var profile = profile
    if profile.datasetID == nil { try giveDataset(to: &profile, &store) }
    guard let id = profile.datasetID, var dataset = try dataset(id: id) else {
      throw Profile.fault(
        profile.name, "its dataset is gone",
        "Give it another dataset_id, or an empty one for a "
          + "dataset of its own", .notFound)
    }
    let all = try profiles()
    try profile.check(against: all.filter { $0.id != profile.id })
    try check(profile, fits: dataset)
    let missing = profile.tables.filter { !dataset.tables.contains($0) }
    if dataset.powerBIID != nil, !missing.isEmpty {
      guard rebuilds else { throw Self.missingTables(missing, dataset) }
      try withdraw(dataset, &store)
      remarks.append(Self.remade(dataset, missing.joined(separator: ", ")))
      dataset.powerBIID = nil
    }
    if dataset.powerBIID == nil {
      // None of those who share it may come too late.
      let sharing = all.filter { $0.datasetID == dataset.id && $0.id != profile.id }
      for one in [profile] + sharing { try noteTables(of: one, in: dataset, &store) }
      dataset = try publishDataset(dataset)
    }
    for (table, entity) in zip(dataset.tables, dataset.entities)
    where profile.entities.isEmpty || profile.tables.contains(table) {
      try noteSelection(profile, dataset, table, entity, &store)
    }
    return dataset
  }

  private static func missingTables(_ names: [String], _ dataset: DatasetRecord) -> Fault {
    Profile.fault(
      dataset.name, "it was published without \(names.joined(separator: ", "))",
      "Run: wkpbic sync --full --profile=…, which makes this temporary dataset anew", .busy)
  }

  private func noteTables(
    of profile: Profile, in dataset: DatasetRecord, _ store: inout StateStore
  ) throws(Fault) {
    do throws(Fault) {
      try check(profile)
      try check(profile, fits: dataset)
    } catch {
      // What another profile cannot have is told when that one is synced.
      return
    }
    let ready = try readyEntities()
    for (table, slug) in zip(profile.tables, profile.entities) {
      guard let entity = ready.first(where: { $0.slug == slug }) else { continue }
      try store.insertTable(
        datasetID: dataset.id, name: table, entity: slug, columnCount: entity.columns.count)
      try noteSelection(profile, dataset, table, slug, &store)
    }
  }

  private func noteSelection(
    _ profile: Profile, _ dataset: DatasetRecord, _ table: String, _ entity: String,
    _ store: inout StateStore
  ) throws(Fault) {
    if dataset.isDefault { return }
    let text = profile.selection == .everything ? "" : profile.selection.text
    try store.setSelection(
      datasetID: dataset.id, name: table, text, profileID: profile.id)
  }

  /// Gives a profile that needs one a dataset of its own, called as it is.
  private func giveDataset(
    to profile: inout Profile, _ store: inout StateStore
  ) throws(Fault) {
    let claim = LeaseClaim(
      "profile:\(profile.id)", operation: "preparing a profile", subject: profile.name,
      waits: true, clock: clock, interruption: interruption, onWait: { _ in })
    let lease = try claim.acquire(runID: 0, &store)
    defer { claim.release(lease, log: log, &store) }
    let id = profile.id
    guard let record = try store.definitions(.profile).first(where: { $0.id == id }) else {
      throw Profile.fault(profile.name, "somebody has deleted it", "", .notFound)
    }
    profile = try Profile(record)
    if profile.datasetID != nil { return }
    let taken = Set(try store.datasets(workspaceID: try workspaceID()).map(\.name))
    var name = profile.name
    var number = 1
    while taken.contains(name) {
      number += 1
      name = "\(profile.name) \(number)"
    }
    let dataset = DatasetRecord(
      id: UniqueID.make(), workspaceID: try workspaceID(), name: name, kind: Self.temporaryKind,
      isDefault: false, createdAt: clock.now)
    try store.insert(dataset)
    try store.updateDefinition(
      .profile, id: id, name: record.name,
      definition: Self.definition(record.definition, inDataset: dataset.id))
    profile.datasetID = dataset.id
  }
}
