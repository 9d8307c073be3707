import Bytes
import Delivery
import Runtime
import Testkit

/// A row as the simulated service holds it.
struct HeldRow: Equatable {
  var key: Int64
  var sign: Int64
  var version: Int64
  var batch: Int64
  var dateKey: Int64
  /// Hundredths.
  var total: Int
  var quantity: Int64
  var note: String
}

/// A table of a push dataset in memory, with the troubles of the real one.
///
/// Requests are lost before or after they are done, or arrive late: never later than the time
/// limit and the settling time together, which is what the product relies on.
final class ModelTable: Sendable {
  /// Seconds that a request may be on its way, and until absence is believed.
  static let postTimeout = 100.0
  static let settle = 60.0

  /// What may go wrong in this run.
  struct Trouble: Sendable {
    /// One of so many requests meets a fault; 0: none does.
    var odds: UInt64 = 0
    var allowsQueries = true
    /// A row with this key is refused for good.
    var poison: Int64?
  }

  private struct State {
    var rows: [HeldRow] = []
    var landing: [(at: Double, act: @Sendable (inout [HeldRow]) -> Void)] = []
    var random: SeededRandom
    var trouble = Trouble()
    var isDead = false
    var faults = 0
  }

  private let state: Lock<State>
  private let clock: VirtualClock

  init(seed: UInt64, clock: VirtualClock) {
    state = Lock(State(random: SeededRandom(seed: seed)))
    self.clock = clock
  }

  /// The rows that are there now.
  var rows: [HeldRow] {
    state.withLock { state in
      Self.land(&state, clock.monotonicSeconds)
      return state.rows
    }
  }

  /// Faults that have really struck.
  var faultCount: Int { state.withLock { $0.faults } }

  func set(_ trouble: Trouble) {
    state.withLock { $0.trouble = trouble }
  }

  private static func land(_ state: inout State, _ now: Double) {
    let due = state.landing.filter { $0.at <= now }.sorted { $0.at < $1.at }
    state.landing.removeAll { $0.at <= now }
    for event in due { event.act(&state.rows) }
  }

  /// Does `act`, loses it, does it late, or refuses it.
  private func attempt(
    _ operation: String, _ act: @escaping @Sendable (inout [HeldRow]) -> Void
  ) throws(Fault) {
    let fault: Fault? = state.withLock { state in
      Self.land(&state, clock.monotonicSeconds)
      let odds = state.trouble.odds
      guard odds > 0, state.random.isOne(in: odds) else {
        act(&state.rows)
        return nil
      }
      state.faults += 1
      switch Int.random(in: 0..<6, using: &state.random) {
      case 0: return Self.fault(operation, .throttled, .retry(afterSeconds: 30))
      case 1: return Self.fault(operation, .unavailable, .retry(afterSeconds: 1))
      case 2: return Self.fault(operation, .network, .settle)
      case 3:
        act(&state.rows)
        return Self.fault(operation, .network, .settle)
      default:
        let delay = Double.random(
          in: 1...(Self.postTimeout + Self.settle - 1), using: &state.random)
        state.landing.append((clock.monotonicSeconds + delay, act))
        return Self.fault(operation, .network, .settle)
      }
    }
    if let fault { throw fault }
  }

  private static func fault(
    _ operation: String, _ code: Fault.Code, _ recovery: Fault.Recovery
  ) -> Fault {
    Fault(code, operation: operation, subject: "model", cause: "trouble", recovery: recovery)
  }

  func clear() throws(Fault) {
    try attempt("clearing") { $0.removeAll() }
  }

  func post(_ fresh: [HeldRow]) throws(Fault) {
    let poison = state.withLock { $0.trouble.poison }
    if let poison, fresh.contains(where: { $0.key == poison && $0.sign == 1 }) {
      throw Self.fault("posting", .rejected, .shrink)
    }
    try attempt("posting") { $0 += fresh }
  }

  func count(batch: Int64?) throws(Fault) -> Int? {
    let answer: Int?? = state.withLock { state in
      Self.land(&state, clock.monotonicSeconds)
      guard state.trouble.allowsQueries else { return .some(nil) }
      if state.trouble.odds > 0, state.random.isOne(in: 8) { return nil }
      return state.rows.count { batch == nil || $0.batch == batch }
    }
    guard let answer else {
      throw Self.fault("asking", .unavailable, .retry(afterSeconds: 1))
    }
    return answer
  }
}

/// The table as a run sees it.
struct ModelDestination: Destination, ~Copyable {
  let table: ModelTable
  var postTimeoutSeconds: Double { ModelTable.postTimeout }

  mutating func clear() throws(Fault) { try table.clear() }

  mutating func post(_ body: borrowing ByteBuffer) throws(Fault) {
    try table.post(Self.rows(body.bytes.array()))
  }

  mutating func rowCount(batch: Int64?) throws(Fault) -> Int? { try table.count(batch: batch) }

  /// The rows of a body, as any reader of JSON sees them.
  private static func rows(_ body: [UInt8]) throws(Fault) -> [HeldRow] {
    guard let tree = try? JSONValue(body), let list = tree["rows"]?.array else {
      throw Fault(
        .data, operation: "reading a body", subject: "", cause: "it is no list of rows",
        recovery: .stopStream)
    }
    return list.map { row in
      HeldRow(
        key: row["id"]?.integer ?? 0, sign: row["_sign"]?.integer ?? 0,
        version: row["_version"]?.integer ?? 0, batch: row["_batch"]?.integer ?? 0,
        dateKey: row["_date_key"]?.integer ?? 0, total: hundredths(row["total"]),
        quantity: row["quantity"]?.integer ?? 0, note: row["note"]?.string ?? "?")
    }
  }

  private static func hundredths(_ value: JSONValue?) -> Int {
    guard case .number(let text) = value else { return .min }
    return Int(text.filter { $0 != "." }) ?? .min
  }
}
