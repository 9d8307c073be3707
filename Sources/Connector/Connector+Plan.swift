internal import Bytes
internal import Delivery
internal import Engine
internal import Model
package import Runtime
internal import Store
internal import WooCommerce

/// What syncing one table would take; nothing is sent to find out.
package struct TablePlan: Sendable {
  /// The slug of the entity.
  package var entity: String
  /// The table; the entity's slug unless it bears a name of its own.
  package var table: String
  /// What is sent.
  package var extent: Extent
  /// Rows that would be sent, compensating ones included.
  package var rows: Int
  /// Rows that the table then holds.
  package var rowsHeld: Int
  /// Bytes of one of them on the wire, on average over a sample.
  package var bytesPerRow: Int
  /// POSTs that it takes.
  package var requests: Int
  /// Seconds from the first to the last, as the limits allow; nil when it is impossible.
  package var seconds: Double?
  /// The limits that make it take so long, in words.
  package var bindingLimit: String
  /// Rows that the table takes at most.
  package var rowsMax: Int
  /// When it is full if it goes on as the log shows; nil when that cannot be said.
  package var fullAt: Instant?
  /// When a table that must be filled anew is, where that waits for a quiet hour.
  package var pendingUntil: Instant?
  /// Why it cannot be done, and what would make it possible; nil when it can.
  package var refusal: Fault?
  /// Why there is no such table in this shop; nil when there is.
  package var unavailability: String?

  /// How much of a table is sent.
  package enum Extent: String, Sendable {
    case everything, changes, nothing
  }
}

extension Connector {
  /// Plans a sync: compares as it would, or reads a count and a sample where everything is sent,
  /// and neither asks nor changes anything elsewhere.
  package func plan(_ order: SyncOrder) throws(Fault) -> [TablePlan] {
    var order = order
    let (planned, dataset) = try planned(&order)
    let shop = try shop()
    var ground = try ground(dataset)
    var plans: [TablePlan] = []
    for one in planned {
      if interruption.isRaised { throw Self.interrupted("planning", one.entity.slug) }
      if let reason = try unavailability(of: one.entity, shop) {
        var plan = TablePlan(entity: one.entity.slug, table: one.table)
        plan.unavailability = reason
        plans.append(plan)
      } else {
        plans.append(try plan(one, shop, order, &ground))
      }
    }
    return plans
  }

  /// A table that would be synced.
  private struct Planned {
    var entity: Entity
    var table: String
    var selection: Selection
  }

  /// The tables that an order would sync, and the dataset of theirs if it is not the default one.
  private func planned(
    _ order: inout SyncOrder
  ) throws(Fault) -> (tables: [Planned], dataset: DatasetRecord?) {
    switch order.aim {
    case .standard:
      return (
        try chosen(order.entities).map {
          Planned(entity: $0, table: $0.slug, selection: .everything)
        }, nil
      )
    case .tables(let id, let names):
      let dataset = try target(id)
      var planned: [Planned] = []
      for (entity, record) in try tables(of: dataset, names, order.entities) {
        planned.append(
          Planned(
            entity: entity, table: record.name, selection: try Self.selection(record)))
      }
      return (planned, dataset)
    case .profile(let id):
      let profile = try activeProfile(id)
      if order.mode == nil { try order.setMode(profile.mode) }
      let planned = try chosen(try entities(order, of: profile)).map { entity in
        Planned(
          entity: entity, table: profile.tableName ?? entity.slug, selection: profile.selection)
      }
      return (planned, try profile.datasetID.map { (id) throws(Fault) in try target(id) })
    }
  }

  /// A Fault when a table cannot hold the rows: told before it is cleared for nothing.
  static func refusal(entity: String, rows: Int) -> Fault? {
    rows <= Delivery.tableRowsMax ? nil : Engine.tooManyRows(rows, entity: entity)
  }

  /// What a plan starts from.
  private struct Ground {
    var forecast: Forecast
    var tables: [TableRecord] = []
    /// Completed runs, first and last, of those entities that have some.
    var growth: (String) throws(Fault) -> Double?
  }

