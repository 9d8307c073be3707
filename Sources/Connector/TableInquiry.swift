internal import Bytes
internal import Delivery
internal import PowerBI
internal import Runtime
internal import Store

/// Asks tables what they hold: no faster than the service allows, patiently, and without grouping
/// where it refuses to group.
struct TableInquiry: ~Copyable {
  private var client: PowerBIClient
  private let isPaceOn: Bool
  private let clock: any Clock
  private let interruption: Interruption
  private var pace = QueryPace()
  /// Why nothing can be asked; nil while it can.
  private var refusal: Fault?

  /// Seconds of consecutive failure that a question bears.
  private static let patienceSeconds = 60.0
  /// How often a question is asked at most.
  private static let attemptsMax = 20
  /// Questions that counting batches one by one may take.
  private static let countQueriesMax = 100
  /// Months that are asked for one by one at most.
  private static let monthsMax = 600

  init(
    _ client: consuming PowerBIClient, isPaceOn: Bool, clock: any Clock,
    interruption: Interruption
  ) {
    self.client = client
    self.isPaceOn = isPaceOn
    self.clock = clock
    self.interruption = interruption
  }

  /// Where a question goes.
  struct Place {
    var workspace: String
    var dataset: String
    var probe: TableProbe
  }

  /// What is known of rows by batch.
  enum BatchCounts {
    /// By number; nil stands for rows without one that is known.
    case each([Int64?: Int])
    case total(Int)

    /// All rows.
    var total: Int {
      switch self {
      case .each(let counts): counts.values.reduce(0, +)
      case .total(let count): count
      }
    }
  }

  // MARK: Questions

  /// Rows by batch; `numbers` are those that are known, in their order.
  mutating func batches(
    _ place: Place, numbers: [Int64], _ lease: inout HeldLease, _ store: inout StateStore
  ) throws(Fault) -> BatchCounts {
    do throws(Fault) {
      return .each(try groupedBatches(place, numbers, &lease, &store))
    } catch  where error.code == .rejected {
      return try countedBatches(place, numbers, &lease, &store)
    }
  }

  /// Figures of all rows, by month where they have dates.
  mutating func figures(
    _ place: Place, _ lease: inout HeldLease, _ store: inout StateStore
  ) throws(Fault) -> DestinationFigures {
    var figures = DestinationFigures()
    do throws(Fault) {
      let answer = try ask(place.probe.figuresQuery, place, &lease, &store)
      place.probe.addFigures(answer, month: nil, to: &figures)
      return figures
    } catch  where error.code == .rejected && place.probe.hasDateKey {
      return try figuresByMonth(place, &lease, &store)
    }
  }

  /// How many different values a column has.
  mutating func keys(
    _ column: String, _ place: Place, _ lease: inout HeldLease, _ store: inout StateStore
  ) throws(Fault) -> Int? {
    let answer = try ask(place.probe.keyQuery(column), place, &lease, &store)
    return place.probe.keys(answer)
  }

  // MARK: Ways of asking

  private mutating func groupedBatches(
    _ place: Place, _ numbers: [Int64], _ lease: inout HeldLease, _ store: inout StateStore
  ) throws(Fault) -> [Int64?: Int] {
    var counts: [Int64?: Int] = [:]
    var first: Int64?
    var index = TableProbe.groupedBatchesMax
    while true {
      let end = index < numbers.count ? numbers[index] : nil
      let answer = try ask(
        place.probe.batchQuery(from: first, to: end), place, &lease, &store)
      place.probe.addBatches(answer, to: &counts)
      guard let end else { return counts }
      first = end
      index += TableProbe.groupedBatchesMax
    }
  }

  private mutating func countedBatches(
    _ place: Place, _ numbers: [Int64], _ lease: inout HeldLease, _ store: inout StateStore
  ) throws(Fault) -> BatchCounts {
    var counts: [Int64?: Int] = [:]
    let size = TableProbe.countedBatchesMax
    let isEach = numbers.count <= size * Self.countQueriesMax
    var rest = isEach ? numbers[...] : []
    while true {
      let part = Array(rest.prefix(size))
      rest = rest.dropFirst(size)
      let answer = try ask(place.probe.countQuery(of: part), place, &lease, &store)
      guard let total = place.probe.addCounts(answer, of: part, to: &counts) else {
        throw Self.unprovable(place, "the answer holds no number")
      }
      if !isEach { return .total(total) }
      if rest.isEmpty {
        counts[nil] = total - counts.values.reduce(0, +)
        return .each(counts)
      }
    }
  }

  private mutating func figuresByMonth(
    _ place: Place, _ lease: inout HeldLease, _ store: inout StateStore
  ) throws(Fault) -> DestinationFigures {
    var figures = DestinationFigures()
    let span = try ask(place.probe.spanQuery, place, &lease, &store)
    guard let months = place.probe.months(span), months.count <= Self.monthsMax else {
      throw Self.unprovable(place, "its days are not those of a shop")
    }
    for month in [0] + months {
      let answer = try ask(place.probe.monthQuery(month), place, &lease, &store)
      place.probe.addFigures(answer, month: month, to: &figures)
    }
    return figures
  }

  private static func unprovable(_ place: Place, _ cause: String) -> Fault {
    Fault(
      .rejected, operation: "querying a dataset", subject: place.probe.table, cause: cause,
      recovery: .operator)
  }

  // MARK: One question

  private mutating func ask(
    _ dax: String, _ place: Place, _ lease: inout HeldLease, _ store: inout StateStore
  ) throws(Fault) -> [JSONValue] {
    if let refusal { throw refusal }
    var patience = Patience(limitSeconds: Self.patienceSeconds)
    var attempt = 1
    while true {
      try keepPace(&lease, &store)
      try lease.hold(seconds: PowerBIClient.slowTimeoutSeconds, &store)
      do throws(Fault) {
        return try client.query(workspace: place.workspace, dataset: place.dataset, dax: dax)
      } catch {
        // Who may not ask may not ask about the next table either.
        if error.code == .permission { refusal = error }
        switch error.recovery {
        case .retry, .settle: break
        default: throw error
        }
        let seconds = patience.secondsAfter(error, now: clock.monotonicSeconds)
        guard let seconds, attempt < Self.attemptsMax else { throw error }
        attempt += 1
        try wait(seconds, &lease, &store)
      }
    }
  }

  private mutating func keepPace(
    _ lease: inout HeldLease, _ store: inout StateStore
  ) throws(Fault) {
    guard isPaceOn else { return }
    let seconds = pace.secondsUntilNext(now: clock.monotonicSeconds)
    if seconds > 0 { try wait(seconds, &lease, &store) }
    pace.ask(now: clock.monotonicSeconds)
  }

  private func wait(
    _ seconds: Double, _ lease: inout HeldLease, _ store: inout StateStore
  ) throws(Fault) {
    try lease.hold(seconds: seconds, &store)
    if clock.wait(seconds: seconds, interruption: interruption) {
      throw Connector.interrupted("verifying", "")
    }
  }
}
