internal import Delivery
internal import Engine
internal import Model
internal import PowerBI
internal import Runtime
internal import Store
internal import WooCommerce

/// A dataset, and how it should look.
struct Home {
  let dataset: DatasetRecord
  let schema: DatasetSchema

  func table(_ name: String) -> TableSchema? {
    schema.tables.first { $0.name == name }
  }

  /// Whether a key that were there twice would break a relationship.
  func refersToKeys(of table: TableSchema) -> Bool {
    schema.relationships.contains { $0.toTable == table.name }
  }
}

/// An entity under a selection, and the table that holds it.
struct Stream {
  let entity: Entity
  let table: String
  let selection: Selection
  let home: Home
  /// The profile that its runs are for; nil without one.
  let profile: ProfileMark?

  var ledgerTable: LedgerTable {
    LedgerTable(datasetID: home.dataset.id, name: table)
  }

  /// The options with which somebody syncs or verifies it.
  var options: String { home.dataset.options(ofEntity: entity.slug) }
}

extension DatasetRecord {
  /// The options with which somebody syncs or verifies its tables of an entity.
  func options(ofEntity slug: String) -> String {
    isDefault ? "--entity=\(slug)" : "--dataset=\(id) --entity=\(slug)"
  }

  func options(of table: TableRecord) -> String { options(ofEntity: table.entity) }
}

/// Where an order leads, before anything is made there.
enum Places {
  /// Tables of the default datasets, of these entities.
  case standard([Entity])
  /// Tables of a published dataset.
  case tables(DatasetRecord, [(entity: Entity, record: TableRecord)])

  var isEmpty: Bool {
    switch self {
    case .standard(let entities): entities.isEmpty
    case .tables(_, let tables): tables.isEmpty
    }
  }
}

extension Connector {
  /// The order with a profile's words in it, and aimed at tables.
  mutating func directed(
    _ order: SyncOrder, _ remarks: inout [String],
    _ onProgress: @escaping (Progress) -> Void
  ) throws(Fault) -> SyncOrder {
    guard case .profile(let id) = order.aim else { return order }
    let profile = try activeProfile(id)
    var order = order
    order.profile = profile.mark
    if order.mode == nil { try order.setMode(profile.mode) }
    order.entities = try entities(order, of: profile)
    guard profile.hasOwnTables else {
      order.aim = .standard
      return order
    }
    var store = try openStore()
    try store.requireLedgerDatabase()
    let rebuilds = order.isFull
    var found: [String] = []
    let dataset = try patiently(order, profile.name, &store, onProgress) {
      (connector, store) throws(Fault) in
      try connector.home(of: profile, rebuilds: rebuilds, &store, &found)
    }
    remarks += found
    order.aim = .tables(
      datasetID: dataset.id, names: profile.entities.isEmpty ? nil : profile.tables)
    return order
  }

  /// The profile's entities, or those of them that the order names.
  func entities(_ order: SyncOrder, of profile: Profile) throws(Fault) -> [String]? {
    let own = profile.entities.isEmpty ? nil : profile.entities
    guard let named = order.entities else { return own }
    if let stranger = named.first(where: { own?.contains($0) == false }) {
      throw Profile.fault(
        profile.name, "it does not sync \(stranger)",
        "Choose among: \(profile.entities.joined(separator: ", "))")
    }
    return named
  }

  /// Where the order leads; what the shop cannot have is told instead.
  func places(
    _ order: SyncOrder, _ shop: Shop, _ outcomes: inout [TableOutcome]
  ) throws(Fault) -> Places {
    guard case .tables(let id, let names) = order.aim else {
      let wanted = try chosen(order.entities)
      for entity in wanted {
        if let outcome = try unavailable(entity, entity.slug, shop) { outcomes.append(outcome) }
      }
      return .standard(try available(wanted, shop))
    }
    let dataset = try target(id)
    guard dataset.powerBIID != nil else {
      throw Fault(
        .busy, operation: "choosing a dataset", subject: dataset.name,
        cause: "it is not published", hint: "Publish it first", recovery: .operator)
    }
    var tables: [(Entity, TableRecord)] = []
    for (entity, record) in try self.tables(of: dataset, names, order.entities) {
      if let outcome = try unavailable(entity, record.name, shop) {
        outcomes.append(outcome)
      } else {
        tables.append((entity, record))
      }
    }
    return .tables(dataset, tables)
  }

  /// The dataset's tables, or those of these names or entities, each of which must be there.
  func tables(
    of dataset: DatasetRecord, _ names: [String]?, _ slugs: [String]?
  ) throws(Fault) -> [(entity: Entity, record: TableRecord)] {
    var store = try openStore()
    let records = try store.tables(datasetID: dataset.id)
    for name in names ?? [] where !records.contains(where: { $0.name == name }) {
      throw Self.lacking(dataset, "it has no table \(name)")
    }
    for slug in slugs ?? [] {
      _ = try catalogued(slug)
      if !records.contains(where: { $0.entity == slug }) {
        throw Self.lacking(dataset, "it has no table of \(slug)")
      }
    }
    let ready = try readyEntities()
    return records.compactMap { record in
      guard names?.contains(record.name) ?? true, slugs?.contains(record.entity) ?? true,
        let entity = ready.first(where: { $0.slug == record.entity })
      else { return nil }
      return (entity, record)
    }
  }

