import Bytes
import Delivery
import Emulator
import HTTPClient
import Model
import Runtime
import Testing

@testable import PowerBI

/// Questions about rows, put to the stand-in.
@Suite struct ProbeTests {
  private struct Row {
    var total: String?
    var sign: Int?
    var version: Int
    var batch: Int?
    var day: Int?
  }

  private static let rows = [
    Row(total: "10.25", sign: 1, version: 1, batch: 1, day: 20_260_401),
    Row(total: "20", sign: 1, version: 1, batch: 1, day: 20_260_430),
    Row(total: "-10.25", sign: -1, version: 1, batch: 2, day: 20_260_401),
    Row(total: "11.5", sign: 1, version: 2, batch: 2, day: 20_251_231),
    Row(total: nil, sign: 1, version: 1, batch: 70_000, day: nil),
    // Somebody else's.
    Row(total: "0.1", sign: nil, version: 5, batch: nil, day: 20_260_402),
  ]

  /// A stand-in with a table of these rows.
  private final class Stage {
    let emulator: Emulator
    let clock = VirtualClock(Instant(unixSeconds: 1_800_000_000))
    var dataset = ""

    init(_ rows: [Row]) throws {
      HTTPClient.prepareProcess()
      emulator = Emulator(configuration: .init(), limits: .init(), clock: clock)
      try emulator.start(port: 0)
      var client = try client()
      let orders = try #require(Catalogue.entity("orders"))
      let schema = try DatasetSchema(
        name: "Store", tables: [try TableSchema(orders, name: "orders", decimals: .double)],
        relationships: [])
      dataset = try client.createDataset(workspace: workspace, schema: schema, known: []).id
      if rows.isEmpty { return }
      let body = Array("{\"rows\":[\(rows.map(Self.json).joined(separator: ","))]}".utf8)
      try client.postRows(
        workspace: workspace, dataset: dataset, table: "orders", body: body.rawSpan,
        sequenceNumber: nil, timeoutSeconds: 10)
    }

    deinit { emulator.stop() }

    private static func json(_ row: Row) -> String {
      func text(_ value: Int?) -> String { value.map { String($0) } ?? "null" }
      return "{\"id\":1,\"total\":\(row.total ?? "null"),\"_sign\":\(text(row.sign)),"
        + "\"_version\":\(row.version),\"_batch\":\(text(row.batch)),"
        + "\"_date_key\":\(text(row.day))}"
    }

    var workspace: String { emulator.credentials.workspaceID }

    func client() throws -> PowerBIClient {
      let found = emulator.credentials
      let tokens = TokenSource(
        Credentials(
          tenantID: found.tenantID, clientID: found.clientID,
          clientSecret: Secret(found.clientSecret)),
        cloud: try Cloud(
          .public, authorityURL: found.authorityURL, apiURL: found.apiURL, scope: found.scope),
        kept: nil)
      return PowerBIClient(
        tokens: tokens,
        http: HTTPClient(HTTPClient.Options(userAgent: "tests", authoritiesFile: nil, proxy: nil)),
        clock: clock, interruption: Interruption())
    }

    func ask(_ dax: String) throws -> [JSONValue] {
      var client = try client()
      return try client.query(workspace: workspace, dataset: dataset, dax: dax)
    }
  }

  private let probe = TableProbe(table: "orders", hasDateKey: true, sums: ["total", "net_total"])

  private func slice(_ rows: Int64, _ versions: Int64, _ total: String) -> DestinationSlice {
    DestinationSlice(
      rows: ExactDecimal(rows), versions: ExactDecimal(versions),
      sums: [ExactDecimal(figure: total), .zero])
  }

  private func isSame(_ figures: DestinationFigures, as wanted: [Int32: DestinationSlice]) -> Bool {
    figures.slices.filter { month, slice in
      // Months without rows may be told or left out.
      slice.sums != [.zero, .zero] || slice.rows != .zero || wanted[month] != nil
    }.allSatisfy { month, slice in
      guard let other = wanted[month] else { return false }
      return zip(
        [slice.rows, slice.versions] + slice.sums, [other.rows, other.versions] + other.sums
      )
      .allSatisfy { left, right in
        guard let left, let right else { return left == right }
        return left.subtracting(right)?.isZero == true
      }
    } && Set(wanted.keys).isSubset(of: figures.slices.keys)
  }

  @Test func groupedAndPartByPartSayTheSame() throws {
    let stage = try Stage(Self.rows)
    let wanted: [Int32: DestinationSlice] = [
      202_604: slice(1, 1, "20.1"), 202_512: slice(1, 2, "11.5"), 0: slice(1, 1, "0"),
    ]
    var grouped = DestinationFigures()
    probe.addFigures(try stage.ask(probe.figuresQuery), month: nil, to: &grouped)
    #expect(isSame(grouped, as: wanted), "\(grouped)")
    #expect(grouped.rowCount == 3)
    stage.emulator.behaviour.allowsGrouping = false
    #expect(throws: Fault.self) { try stage.ask(probe.figuresQuery) }
    var parted = DestinationFigures()
    let months = try #require(probe.months(try stage.ask(probe.spanQuery)))
    #expect(months == [202_512, 202_601, 202_602, 202_603, 202_604])
    for month in [0] + months {
      probe.addFigures(try stage.ask(probe.monthQuery(month)), month: month, to: &parted)
    }
    #expect(isSame(parted, as: wanted), "\(parted)")
  }

