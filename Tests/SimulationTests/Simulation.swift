import Bytes
import Delivery
import Engine
import MariaDB
import Runtime
import Store
import Testing
import Testkit

/// One random life of a table: people edit the shop, runs bring it to the table, the service and
/// the line to the database fail, and runs die at any statement.
///
/// Everything follows from the seed.
struct Simulation {
  let seed: UInt64
  private var random: SeededRandom
  private let clock = VirtualClock(Instant(unixSeconds: 1_775_826_000))
  private let shop: ModelShop
  private let table: ModelTable
  private let standard: DeliveryMode
  private let server: TemporaryMariaDB
  private let proxy: CutProxy
  private let database: String
  private let prefix: TablePrefix
  private var mode: DeliveryMode
  private var wasRestarted = false
  /// What happened, for whoever must understand a failing seed.
  private(set) var history: [String] = []
  /// Runs that ended with a Fault.
  private(set) var brokenRuns = 0

  init(seed: UInt64, _ server: TemporaryMariaDB, _ proxy: CutProxy, _ database: String) throws {
    self.seed = seed
    self.server = server
    self.proxy = proxy
    self.database = database
    prefix = try #require(TablePrefix("wp_"))
    random = SeededRandom(seed: seed)
    shop = ModelShop(seed: seed &+ 1, clock: clock)
    table = ModelTable(seed: seed &+ 2, clock: clock)
    standard = seed % 3 == 0 ? .replace : .signed
    mode = standard
    var store = try store(through: server.socketPath)
    try store.insertTable(
      datasetID: datasetID, name: "facts", entity: "facts", columnCount: 4)
  }

  private var datasetID: String { "seed-\(seed)" }

  private func store(through path: String) throws(Fault) -> StateStore {
    try StateStore.open(
      ConnectionOptions(
        address: .socket(path), user: "root", password: Secret(""), database: database,
        security: .off), prefix: prefix, clock: clock)
  }

