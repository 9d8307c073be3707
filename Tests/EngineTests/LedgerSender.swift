import Bytes
import Delivery
import Emulator
import Engine
import Model
import PowerBI
import Runtime
import Store
import Testing
import WooCommerce

@testable import Connector

/// Sends an entity as its ledger asks for it, batch by batch, with nothing but the parts that a
/// run is made of.
extension Rehearsal {
  func send(_ slug: String, _ style: ChangeStyle, batchRows: Int = 400) throws {
    var connector = try connector()
    let shop = try connector.shop()
    let entity = try connector.chosen([slug])[0]
    var store = try store()
    var client = try connector.client()
    var remarks: [String] = []
    let datasets = try connector.defaultDatasets(
      holding: [entity], &client, &store, remarks: &remarks, onWait: { _ in })
    let dataset = try #require(datasets.first { $0.tables.contains(slug) })
    let claim = LeaseClaim(
      "table:\(dataset.id):\(slug)", operation: "sending", subject: slug, waits: true,
      clock: clock, interruption: interruption, onWait: { _ in })
    let lease = try claim.acquire(runID: 1, &store)
    defer { claim.release(lease, log: .silent, &store) }
    let table = LedgerTable(datasetID: dataset.id, name: slug)
    var rows = RowBuffer()
    var hashes: [RowHash] = []
    var hasher = LedgerHasher()
    var source = try connector.source(entity, shop, connector.readRequest(.standard, .wire))
    var cursor = Cursor.after(0)
    while cursor != .end { cursor = try source.read(after: cursor, into: &rows) }
    rows.hash(into: &hashes, with: &hasher)
    var revision = LedgerRevision(
      table: table, form: LedgerForm(hash: hasher.algorithm, keepsImages: style == .signed),
      pages: .standard, packer: ZstdPacker())
    var changes = ChangeRows(
      style, additive: entity.columns.filter(\.isAdditive).map(\.name))
    var rest: KeyRange? = .all
    var index = 0
    while let range = rest {
      let number = try store.takeBatchNumber(datasetID: dataset.id, name: slug)
      try store.planBatch(number, of: table, under: lease)
      changes.removeAll()
      revision.begin(
        batch: number, limit: BatchLimit(rows: batchRows, bytes: Delivery.batchBytesMax))
      let outcome = try revision.revise(
        range, rows: rows, hashes: hashes, from: &index, changes: &changes, storage: &store)
      _ = try revision.finish(storage: &store)
      if case .full(let through) = outcome {
        rest = KeyRange(first: through + 1, last: .max)
      } else {
        rest = nil
      }
      if !changes.isEmpty {
        changes.makeBody(
          BatchStamp(number: number, syncedAt: clock.now, hasDateKey: entity.hasDateKey))
        let figures = BatchFigures(of: changes.bytes, rowCount: changes.rows.count)
        try store.beginSending(number, of: table, figures, under: lease)
        try client.postRows(
          workspace: dataset.workspaceID, dataset: try #require(dataset.powerBIID), table: slug,
          body: changes.bytes.bytes, sequenceNumber: nil, timeoutSeconds: 10)
      }
      try store.commitBatch(number, of: table, under: lease)
    }
    try store.setTable(
      datasetID: dataset.id, name: slug, state: .complete, rowCount: rows.count)
  }

  /// The table of an entity in the default dataset, and where it lies.
  func place() throws -> (workspace: String, dataset: String, own: String) {
    var store = try store()
    let workspace = emulator.credentials.workspaceID
    let dataset = try #require(try store.datasets(workspaceID: workspace).first)
    return (workspace, try #require(dataset.powerBIID), dataset.id)
  }

  /// Posts rows past all that is remembered.
  func post(_ rows: [String], to slug: String = "orders") throws {
    let place = try place()
    var client = try client()
    let body = Array("{\"rows\":[\(rows.joined(separator: ","))]}".utf8)
    try client.postRows(
      workspace: place.workspace, dataset: place.dataset, table: slug, body: body.rawSpan,
      sequenceNumber: nil, timeoutSeconds: 10)
  }

  /// Replaces all rows of a table by others, as nobody may do who keeps a ledger.
  func replaceRows(of slug: String = "orders", _ change: ([String]) -> [String]) throws {
    let place = try place()
    var client = try client()
    let rows = emulator.rows(dataset: place.dataset, table: slug)
    try client.clearRows(
      workspace: place.workspace, dataset: place.dataset, table: slug, timeoutSeconds: 10)
    try post(change(rows), to: slug)
  }

  func verify(_ slugs: String..., repairs: Bool = false) throws -> VerifyReport {
    var connector = try connector()
    return try connector.verify(
      VerifyOrder(entities: slugs, repairs: repairs), onProgress: { _ in })
  }

  /// One entity's verdict.
  func verdict(_ slug: String = "orders") throws -> TableVerdict {
    try #require(try verify(slug).tables.first)
  }
}