  @Test func rowsOfBatchesAreCountedEitherWay() throws {
    let stage = try Stage(Self.rows)
    let wanted: [Int64?: Int] = [1: 2, 2: 2, 70_000: 1, nil: 1]
    var all: [Int64?: Int] = [:]
    probe.addBatches(try stage.ask(probe.batchQuery(from: nil, to: nil)), to: &all)
    #expect(all == wanted)
    // In parts, none is left out or counted twice.
    var parts: [Int64?: Int] = [:]
    for (first, end) in [(nil, 2), (2, 70_000), (70_000, nil)] as [(Int64?, Int64?)] {
      probe.addBatches(try stage.ask(probe.batchQuery(from: first, to: end)), to: &parts)
    }
    #expect(parts == wanted)
    stage.emulator.behaviour.allowsGrouping = false
    #expect(throws: Fault.self) { try stage.ask(probe.batchQuery(from: nil, to: nil)) }
    var counted: [Int64?: Int] = [:]
    let total = probe.addCounts(
      try stage.ask(probe.countQuery(of: [1, 2, 3])), of: [1, 2, 3], to: &counted)
    #expect(total == 6 && counted == [1: 2, 2: 2, 3: 0])
    #expect(probe.addCounts(try stage.ask(probe.countQuery(of: [])), of: [], to: &counted) == 6)
  }

  @Test func tablesWithoutDatesAreAskedAsAWhole() throws {
    let stage = try Stage(Self.rows)
    let whole = TableProbe(table: "orders", hasDateKey: false, sums: ["total"])
    var figures = DestinationFigures()
    whole.addFigures(try stage.ask(whole.figuresQuery), month: nil, to: &figures)
    #expect(figures.slices.count == 1 && figures.rowCount == 3)
    #expect(
      figures.slices[0]?.sums.first??.subtracting(ExactDecimal(mantissa: 316, scale: 1))?.isZero
        == true)
    #expect(whole.keys(try stage.ask(whole.keyQuery("id"))) == 1)
    stage.emulator.behaviour.allowsGrouping = false
    #expect(try stage.ask(whole.figuresQuery).count == 1)
  }

  @Test func anEmptyTableSaysNothing() throws {
    let stage = try Stage([])
    var figures = DestinationFigures()
    probe.addFigures(try stage.ask(probe.figuresQuery), month: nil, to: &figures)
    #expect(figures.slices.isEmpty && figures.rowCount == 0)
    #expect(probe.months(try stage.ask(probe.spanQuery)) == [])
    probe.addFigures(try stage.ask(probe.monthQuery(0)), month: 0, to: &figures)
    #expect(figures.rowCount == 0)
    var counts: [Int64?: Int] = [:]
    probe.addBatches(try stage.ask(probe.batchQuery(from: nil, to: nil)), to: &counts)
    #expect(counts.isEmpty)
    #expect(probe.keys(try stage.ask(probe.keyQuery("id"))) == 0)
  }

  @Test func whoMayNotAskIsTold() throws {
    let stage = try Stage([])
    stage.emulator.behaviour.allowsQueries = false
    var code: Fault.Code?
    do { _ = try stage.ask(probe.spanQuery) } catch let fault as Fault { code = fault.code }
    #expect(code == .permission)
  }

  @Test func namesCannotEndAQuestion() {
    let odd = TableProbe(table: "o'x", hasDateKey: true, sums: ["a]b"])
    #expect(odd.figuresQuery.contains("SUM('o''x'[a]]b])"))
    #expect(odd.countQuery(of: [-1]).contains("CALCULATE(COUNTROWS('o''x'),'o''x'[_batch]=-1)"))
  }

  @Test func monthsThatNoShopHasAreNotAskedOneByOne() throws {
    func months(_ first: String, _ last: String) -> [Int32]? {
      probe.months([
        .object(["[first]": .number(first), "[last]": .number(last)])
      ])
    }
    #expect(months("20251115", "20260201") == [202_511, 202_512, 202_601, 202_602])
    #expect(months("1", "20260201") == nil && months("20260201", "99999999") == nil)
    #expect(months("20260201", "20251115") == nil)
    #expect(probe.months([]) == nil)
  }

  @Test func aMinuteHasAHundredQuestions() {
    var pace = QueryPace()
    for index in 0..<100 {
      #expect(pace.secondsUntilNext(now: Double(index) / 10) == 0)
      pace.ask(now: Double(index) / 10)
    }
    #expect(pace.secondsUntilNext(now: 10) == 50)
    #expect(pace.secondsUntilNext(now: 60) == 0)
    pace.ask(now: 60)
    #expect(abs(pace.secondsUntilNext(now: 60) - 0.1) < 1e-9)
  }
}
