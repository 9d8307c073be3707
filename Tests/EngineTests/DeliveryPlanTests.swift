import Delivery
import Engine
import Runtime
import Testing

@testable import Store

/// How a table is brought up to date: every mode that may stand there against every one that may
/// be asked for.
struct DeliveryPlanTests {
  private static let shape = ["store:Shop", "id:int64:none", "total:decimal:none"]

  private static func order(
    _ asked: DeliveryMode?, standard: DeliveryMode, rows: Int = 100
  ) -> TableOrder {
    var order = TableOrder(
      entity: "orders", datasetID: "d", tableName: "orders", standardMode: standard, shape: shape,
      additive: ["total"], hasDateKey: true, batchRows: 100, rowsTotal: rows,
      patienceSeconds: 60, settleSeconds: 60)
    order.mode = asked
    return order
  }

  private static func table(
    _ delivery: DeliveryRecord?, _ state: TableRecord.State = .complete, nextBatch: Int64 = 5
  ) -> TableRecord {
    TableRecord(
      datasetID: "d", name: "orders", entity: "orders", columnCount: 2, state: state,
      nextBatch: nextBatch, rowCount: 100, bodyBytesMax: nil, lastPushAt: nil,
      secondsSincePush: nil, delivery: delivery)
  }

  private static func standing(
    _ mode: DeliveryMode, keepsImages: Bool, shape: [String] = shape
  ) -> DeliveryRecord {
    DeliveryRecord(mode: mode, keepsImages: keepsImages, shape: shape)
  }

  /// What is asked of a table that stands in one mode, and what comes of it.
  struct Case: Sendable, CustomTestStringConvertible {
    var present: DeliveryMode
    var keepsImages: Bool
    var asked: DeliveryMode?
    /// What is made of changes.
    var mode: DeliveryMode
    /// How the table stands afterwards.
    var after: DeliveryMode
    var clears: Bool

    init(
      _ present: DeliveryMode, _ keepsImages: Bool, _ asked: DeliveryMode?, _ mode: DeliveryMode,
      _ after: DeliveryMode, clears: Bool
    ) {
      self.present = present
      self.keepsImages = keepsImages
      self.asked = asked
      self.mode = mode
      self.after = after
      self.clears = clears
    }

    var testDescription: String {
      "\(present) \(keepsImages ? "with" : "without") images, asked \(asked.map { "\($0)" } ?? "-")"
    }
  }

  static let cases = [
    // A mode sticks.
    Case(.signed, true, nil, .signed, .signed, clears: false),
    Case(.replace, true, nil, .replace, .replace, clears: false),
    Case(.replace, false, nil, .replace, .replace, clears: false),
    Case(.append, true, nil, .append, .append, clears: false),
    Case(.append, false, nil, .append, .append, clears: false),
    Case(.signed, true, .signed, .signed, .signed, clears: false),
    Case(.replace, true, .replace, .replace, .replace, clears: false),
    Case(.replace, false, .replace, .replace, .replace, clears: false),
    Case(.append, true, .append, .append, .append, clears: false),
    Case(.append, false, .append, .append, .append, clears: false),
    // A signed table is folded by --mode=replace, and stays signed.
    Case(.signed, true, .replace, .replace, .signed, clears: false),
    // Rows that stand there once can be taken back when it is known what they were.
    Case(.replace, true, .signed, .signed, .signed, clears: false),
    Case(.replace, false, .signed, .signed, .signed, clears: true),
    // From then on nothing is taken back.
    Case(.signed, true, .append, .append, .append, clears: false),
    Case(.replace, true, .append, .append, .append, clears: false),
    Case(.replace, false, .append, .append, .append, clears: false),
    // Rows that were never taken back stand in the way.
    Case(.append, true, .signed, .signed, .signed, clears: true),
    Case(.append, false, .signed, .signed, .signed, clears: true),
    Case(.append, true, .replace, .replace, .replace, clears: true),
    Case(.append, false, .replace, .replace, .replace, clears: true),
  ]

