internal import Delivery
package import Runtime

/// What is known of one table.
package struct TableVerdict: Sendable {
  /// The slug of the entity.
  package var entity: String
  /// The table; the entity's slug unless it bears a name of its own.
  package var table: String
  /// The dataset's name; nil for the default ones.
  package var dataset: String?
  /// The options with which it is synced.
  private let options: String
  /// What was made of changes: `signed`, `replace` or `append`; empty when nothing was sent.
  package var mode = ""
  /// Rows of the shop; nil when they were not counted.
  package var rowsInShop: Int?
  /// Rows that the ledger says are at the destination; nil when it was not read.
  package var rowsInLedger: Int?
  /// Rows that the destination says it holds; nil when it was not, or could not be, asked.
  package var rowsAtDestination: Int?
  /// The outcome.
  package var verdict = Verdict.equal
  /// What differs, the first of it.
  package private(set) var differences: [Difference] = []
  /// How much differs.
  package private(set) var differenceCount = 0
  /// What a person should know.
  package internal(set) var remarks: [String] = []
  /// Why nothing is known; nil unless it failed.
  package var fault: Fault?
  /// Whether the shop holds other rows than were sent.
  private var isSourceOther = false
  /// Whether the table holds something else than was sent, so that only filling it anew mends it.
  private(set) var isDestinationDoubtful = false
  /// Whether nothing was remembered when the table was filled.
  private var isLedgerMissing = false

  init(entity: String, table: String, options: String) {
    self.entity = entity
    self.table = table
    self.options = options
  }

  /// Outcomes, in the words of the output.
  package enum Verdict: String, Sendable {
    case equal
    case differs
    case neverSynced = "never synced"
    case notProvable = "not provable"
    case failed

    /// Whether the command fails for it.
    package var isFailure: Bool { self == .differs || self == .failed }
  }

  /// One figure that differs.
  package struct Difference: Sendable, Equatable {
    /// Which two sides do not agree.
    package var sides: Sides
    /// Which rows it is about.
    package var place: String
    /// What was counted or added up.
    package var figure: String
    /// What the first side says.
    package var expected: String
    /// What the second side says.
    package var found: String
  }

  /// Which two sides were compared.
  package enum Sides: String, Sendable {
    case source = "source/ledger"
    case destination = "ledger/destination"
  }

  /// Whether a sync could mend it.
  var needsSync: Bool { verdict == .differs || isLedgerMissing }
}

extension TableVerdict {
  mutating func note(_ compared: ComparedFigures) {
    guard compared.isLedgerReadable else {
      isDestinationDoubtful = true
      return
    }
    rowsInShop = compared.source.rowCount
    rowsInLedger = compared.ledger.rowCount
    let rows = compared.rows
    if rows.count > 0 {
      isSourceOther = true
      remarks.append(
        "\(rows.words); the shop has changed since the last sync, run: wkpbic sync "
          + "\(options), or verify --repair, which looks at every row")
    }
    note(compared.differences, .source)
  }

  mutating func note(_ found: ProofDifferences, _ sides: Sides) {
    if found.isEmpty { return }
    if sides == .source { isSourceOther = true } else { isDestinationDoubtful = true }
    differences += found.first.map { difference in
      Difference(
        sides: sides, place: difference.place.words, figure: difference.figure.words,
        expected: difference.expected, found: difference.found)
    }
    differenceCount += found.count
  }

  mutating func noteKeys(expected: Int, found: Int?) {
    if expected == found { return }
    isDestinationDoubtful = true
    differenceCount += 1
    differences.append(
      Difference(
        sides: .destination, place: "all", figure: "different keys", expected: String(expected),
        found: found.map { String($0) } ?? "no number"))
  }

  mutating func noteUnfinished() {
    remarks.append(
      "the last sync of the table did not come to its end, run: wkpbic sync \(options)")
  }

  mutating func noteUnproved(_ columns: [String]) {
    if columns.isEmpty { return }
    remarks.append(
      "not provable at the destination: the sums of \(columns.joined(separator: ", "))")
  }

  /// The table was filled by a program that kept no ledger.
  mutating func noteMissingLedger() {
    isLedgerMissing = true
    rowsInLedger = nil
    differences = []
    differenceCount = 0
    verdict = .notProvable
    remarks = [
      "nothing is remembered of what was sent, run: wkpbic sync \(options)"
    ]
  }

  /// The service does not answer questions, or not this one.
  mutating func noteUnprovable(_ fault: Fault) {
    if !isSourceOther, !isDestinationDoubtful { verdict = .notProvable }
    remarks.append("Power BI does not say what the table holds: \(fault.words)")
  }

  /// The table, or its dataset, is gone.
  mutating func noteLoss(_ fault: Fault) {
    isDestinationDoubtful = true
    remarks.append(fault.words)
  }

  mutating func conclude() {
    if isSourceOther || isDestinationDoubtful { verdict = .differs }
    if isDestinationDoubtful {
      remarks.append(
        "Power BI holds other rows than were sent, run: wkpbic verify --repair \(options)")
    }
  }
}

extension RowDifferences {
  /// `3 rows differ: 1 new (key 5), …`.
  fileprivate var words: String {
    let parts = [
      missing > 0 ? "\(missing) new" : nil, changed > 0 ? "\(changed) changed" : nil,
      vanished > 0 ? "\(vanished) gone" : nil,
    ].compactMap(\.self)
    let keys = first.map { String($0.key) }.joined(separator: ", ")
    let more = count > first.count ? ", …" : ""
    let lead =
      count == 1
      ? "1 row of the shop is not as it was sent"
      : "\(count) rows of the shop are not as they were sent"
    return "\(lead): "
      + "\(parts.joined(separator: ", ")) (keys \(keys)\(more))"
  }
}

extension ProofDifference.Place {
  /// `2026-04`, `no date`, `batch 7`, `all`.
  fileprivate var words: String {
    switch self {
    case .table: return "all"
    case .month(let month):
      if month == 0 { return "no date" }
      guard month > 0 else { return "impossible dates" }
      let (year, number) = (String(month / 100), month % 100)
      return "\(year)-\(number < 10 ? "0" : "")\(number)"
    case .batch(let number, let kind):
      guard let number else { return "unknown batches" }
      switch kind {
      case .committed: return "batch \(number)"
      case .abandoned: return "batch \(number), given up"
      case .unsettled: return "batch \(number), not settled"
      case .unknown: return "batch \(number), unknown"
      }
    }
  }
}

extension ProofDifference.Figure {
  fileprivate var words: String {
    switch self {
    case .rows: "rows"
    case .versions: "versions"
    case .hash: "hash"
    case .keys: "different keys"
    case .sum(let column): column
    }
  }
}

extension Fault {
  /// As a part of a sentence: what failed, why, what to do.
  fileprivate var words: String { hint.isEmpty ? failure : "\(failure). \(hint)" }
}
