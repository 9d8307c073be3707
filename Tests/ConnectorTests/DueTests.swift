import Delivery
import Runtime
import Testing

@testable import Connector
@testable import Store

/// Which tables a pass takes up.
struct DueTests {
  private static let now = Instant(unixSeconds: 1_775_826_000)

  private static func at(_ seconds: Double) -> Instant { now.adding(seconds: seconds) }

  private static func table(lookedAt: Instant?, pendingUntil: Instant? = nil) -> TableRecord {
    var delivery = DeliveryRecord(mode: .signed, keepsImages: true, shape: [])
    delivery.lookedAt = lookedAt
    delivery.pendingUntil = pendingUntil
    return TableRecord(
      datasetID: "d", name: "orders", entity: "orders", columnCount: 1, state: .complete,
      nextBatch: 2, rowCount: 1, bodyBytesMax: nil, lastPushAt: nil, secondsSincePush: nil,
      delivery: delivery)
  }

  private static func retry(nextAt: Instant?, failedAt: Instant) -> RetryRecord {
    RetryRecord(
      table: LedgerTable(datasetID: "d", name: "orders"), entity: "orders", attempts: 1,
      nextAt: nextAt, failedAt: failedAt, error: "trouble")
  }

  private func isDue(
    _ table: TableRecord?, _ retry: RetryRecord? = nil, slot: Double?
  ) -> Bool {
    Connector.isDue(table, retry, slot: slot.map(Self.at), now: Self.now)
  }

  @Test func theScheduleAsksForWhatWasNotComparedSinceItsLastMoment() {
    #expect(isDue(nil, slot: -60))
    #expect(isDue(Self.table(lookedAt: nil), slot: -60))
    #expect(isDue(Self.table(lookedAt: Self.at(-61)), slot: -60))
    #expect(!isDue(Self.table(lookedAt: Self.at(-60)), slot: -60))
    #expect(!isDue(Self.table(lookedAt: Self.at(-59)), slot: -60))
    // The last look at all rows was long before.
    var hinted = Self.table(lookedAt: Self.at(-59))
    hinted.delivery?.sweptAt = Self.at(-90_000)
    #expect(!isDue(hinted, slot: -60))
    var untouched = Self.table(lookedAt: nil)
    untouched.delivery = nil
    #expect(isDue(untouched, slot: -60))
  }

  @Test func withoutAScheduleNothingIsDueByItself() {
    #expect(!isDue(nil, slot: nil))
    #expect(!isDue(Self.table(lookedAt: nil), slot: nil))
    // What was promised is kept all the same.
    let failed = Self.retry(nextAt: Self.at(-1), failedAt: Self.at(-61))
    #expect(isDue(Self.table(lookedAt: nil), failed, slot: nil))
    #expect(isDue(Self.table(lookedAt: nil, pendingUntil: Self.at(-1)), slot: nil))
  }

  @Test func aFailureWaitsForItsTimeWhateverTheScheduleSays() {
    let table = Self.table(lookedAt: Self.at(-90_000))
    #expect(
      !isDue(table, Self.retry(nextAt: Self.at(1), failedAt: Self.at(-59)), slot: -10))
    #expect(isDue(table, Self.retry(nextAt: Self.now, failedAt: Self.at(-60)), slot: -10))
    // It was compared since the last moment, and has failed after that.
    #expect(
      isDue(
        Self.table(lookedAt: Self.at(-5)), Self.retry(nextAt: Self.at(-1), failedAt: Self.at(-3)),
        slot: -10))
  }

  @Test func afterTheLastAttemptOnlyTheScheduleTriesAgain() {
    let table = Self.table(lookedAt: Self.at(-90_000))
    let given = Self.retry(nextAt: nil, failedAt: Self.at(-100))
    #expect(isDue(table, given, slot: -99))
    #expect(!isDue(table, given, slot: -100))
    #expect(!isDue(table, given, slot: -101))
    #expect(!isDue(table, given, slot: nil))
  }

  @Test func aPendingTableWaitsForItsHours() {
    let old = Self.at(-90_000)
    #expect(!isDue(Self.table(lookedAt: old, pendingUntil: Self.at(1)), slot: -10))
    #expect(isDue(Self.table(lookedAt: old, pendingUntil: Self.now), slot: -10))
    #expect(isDue(Self.table(lookedAt: Self.at(-1), pendingUntil: Self.at(-1)), slot: -10))
    // A failure on the way is tried again at its own time.
    let failed = Self.retry(nextAt: Self.at(60), failedAt: Self.at(-1))
    #expect(!isDue(Self.table(lookedAt: old, pendingUntil: Self.at(-1)), failed, slot: -10))
  }
}
