import Bytes
import Delivery
import Runtime
import Testkit

/// One row of the simulated shop.
struct ModelRow: Equatable {
  /// YYYYMMDD, or 0 without a date.
  var dateKey: Int32
  /// Hundredths.
  var total: Int
  var quantity: Int
  var note: String

  /// The row as a source encodes it.
  func members(_ key: Int64) -> String {
    "\"id\":\(key),\"total\":\(Self.decimal(total)),\"quantity\":\(quantity),\"note\":\"\(note)\""
  }

  /// `12.34`, exactly.
  static func decimal(_ hundredths: Int) -> String {
    let magnitude = String(hundredths.magnitude)
    let digits = String(repeating: "0", count: max(3 - magnitude.count, 0)) + magnitude
    return (hundredths < 0 ? "-" : "") + digits.dropLast(2) + "." + digits.suffix(2)
  }
}

/// A shop that random people edit.
final class ModelShop: Sendable {
  private let state: Lock<State>

  private struct State {
    var rows: [Int64: ModelRow] = [:]
    var nextKey: Int64 = 1
    var random: SeededRandom
    /// When each key was last touched.
    var touched: [Int64: Instant] = [:]
  }

  private let clock: VirtualClock

  init(seed: UInt64, clock: VirtualClock) {
    state = Lock(State(random: SeededRandom(seed: seed)))
    self.clock = clock
  }

  var rows: [Int64: ModelRow] { state.withLock { $0.rows } }

  /// Adds, changes and deletes rows.
  func edit(_ count: Int) {
    state.withLock { state in
      for _ in 0..<count {
        let before = state.rows
        Self.edit(&state)
        for key in Set(before.keys).union(state.rows.keys) where before[key] != state.rows[key] {
          state.touched[key] = clock.now
        }
      }
    }
  }

  /// Keys that were touched since then, and all above another.
  func touched(since: Instant, above key: Int64) -> [Int64] {
    state.withLock { state in
      state.touched.filter { $0.value >= since || $0.key > key }.map(\.key)
    }
  }

  private static func edit(_ state: inout State) {
    let keys = state.rows.keys.sorted()
    switch Int.random(in: 0..<10, using: &state.random) {
    case 0..<4:
      state.rows[state.nextKey] = row(&state.random)
      state.nextKey += Int64.random(in: 1...3, using: &state.random)
    case 4..<7:
      guard let key = keys.randomElement(using: &state.random) else { return }
      state.rows[key]?.total = Int.random(in: -99_999...99_999, using: &state.random)
    case 7:
      guard let key = keys.randomElement(using: &state.random) else { return }
      state.rows[key] = row(&state.random)
    case 8:
      guard let key = keys.randomElement(using: &state.random) else { return }
      state.rows[key] = nil
    default:
      // Trash and restore: a key that was there before comes again.
      let gone = (1..<max(state.nextKey, 2)).filter { state.rows[$0] == nil }
      guard let key = gone.randomElement(using: &state.random) else { return }
      state.rows[key] = row(&state.random)
    }
  }

  private static func row(_ random: inout SeededRandom) -> ModelRow {
    let months: [Int32] = [20_260_110, 20_260_215, 20_260_216, 20_251_231, 0]
    return ModelRow(
      dateKey: months.randomElement(using: &random) ?? 0,
      total: Int.random(in: -9_999_999...9_999_999, using: &random),
      quantity: Int.random(in: 0...9, using: &random),
      note: ["", "ä", "long \(random.next())", "x"].randomElement(using: &random) ?? "")
  }
}

/// The simulated shop, read in small pages.
struct ModelSource: HintedSource, ~Copyable {
  let shop: ModelShop
  let pageRows: Int
  /// Whether people edit the shop while it is read.
  let isBusy: Bool
  let isReadAsAWhole = false
  /// The highest key when reading began.
  private var signpost: Int64?

  init(_ shop: ModelShop, pageRows: Int, isBusy: Bool) {
    self.shop = shop
    self.pageRows = pageRows
    self.isBusy = isBusy
  }

  mutating func count() throws(Fault) -> Int { shop.rows.count }

  mutating func read(
    after cursor: Cursor, upTo last: Int64?, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor {
    guard case .after(let key) = cursor else { return .end }
    if isBusy { shop.edit(1) }
    let all = shop.rows
    let highest = signpost ?? all.keys.max() ?? 0
    signpost = highest
    let end = min(highest, last ?? highest)
    let keys = all.keys.filter { $0 > key && $0 <= end }.sorted().prefix(pageRows)
    for key in keys {
      guard let row = all[key] else { continue }
      let start = rows.bytes.count
      for byte in row.members(key).utf8 { rows.bytes.append(byte) }
      rows.endRow(key: key, start: start, dateKey: row.dateKey)
    }
    guard let last = keys.last, last < end else { return .end }
    return .after(last)
  }

  mutating func recover() throws(Fault) {}

  mutating func changedKeys(
    since: Instant, afterKey: Int64, limit: Int
  ) throws(Fault) -> ChangedKeys {
    let keys = shop.touched(since: since, above: afterKey)
    if keys.count > limit { return .unknown }
    return ChangedKeys(keys.map { KeyRange(first: $0, last: $0) })
  }

  mutating func keys(touchedBy hints: [Hint], limit: Int) throws(Fault) -> ChangedKeys {
    .ranges([])
  }
}
