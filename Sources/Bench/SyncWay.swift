import Delivery
import Engine
import Foundation
import MariaDB
import Model
import Runtime
import Store
import Testkit
import WooCommerce

/// A sync of one entity to a sink, with ledger and state as in production.
struct SyncWay {
  let way: Way
  let access: ShopAccess
  let entity: Entity

  init(way: Way, _ access: ShopAccess, _ entity: Entity) {
    self.way = way
    self.access = access
    self.entity = entity
  }

  func measure() throws -> Measurement {
    let clock = SystemClock()
    if way == .edited || way == .hinted { try edit() }
    var source = try access.source(entity)
    var store = try StateStore.open(
      access.options, prefix: access.shop().prefix, clock: clock)
    _ = try store.install()
    try store.insertTable(
      datasetID: "bench", name: entity.slug, entity: entity.slug,
      columnCount: entity.columns.count)
    var order = TableOrder(
      entity: entity.slug, datasetID: "bench", tableName: entity.slug,
      standardMode: entity.delivery == .signed ? .signed : .replace, shape: [],
      additive: entity.columns.filter(\.isAdditive).map(\.name), hasDateKey: entity.hasDateKey,
      batchRows: Delivery.batchRowsMax,
      rowsTotal: way == .hinted ? try source.count() : 0, patienceSeconds: 10,
      settleSeconds: Engine.settleSeconds)
    order.isFull = way == .sync
    let sync = TableSync(
      order: order, waitsForLease: true, clock: clock, interruption: Interruption(),
      log: .silent, onProgress: { _ in })
    var pace = SharedPace(datasetID: "bench", isOn: false, clock: clock)
    let tally = Sink.Tally()
    let meter = Meter()
    let outcome = try sync.run(from: source, to: Sink(tally: tally), pace: &pace, &store)
    if let fault = outcome.fault { throw fault }
    FileHandle.standardError.write(
      Data("\(way): \(outcome.rowsCompared) compared, \(outcome.rows) sent\n".utf8))
    return meter.end(rows: outcome.rowsCompared, bytes: tally.bytes)
  }

  /// Changes the newest hundredth of the orders, and of their lines, as WooCommerce would.
  private func edit() throws {
    var connection = try Connection.open(access.options)
    let prefix = try access.shop().prefix
    for statement in ShopEdits.newestHundredth {
      try connection.execute(
        SQLText(template: Array(statement.utf8), ["prefix": .prefix(prefix)]), "editing the shop")
    }
  }
}