  private static func lacking(_ dataset: DatasetRecord, _ cause: String) -> Fault {
    Fault(
      .usage, operation: "choosing a table", subject: dataset.name, cause: cause,
      hint: "Choose one of its tables, or a dataset that has it", recovery: .operator)
  }

  /// What there is to say of an entity that the shop cannot have: no failure, nothing to send.
  private func unavailable(
    _ entity: Entity, _ table: String, _ shop: Shop
  ) throws(Fault) -> TableOutcome? {
    guard let reason = try unavailability(of: entity, shop) else { return nil }
    var outcome = TableOutcome(
      entity: entity.slug, table: table, rows: 0, seconds: 0, fault: nil, remarks: [])
    outcome.unavailability = reason
    return outcome
  }

  /// The tables that the order leads to; default datasets are made where they are missing.
  mutating func streams(
    _ places: Places, _ shop: Shop, _ order: SyncOrder, _ store: inout StateStore,
    _ remarks: inout [String], _ onProgress: @escaping (Progress) -> Void
  ) throws(Fault) -> [Stream] {
    switch places {
    case .tables(let found, let tables):
      var dataset = found
      if order.isFull, dataset.isTemporary, try !fits(dataset, shop, &store) {
        try withdraw(dataset, &store)
        dataset = try publishDataset(dataset)
        remarks.append(Self.remade(dataset, "its columns"))
      }
      let home = Home(dataset: dataset, schema: try presentSchema(of: dataset, shop))
      let profiles = try profiles()
      var streams: [Stream] = []
      for (entity, record) in tables {
        let owner = profiles.first { $0.id == record.profileID }?.mark
        streams.append(
          Stream(
            entity: entity, table: record.name, selection: try Self.selection(record),
            home: home, profile: order.profile ?? owner))
      }
      return streams
    case .standard(let entities):
      var homes: [Home] = []
      var found: [String] = []
      let datasets = try patiently(order, Self.defaultDatasetName, &store, onProgress) {
        (connector, store) throws(Fault) in
        var client = try connector.client()
        return try connector.defaultDatasets(
          holding: entities, &client, &store, remarks: &found
        ) { waiting in onProgress(Self.preparing(waiting)) }
      }
      remarks += found
      for dataset in datasets {
        homes.append(Home(dataset: dataset, schema: try presentSchema(of: dataset, shop)))
      }
      return entities.map { entity in
        guard let home = homes.first(where: { $0.table(entity.slug) != nil }) else {
          preconditionFailure("datasets were made that hold every entity")
        }
        return Stream(
          entity: entity, table: entity.slug, selection: .everything, home: home,
          profile: order.profile)
      }
    }
  }

  /// Whether the tables of a dataset can become what they should be, without making it anew.
  private func fits(
    _ dataset: DatasetRecord, _ shop: Shop, _ store: inout StateStore
  ) throws(Fault) -> Bool {
    for table in try presentSchema(of: dataset, shop).tables {
      let known = try store.columns(datasetID: dataset.id, name: table.name) ?? []
      let isKept = (try? table.keeping(known.map { ($0.name, $0.type) })) != nil
      if !isKept { return false }
    }
    return true
  }

  static func remade(_ dataset: DatasetRecord, _ reason: String) -> String {
    "the dataset “\(dataset.name)” was made anew for \(reason): reports built on it are gone"
  }

  /// What a table is to hold.
  static func selection(_ record: TableRecord) throws(Fault) -> Selection {
    if record.selection.isEmpty { return .everything }
    if let selection = Selection(text: record.selection) { return selection }
    throw Fault(
      .data, operation: "reading a selection", subject: record.name,
      cause: "“\(record.selection)” is none", hint: "Change the filters of the table's profile",
      recovery: .operator)
  }

  /// What a selection means now.
  func filter(_ selection: Selection, _ shop: Shop) -> RowFilter {
    RowFilter(selection, now: clock.now, zone: shop.zone)
  }

  private static func preparing(_ waiting: Progress.Waiting) -> Progress {
    Progress(
      entity: "dataset", rowsPushed: 0, rowsTotal: 0, secondsElapsed: 0, waiting: waiting)
  }

  /// Prepares a dataset for as long as patience lasts.
  ///
  /// A creation whose fate is unknown is looked for before another one is asked for.
  private mutating func patiently<Outcome>(
    _ order: SyncOrder, _ subject: String, _ store: inout StateStore,
    _ onProgress: @escaping (Progress) -> Void,
    _ body: (inout Connector, inout StateStore) throws(Fault) -> Outcome
  ) throws(Fault) -> Outcome {
    var patience = Patience(limitSeconds: order.patienceSeconds)
    while true {
      do throws(Fault) {
        return try body(&self, &store)
      } catch {
        switch error.recovery {
        case .retry, .settle: break
        default: throw error
        }
        guard let seconds = patience.secondsAfter(error, now: clock.monotonicSeconds) else {
          throw patience.ended(by: error)
        }
        onProgress(
          Self.preparing(Progress.Waiting(seconds: seconds, reason: error.failure)))
        if clock.wait(seconds: seconds, interruption: interruption) {
          throw Self.interrupted("preparing the dataset", subject)
        }
      }
    }
  }
}