  /// A dataset, or the default ones, as they stand, or as they would begin.
  private func ground(_ dataset: DatasetRecord?) throws(Fault) -> Ground {
    var store = try openStore()
    let isReady = try store.schemaState() == .current
    var quota: QuotaRecord?
    var tables: [TableRecord] = []
    var datasets: [DatasetRecord] = []
    if isReady, let workspace = try plannedWorkspaceID() {
      datasets =
        if let dataset { [dataset] } else {
          try store.datasets(workspaceID: workspace).filter(\.isDefault)
        }
      // A second one holds what came later, and little: the pace is that of the first.
      if let first = datasets.first { quota = try store.quota(datasetID: first.id) }
      for dataset in datasets { tables += try store.tables(datasetID: dataset.id) }
    }
    let held = Dictionary(tables.map { ($0.name, $0.rowCount) }, uniquingKeysWith: max)
    let forecast = Forecast(
      pace: Pace(text: quota?.state ?? ""), isPaceOn: !configuration.isPaceOff,
      now: quota?.now ?? clock.now, rowsHeld: held)
    return Ground(forecast: forecast, tables: tables) {
      (entity) throws(Fault) in
      guard isReady else { return nil }
      var store = try openStore()
      return try Self.rowsPerDay(store.growth(entity: entity))
    }
  }

  /// The workspace, if one is configured: a plan can do without.
  private func plannedWorkspaceID() throws(Fault) -> String? {
    do {
      return try workspaceID()
    } catch {
      if error.code == .configuration { return nil }
      throw error
    }
  }

  private static func rowsPerDay(
    _ growth: (from: (at: Instant, rows: Int), to: (at: Instant, rows: Int))?
  ) -> Double? {
    guard let growth else { return nil }
    let days = growth.to.at.seconds(since: growth.from.at) / 86_400
    guard days >= 1, growth.to.rows > growth.from.rows else { return nil }
    return Double(growth.to.rows - growth.from.rows) / days
  }

  private func plan(
    _ planned: Planned, _ shop: Shop, _ order: SyncOrder, _ ground: inout Ground
  ) throws(Fault) -> TablePlan {
    let entity = planned.entity
    var source = try source(entity, shop, readRequest(filter(planned.selection, shop), .wire))
    let rows = try source.count()
    let table = ground.tables.first { $0.name == planned.table }
    var plan = TablePlan(entity: entity.slug, table: planned.table)
    var load = Forecast.Load(
      table: planned.table, rows: rows, bytesPerRow: 0,
      limit: BatchLimit(
        rows: order.batchRows, bytes: table?.bodyBytesMax ?? Delivery.batchBytesMax))
    if let table,
      let changes = try changes(planned, shop, table, order, rowsTotal: rows, &plan)
    {
      plan.extent = changes.rows == 0 ? .nothing : .changes
      load.rows = changes.rows
      load.isAdded = true
      load.bytesPerRow = changes.rows == 0 ? 0 : (changes.bytes - 1) / changes.rows + 1
      plan.requests = changes.requests
      plan.rowsHeld = table.rowCount + changes.rows
    } else {
      load.bytesPerRow = try Self.bytesPerRow(&source, rows, entity, clock.now)
      plan.requests = load.requests
      plan.rowsHeld = rows
    }
    plan.rows = load.rows
    plan.bytesPerRow = load.bytesPerRow
    plan.refusal = Self.refusal(entity: entity.slug, rows: plan.rowsHeld)
    if let perDay = try ground.growth(entity.slug), plan.rowsHeld < plan.rowsMax {
      plan.fullAt = clock.now.adding(
        seconds: Double(plan.rowsMax - plan.rowsHeld) / perDay * 86_400)
    }
    if plan.refusal != nil { return plan }
    if let cost = ground.forecast.cost(of: load) {
      plan.seconds = cost.seconds
      plan.bindingLimit = Self.words(load, cost)
    } else {
      plan.refusal = Self.tooSlow(load, ground.forecast)
    }
    return plan
  }

  /// What differs from what was sent; nil where everything is sent.
  private func changes(
    _ planned: Planned, _ shop: Shop, _ table: TableRecord, _ order: SyncOrder, rowsTotal: Int,
    _ plan: inout TablePlan
  ) throws(Fault) -> PreviewedChanges? {
    let order = tableOrder(
      planned.entity, LedgerTable(datasetID: table.datasetID, name: table.name),
      planned.selection, shop, order, rowsTotal: rowsTotal, clearedAt: table.delivery?.clearedAt)
    let isAsked: Bool
    switch DeliveryPlan(order, table).clearing {
    case nil:
      // A table that holds nothing needs no comparing.
      if table.rowCount == 0 { return nil }
      let preview = TablePreview(
        source: try source(
          planned.entity, shop, readRequest(filter(planned.selection, shop), .wire)),
        order: order, table: table, interruption: interruption, try openStore())
      let changes = try preview.look()
      let isFull = table.rowCount + changes.rows > Delivery.tableRowsMax
      if !changes.needsClearing, !isFull || rowsTotal >= table.rowCount { return changes }
      isAsked = false
    case .asked, .rules, .mode: isAsked = true
    case .unknown, .changes: isAsked = false
    }
    if !isAsked, let from = order.clearsFrom, from > clock.now { plan.pendingUntil = from }
    return nil
  }

