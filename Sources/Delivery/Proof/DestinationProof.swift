internal import Bytes

/// What a destination should say of a table, and what of it can be held against it.
package struct DestinationProof: Sendable, Equatable {
  /// The rows that it should hold.
  private let expected: SideFigures
  /// Sums from another side, where the expected rows have none.
  private let substitute: SideFigures?

  /// `substitute` is a side known to hold the same rows; nil when there is none.
  package init(_ expected: SideFigures, substitute: SideFigures?) {
    self.expected = expected
    self.substitute = substitute
  }

  /// What differs, month by month; `unproved` gets the columns of which some sum is not known.
  package func differences(
    _ found: DestinationFigures, unproved: inout Set<String>
  ) -> ProofDifferences {
    var differences = ProofDifferences()
    let columns = expected.columns
    let months = Set(expected.slices.keys).union(found.slices.keys)
    for month in months.sorted() {
      let here = expected.slices[month] ?? SliceFigures(sums: columns.zeros)
      let there =
        found.slices[month]
        ?? DestinationSlice(rows: .zero, versions: .zero, sums: columns.zeros)
      let place = ProofDifference.Place.month(month)
      Self.note(place, .rows, Int128(here.rowCount), there.rows, &differences)
      Self.note(place, .versions, here.versions, there.versions, &differences)
      for (index, column) in columns.columns.enumerated() {
        guard let sum = here.sums[index] ?? substitute?.slices[month]?.sums[index] else {
          unproved.insert(column.name)
          continue
        }
        guard let other = there.sums[index] else {
          unproved.insert(column.name)
          continue
        }
        if sum.agrees(with: other, column.precision, rows: here.rowCount) { continue }
        differences.append(
          ProofDifference(place, .sum(column.name), expected: sum.text, found: other.text))
      }
    }
    return differences
  }

  private static func note(
    _ place: ProofDifference.Place, _ figure: ProofDifference.Figure, _ expected: Int128,
    _ found: ExactDecimal?, _ differences: inout ProofDifferences
  ) {
    let wanted = ExactDecimal(mantissa: expected, scale: 0)
    if found?.subtracting(wanted)?.isZero == true { return }
    differences.append(
      ProofDifference(
        place, figure, expected: wanted.text, found: found.map(\.text) ?? "no number"))
  }
}

/// Batches as the state tables know them, held against the rows that bear their numbers.
package struct BatchProof: Sendable, Equatable {
  /// Rows that each batch carried, by number.
  package var committed: [Int64: Int] = [:]
  /// Numbers whose rows should not be there.
  package var others: [Int64: ProofDifference.BatchKind] = [:]

  package init() {}

  /// All numbers that are known, in their order.
  package var numbers: [Int64] { (Array(committed.keys) + others.keys).sorted() }

  /// Rows of all batches that arrived.
  package var rowCount: Int { committed.values.reduce(0, +) }

  /// What differs from the rows that were counted; a number of nil stands for rows without one.
  package func differences(_ counts: [Int64?: Int]) -> ProofDifferences {
    var differences = ProofDifferences()
    for number in Set(committed.keys).union(counts.keys.compactMap(\.self)).sorted() {
      let kind = committed[number] != nil ? .committed : others[number] ?? .unknown
      differences.note(
        .batch(number, kind), .rows, committed[number] ?? 0, counts[number] ?? 0
      ) { String($0) }
    }
    differences.note(.batch(nil, .unknown), .rows, 0, counts[nil] ?? 0) { String($0) }
    return differences
  }

  /// What differs when only the number of all rows is known.
  package func differences(total: Int) -> ProofDifferences {
    var differences = ProofDifferences()
    differences.note(.table, .rows, rowCount, total) { String($0) }
    return differences
  }
}
