internal import Bytes
internal import Delivery
internal import MariaDB
internal import Runtime

/// Adds up the figures of all periods in one pass over orders and refunds.
///
/// Memory follows the periods and the distinct customers in them, eight bytes each; not the orders.
struct SalesScan: ~Copyable {
  /// Days, or months given by their first day.
  enum Grouping { case days, months }

  private var source: EntitySource
  private var totals: SalesTotals
  private var cursor = Cursor.after(0)

  /// Pages of one step, so that whoever waits can renew what would run out.
  static let pagesPerStep = 20

  init(
    _ shop: Shop, by dateTypes: [DateType], _ grouping: Grouping, _ options: ConnectionOptions
  ) throws(Fault) {
    source = try EntitySource.open(
      SalesFacts.entity, shop: shop, filter: RowFilter(statuses: nil, isEveryStatus: true),
      dialect: .file, options)
    totals = SalesTotals(
      SalesFactReading(source.encoder.evaluation, shop.analytics), dateTypes, grouping)
  }

  /// Goes on; true when everything was read.
  mutating func step() throws(Fault) -> Bool {
    do {
      for _ in 0..<Self.pagesPerStep {
        guard case .after(let key) = cursor else { return true }
        cursor = try source.scan(after: key, into: &totals)
      }
      return cursor == .end
    } catch {
      // A part of the page is in the figures already.
      restart()
      throw error
    }
  }

  mutating func recover() throws(Fault) {
    try source.recover()
    restart()
  }

  private mutating func restart() {
    cursor = .after(0)
    totals.removeAll()
  }

  /// The busy periods of a date type, by their first day.
  func figures(_ type: DateType) -> [Day: SalesFigures] { totals.figures(type) }
}

/// Takes facts and adds them to their periods.
struct SalesTotals: RowTaker, ~Copyable {
  private var reading: SalesFactReading
  private let dateTypes: [DateType]
  private let grouping: SalesScan.Grouping
  private var lanes: [[Day: SalesFigures]]
  private var seen = DistinctCounter()

  init(
    _ reading: SalesFactReading, _ dateTypes: [DateType], _ grouping: SalesScan.Grouping
  ) {
    precondition(dateTypes.count <= DistinctCounter.lanesMax)
    self.reading = reading
    self.dateTypes = dateTypes
    self.grouping = grouping
    lanes = Array(repeating: [:], count: dateTypes.count)
  }

  mutating func removeAll() {
    for index in lanes.indices { lanes[index] = [:] }
    seen = DistinctCounter()
  }

  func figures(_ type: DateType) -> [Day: SalesFigures] {
    dateTypes.firstIndex(of: type).map { lanes[$0] } ?? [:]
  }

  mutating func take(key: Int64, _ slots: borrowing RowSlots, _ arena: inout PageArena) {
    guard let fact = reading.fact(slots, &arena) else { return }
    for lane in dateTypes.indices {
      guard let seconds = fact.seconds(dateTypes[lane]) else { continue }
      let period = period(ofUnixSeconds: seconds)
      lanes[lane][period, default: SalesFigures()].add(fact)
      var hasher = Hasher()
      hasher.combine(period)
      var customer = hasher
      reading.addCustomer(key: key, to: &customer, slots, &arena)
      if seen.insert(customer.finalize(), lane: lane) {
        lanes[lane][period]?.customers += 1
      }
      countCoupons(hasher, period, lane, slots, &arena)
    }
  }

  private mutating func countCoupons(
    _ hasher: Hasher, _ period: Day, _ lane: Int, _ slots: borrowing RowSlots,
    _ arena: inout PageArena
  ) {
    guard let codes = arena.span(reading.couponCodes(slots, &arena)), codes.byteCount > 0 else {
      return
    }
    var code = hasher
    for index in 0...codes.byteCount {
      if index < codes.byteCount, codes.byte(at: index) != UInt8(ascii: "\n") {
        code.combine(codes.byte(at: index))
        continue
      }
      code.combine("coupon")
      if seen.insert(code.finalize(), lane: lane) { lanes[lane][period]?.couponsCount += 1 }
      code = hasher
    }
  }

  private mutating func period(ofUnixSeconds seconds: Int64) -> Day {
    let day = reading.day(ofUnixSeconds: seconds)
    if grouping == .days { return day }
    let parts = day.parts
    return Day(year: parts.year, month: parts.month, day: 1)
  }
}