  /// Bytes of a row as it is sent, from rows of the table's beginning, middle and end.
  private static func bytesPerRow(
    _ source: inout ShopSource, _ count: Int, _ entity: Entity, _ now: Instant
  ) throws(Fault) -> Int {
    var rows = RowBuffer()
    let cursor = try firstRows(&source, into: &rows)
    if count > sampledWholeMax, case .after(let key) = cursor, !rows.isEmpty {
      // Where keys would stand if they were spread evenly; a miss brings nothing, or more.
      let span = Double(key) * Double(count) / Double(rows.count)
      for part in [0.5, 0.9] { _ = try source.read(after: .after(Int64(span * part)), into: &rows) }
    }
    return rows.bytesPerRow(
      under: BatchStamp(number: 1_000, syncedAt: now, hasDateKey: entity.hasDateKey))
  }

  /// Tables of so many rows look alike from beginning to end.
  private static var sampledWholeMax: Int { 20_000 }
  /// Pages without a row until the first one, at most.
  private static var emptyPagesMax: Int { 1000 }

  private static func firstRows(
    _ source: inout ShopSource, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor {
    var cursor = Cursor.after(0)
    for _ in 0..<emptyPagesMax where rows.isEmpty && cursor != .end {
      cursor = try source.read(after: cursor, into: &rows)
    }
    return cursor
  }

  private static func words(_ load: Forecast.Load, _ cost: Forecast.Cost) -> String {
    let size =
      load.isBoundByBytes
      ? "\(load.limit.bytes / 1_000_000) MB a request"
      : "\(load.limit.rows) row\(load.limit.rows == 1 ? "" : "s") a request"
    let pace: String? =
      switch cost.bound {
      case nil, .some(.none): nil
      case .postsPerSecond: "1 request a second"
      case .postsToLarge: "30 s between requests from 250000 rows on"
      case .postsPerHour: "120 requests an hour from 250000 rows on"
      case .rowsPerHour: "1000000 rows an hour"
      case .retryAfter: "the service asked to wait"
      case .flights: "5 requests at a time"
      }
    guard let pace else { return load.requests > 1 ? size : "none" }
    return load.requests > 1 ? "\(pace), \(size)" : pace
  }

  private static func tooSlow(_ load: Forecast.Load, _ forecast: Forecast) -> Fault {
    var larger = load
    larger.limit = BatchLimit(rows: Delivery.batchRowsMax, bytes: load.limit.bytes)
    var other = forecast
    let hours = other.cost(of: larger).map { Int($0.seconds / 3600) + 1 }
    let hint =
      if let hours {
        "Use --batch=\(larger.rowsPerRequest): number of requests \(larger.requests), "
          + "in \(hours) h or less"
      } else if load.limit.bytes < Delivery.batchBytesMax {
        "Bodies of more than \(load.limit.bytes / 1_000_000) MB were refused: look for a proxy "
          + "between here and Power BI"
      } else {
        "Send fewer columns (configure --columns), so that more rows fit into a request"
      }
    return Fault(
      .rejected, operation: "planning \(load.table)", subject: load.table,
      cause: "\(load.requests) requests of \(load.rowsPerRequest) rows take longer than a day at "
        + "the pace that the service allows", hint: hint, recovery: .stopStream)
  }
}

extension TablePlan {
  /// A plan of nothing.
  fileprivate init(entity: String, table: String) {
    self.init(
      entity: entity, table: table, extent: .everything, rows: 0, rowsHeld: 0, bytesPerRow: 0,
      requests: 0, seconds: nil, bindingLimit: "", rowsMax: Delivery.tableRowsMax, fullAt: nil,
      pendingUntil: nil, refusal: nil, unavailability: nil)
  }
}