  /// Lives some rounds; after each, when all is quiet, the table must hold what the shop holds.
  mutating func live(restartsServer: Bool) throws {
    for round in 0..<Int.random(in: 3...6, using: &random) {
      history.append("round \(round)")
      shop.edit(Int.random(in: 0...25, using: &random))
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        try troubledRun()
        clock.advance(seconds: Double.random(in: 0...300, using: &random))
        if random.isOne(in: 2) { shop.edit(Int.random(in: 1...6, using: &random)) }
      }
      if restartsServer, !wasRestarted {
        wasRestarted = true
        try server.kill()
        try server.start()
      }
      try quietRun()
      try check()
    }
  }

  /// A run that meets faults, and perhaps dies at some statement.
  private mutating func troubledRun() throws {
    var trouble = ModelTable.Trouble()
    trouble.odds = [0, 2, 3, 6].randomElement(using: &random) ?? 0
    trouble.allowsQueries = !random.isOne(in: 5)
    if random.isOne(in: 8) {
      trouble.poison = shop.rows.keys.sorted().randomElement(using: &random)
    }
    table.set(trouble)
    if random.isOne(in: 3) {
      let count = Int.random(in: 1...60, using: &random)
      let isDelivered = random.isOne(in: 2)
      proxy.cut(afterRequests: count, isDelivered: isDelivered)
      history.append("cut at \(count), delivered \(isDelivered)")
    }
    var order = order()
    if random.isOne(in: 10) {
      order.mode = DeliveryMode.allCases.randomElement(using: &random)
    }
    order.isFull = random.isOne(in: 12)
    let outcome = run(order, isBusy: random.isOne(in: 3))
    history.append(
      "\(trouble), mode \(order.mode.map { "\($0)" } ?? "auto"), full \(order.isFull): \(outcome)")
    proxy.mend()
  }

  /// Nothing fails, and nobody edits.
  private mutating func quietRun() throws {
    table.set(ModelTable.Trouble())
    clock.advance(seconds: 200)
    let outcome = run(order(), isBusy: false)
    history.append("quiet: \(outcome)")
    guard outcome == "done" else { throw Failed(what: "a quiet run failed: \(outcome)") }
    // Nothing is on its way any more.
    clock.advance(seconds: 400)
    // A run that was asked for another mode may have died before it came to that.
    var store = try store(through: server.socketPath)
    let delivery = try store.tables(datasetID: datasetID).first?.delivery
    mode = try #require(delivery).mode
  }

  private mutating func order() -> TableOrder {
    TableOrder(
      entity: "facts", datasetID: datasetID, tableName: "facts", standardMode: standard,
      shape: ["id"], additive: ["total", "quantity"], hasDateKey: true,
      batchRows: Int.random(in: 1...12, using: &random),
      // Told that it is large, a run follows hints.
      rowsTotal: random.isOne(in: 2) ? shop.rows.count : 1_000_000,
      patienceSeconds: 20, settleSeconds: ModelTable.settle)
  }

  private mutating func run(_ order: TableOrder, isBusy: Bool) -> String {
    let source = ModelSource(
      shop, pageRows: Int.random(in: 1...9, using: &random), isBusy: isBusy)
    let sync = TableSync(
      order: order, waitsForLease: true, clock: clock, interruption: Interruption(),
      log: .silent, onProgress: { _ in })
    var pace = SharedPace(datasetID: datasetID, isOn: false, clock: clock)
    do throws(Fault) {
      var store = try store(through: proxy.path)
      let outcome = try sync.run(
        from: source, to: ModelDestination(table: table), pace: &pace, &store)
      guard let fault = outcome.fault else { return "done" }
      brokenRuns += 1
      return fault.line
    } catch {
      brokenRuns += 1
      return error.line
    }
  }

  struct Failed: Error, CustomStringConvertible {
    let what: String
    var description: String { what }
  }

  /// Whether the table holds what the shop holds, as its mode promises.
  private func check() throws {
    let held = table.rows
    let numbers = held.map { "\($0.key)/\($0.version)/\($0.sign)" }
    switch mode {
    case .signed: try checkSigned(held)
    case .replace:
      try require(held.allSatisfy { $0.sign == 1 }, "a replaced table takes nothing back")
      try require(Set(held.map(\.key)).count == held.count, "a key twice: \(numbers)")
      try checkRows(held)
    case .append:
      let latest = Dictionary(grouping: held.filter { $0.sign == 1 }, by: \.key).compactMapValues {
        $0.max { ($0.batch, $0.version) < ($1.batch, $1.version) }
      }
      for (key, row) in shop.rows {
        try require(
          latest[key].map { Self.equal($0, row) } ?? false, "key \(key) is not the latest")
      }
    }
  }

  private func checkSigned(_ held: [HeldRow]) throws {
    var standing: [HeldRow] = []
    for row in held.sorted(by: { $0.batch < $1.batch }) where row.sign == 1 {
      standing.append(row)
    }
    for row in held where row.sign == -1 {
      let place = standing.firstIndex { known in
        known.key == row.key && known.version == row.version && known.total == -row.total
          && known.quantity == -row.quantity && known.note == row.note
          && known.dateKey == row.dateKey
      }
      guard let place else { throw Failed(what: "row \(row) takes back what was never sent") }
      standing.remove(at: place)
    }
    try require(Set(standing.map(\.key)).count == standing.count, "a key stands twice")
    try checkRows(standing)
    // What a report sums, month by month.
    let months = Set(held.map { $0.dateKey / 100 })
    for month in months {
      let there = held.filter { $0.dateKey / 100 == month }
      let here = shop.rows.values.filter { Int64($0.dateKey) / 100 == month }
      try require(
        there.reduce(0) { $0 + $1.total } == here.reduce(0) { $0 + $1.total }
          && there.reduce(0) { $0 + $1.quantity } == here.reduce(0) { $0 + Int64($1.quantity) }
          && there.reduce(0) { $0 + $1.sign } == Int64(here.count), "the sums of \(month) differ")
    }
  }

  private func checkRows(_ held: [HeldRow]) throws {
    let rows = shop.rows
    try require(
      held.count == rows.count, "\(held.count) rows are there, the shop has \(rows.count)")
    for row in held {
      try require(
        rows[row.key].map { Self.equal(row, $0) } ?? false, "row \(row) is not the shop's")
    }
  }

  private static func equal(_ held: HeldRow, _ row: ModelRow) -> Bool {
    held.total == row.total && held.quantity == Int64(row.quantity) && held.note == row.note
      && held.dateKey == Int64(row.dateKey)
  }

  private func require(_ isTrue: Bool, _ what: @autoclosure () -> String) throws {
    if !isTrue { throw Failed(what: what()) }
  }
}
