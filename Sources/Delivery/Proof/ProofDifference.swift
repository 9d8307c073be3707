internal import Bytes

/// One figure that is not the same on two sides.
package struct ProofDifference: Sendable, Hashable {
  /// Which rows it is about.
  package var place: Place
  /// What was counted or added up.
  package var figure: Figure
  /// What the side that is trusted says, as text.
  package var expected: String
  /// What the other side says.
  package var found: String

  package init(_ place: Place, _ figure: Figure, expected: String, found: String) {
    self.place = place
    self.figure = figure
    self.expected = expected
    self.found = found
  }

  /// Rows that a figure is about.
  package enum Place: Sendable, Hashable {
    /// All rows of the table.
    case table
    /// A month as YYYYMM; 0 for rows without a date.
    case month(Int32)
    /// A batch; nil for rows that bear no number.
    case batch(Int64?, BatchKind)
  }

  /// What is known of a batch whose rows are counted.
  package enum BatchKind: Sendable, Hashable {
    /// It arrived, and its rows are counted on.
    case committed
    /// It was given up, and no row of it should be there.
    case abandoned
    /// Whether it arrived was never found out.
    case unsettled
    /// Nobody has noted such a number.
    case unknown
  }

  /// What is counted or added up.
  package enum Figure: Sendable, Hashable {
    case rows, versions, hash
    /// Different values of the key.
    case keys
    case sum(String)
  }
}

/// Differences, counted without end and told up to a bound.
package struct ProofDifferences: Sendable, Equatable {
  /// The first of them.
  package private(set) var first: [ProofDifference] = []
  /// How many there are.
  package private(set) var count = 0

  /// How many are told at most.
  package static let toldMax = 200

  package init() {}

  /// Whether there are none.
  package var isEmpty: Bool { count == 0 }

  mutating func append(_ difference: ProofDifference) {
    count += 1
    if first.count < Self.toldMax { first.append(difference) }
  }

  /// Notes a figure of both sides when it differs.
  mutating func note<Value: Equatable>(
    _ place: ProofDifference.Place, _ figure: ProofDifference.Figure, _ expected: Value,
    _ found: Value, _ text: (Value) -> String
  ) {
    if expected == found { return }
    append(ProofDifference(place, figure, expected: text(expected), found: text(found)))
  }
}

extension ExactDecimal {
  /// As JSON writes it.
  var text: String {
    var buffer = ByteBuffer(capacity: 48)
    buffer.append(self)
    return buffer.bytes.text()
  }
}

extension ComparedFigures {
  /// What differs between source (expected) and ledger (found), month by month.
  ///
  /// Where the ledger keeps hashes only, its sums are not known and not compared.
  package var differences: ProofDifferences {
    var differences = ProofDifferences()
    let months = Set(source.slices.keys).union(ledger.slices.keys)
    for month in months.sorted() {
      let empty = SliceFigures(sums: source.columns.zeros)
      let (here, there) = (source.slices[month] ?? empty, ledger.slices[month] ?? empty)
      let place = ProofDifference.Place.month(month)
      differences.note(place, .rows, here.rowCount, there.rowCount) { String($0) }
      differences.note(place, .hash, here.hash, there.hash) { Self.digits($0) }
      for (index, column) in source.columns.columns.enumerated() {
        guard let left = here.sums[index], let right = there.sums[index] else { continue }
        if left.subtracting(right)?.isZero == true { continue }
        differences.append(
          ProofDifference(
            place, .sum(column.name), expected: left.text, found: right.text))
      }
    }
    return differences
  }

  /// All 32 hexadecimal digits.
  private static func digits(_ hash: UInt128) -> String {
    let text = String(hash, radix: 16)
    return String(repeating: "0", count: 32 - text.count) + text
  }
}