  @Test(arguments: cases, [DeliveryMode.signed, .replace])
  func everyModeMeetsEveryOther(_ given: Case, _ standard: DeliveryMode) {
    let present = Self.standing(given.present, keepsImages: given.keepsImages)
    let order = Self.order(given.asked, standard: standard)
    for state: TableRecord.State in [.complete, .incomplete, .empty] {
      let plan = DeliveryPlan(order, Self.table(present, state))
      #expect(plan.mode == given.mode, "\(state)")
      #expect(plan.delivery.mode == given.after, "\(state)")
      #expect(plan.clearing == (given.clears ? .mode : nil), "\(state)")
      #expect(plan.delivery.shape == Self.shape)
      // What is begun anew keeps what it may need one day; what stands there keeps what it has.
      let isNeeded = given.after == .signed || standard == .signed
      #expect(plan.delivery.keepsImages == (given.clears ? isNeeded : given.keepsImages))
      // A table that takes rows back always knows what they were.
      if plan.mode == .signed { #expect(plan.delivery.keepsImages) }
    }
    // Where nobody knows what the table holds, that comes first, whatever was asked.
    for state: TableRecord.State in [.clearing, .doubtful, .sending] {
      let plan = DeliveryPlan(order, Self.table(present, state))
      #expect(plan.clearing == .unknown && plan.mode == given.mode, "\(state)")
    }
    var full = order
    full.isFull = true
    #expect(DeliveryPlan(full, Self.table(present)).clearing == .asked)
    #expect(DeliveryPlan(full, Self.table(present, .doubtful)).clearing == .asked)
  }

  @Test(
    arguments: [DeliveryMode.signed, .replace],
    [nil, .signed, .replace, .append] as [DeliveryMode?])
  func aTableThatNobodyKnowsIsClearedUnlessItWasNeverUsed(
    _ standard: DeliveryMode, _ asked: DeliveryMode?
  ) {
    let order = Self.order(asked, standard: standard)
    let fresh = DeliveryPlan(order, Self.table(nil, .empty, nextBatch: 1))
    #expect(fresh.clearing == nil)
    #expect(fresh.mode == asked ?? standard && fresh.delivery.mode == asked ?? standard)
    #expect(
      fresh.delivery.keepsImages == ((asked ?? standard) == .signed || standard == .signed))
    #expect(DeliveryPlan(order, Self.table(nil, .empty, nextBatch: 2)).clearing == .unknown)
    for state: TableRecord.State in [.complete, .incomplete, .clearing, .sending, .doubtful] {
      let plan = DeliveryPlan(order, Self.table(nil, state, nextBatch: 1))
      #expect(plan.clearing == .unknown, "\(state)")
    }
  }

  @Test func otherColumnsOrRulesSendTheTableAnew() {
    func clearing(_ shape: [String], rows: Int) -> DeliveryPlan.Clearing? {
      DeliveryPlan(
        Self.order(nil, standard: .signed, rows: rows),
        Self.table(Self.standing(.signed, keepsImages: true, shape: shape))
      ).clearing
    }
    let many = Engine.refilledRowsMax + 1
    #expect(clearing(Self.shape, rows: many) == nil)
    // A column was added: a large table takes its rows back instead.
    #expect(clearing(Array(Self.shape.dropLast()), rows: Engine.refilledRowsMax) == .rules)
    #expect(clearing(Array(Self.shape.dropLast()), rows: many) == nil)
    // A column went, a rule changed, the store has another name: old rows must go.
    #expect(clearing(Self.shape + ["more:text:none"], rows: many) == .rules)
    #expect(
      clearing(["store:Shop", "id:int64:none", "total:decimal:hash"], rows: many) == .rules)
    #expect(clearing(["store:Old"] + Self.shape.dropFirst(), rows: many) == .rules)
    // Not knowing is worse than knowing that it is old.
    let doubtful = DeliveryPlan(
      Self.order(nil, standard: .signed),
      Self.table(Self.standing(.signed, keepsImages: true, shape: []), .doubtful))
    #expect(doubtful.clearing == .unknown)
    #expect(doubtful.delivery.shape == Self.shape)
  }
}
