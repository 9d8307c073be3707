import Bytes
import Runtime
import Testing

@testable import Delivery

/// What counts as the same figure, and what is told when it is not.
struct ProofTests {
  private static let columns = FigureColumns([
    FigureColumn("n", .whole), FigureColumn("total", .binary), FigureColumn("fee", .fourPlaces),
  ])

  private func sums(_ rows: [String]) -> (sums: [String?], isEvery: Bool) {
    var sums = Self.columns.zeros
    var isEvery = true
    for row in rows where !Self.columns.add(Array(row.utf8).rawSpan, to: &sums) {
      isEvery = false
    }
    return (sums.map { $0.map(\.text) }, isEvery)
  }

  @Test func figuresAreAddedDigitForDigit() {
    let tenth = "\"n\":9007199254740993,\"name\":\"a\\\"n\\\":7\",\"total\":0.1,\"fee\":-0.00000001"
    let (found, isEvery) = sums(Array(repeating: tenth, count: 10))
    #expect(found == ["90071992547409930", "1", "-0.0000001"] && isEvery)
    let mixed = sums([
      "\"fee\":1.5,\"total\":null,\"n\":-3", "\"x\":true,\"n\":1e2", "\"total\":2.50", "",
    ])
    #expect(mixed.sums == ["97", "2.5", "1.5"] && mixed.isEvery)
    #expect(sums(["\"n\":1", "\"n\":\"7\",\"fee\":2"]).sums == [nil, "0", "2"])
    #expect(sums(["\"n\":1e399", "\"n\":1"]).sums[0] == nil)
    for broken in ["\"n\":1,", "\"n\":{\"a\":1}", "\"n\":[1]", "n:1", "\"n\":1}", "1"] {
      #expect(!sums([broken]).isEvery, "\(broken)")
    }
    var none: [ExactDecimal?] = []
    #expect(FigureColumns([]).add(Array("\"n\":1".utf8).rawSpan, to: &none))
  }

  private static func decimal(_ text: String) -> ExactDecimal? { ExactDecimal(figure: text) }

  @Test(arguments: [
    // A billionth of a billion, and a millionth beside it.
    ("1000000000", "1000000001.000001", FigureColumn.Precision.binary, 1, true),
    ("1000000000", "1000000001.0000021", .binary, 1, false),
    ("-1000000000", "-999999998.999999", .binary, 1, true),
    ("-1000000000", "-999999998.9999979", .binary, 1, false),
    ("0", "0.000001", .binary, 1, true), ("0", "-0.0000010001", .binary, 1, false),
    ("12.34", "12.339999999999998", .binary, 1, true), ("12.34", "12.35", .binary, 1, false),
    ("0", "4.440892098500626E-16", .binary, 1, true),
    ("0", "1.1234567890123456e-40", .binary, 1, true),
    ("9007199254740993", "9007199254740993", .whole, 1, true),
    ("9007199254740993", "9007199254740992", .whole, 1, false),
    ("12", "12.0", .whole, 1, true),
    ("1.000025", "1", .fourPlaces, 1, true), ("1.00006", "1", .fourPlaces, 1, false),
    ("1.00006", "1", .fourPlaces, 2, true), ("1.000025", "1", .binary, 1, false),
    ("1e20", "1e20", .binary, 1, true), ("1e25", "2e25", .binary, 1, false),
  ])
  func agreement(
    _ expected: String, _ found: String, _ precision: FigureColumn.Precision, _ rows: Int,
    _ agrees: Bool
  ) throws {
    let (left, right) = (
      try #require(Self.decimal(expected)), try #require(Self.decimal(found))
    )
    #expect(left.agrees(with: right, precision, rows: rows) == agrees)
  }

  @Test func whatIsTooLargeIsNoFigure() {
    #expect(Self.decimal("1.7976931348623157e308") == nil)
    #expect(Self.decimal("NaN") == nil)
  }

  private func side(_ rows: [(day: Int32, version: Int64, members: String)]) -> SideFigures {
    var side = SideFigures(Self.columns)
    for (index, row) in rows.enumerated() {
      let isRow = side.add(
        Array(row.members.utf8).rawSpan, hash: RowHash(low: UInt64(index), high: 1),
        version: row.version, dateKey: row.day)
      #expect(isRow)
    }
    return side
  }

  private func slice(_ rows: String?, _ versions: String?, _ sums: [String?]) -> DestinationSlice {
    DestinationSlice(
      rows: rows.flatMap(Self.decimal), versions: versions.flatMap(Self.decimal),
      sums: sums.map { $0.flatMap(Self.decimal) })
  }

  @Test func monthsAreAddedUpAndHeldAgainstTheLedger() {
    let ledger = side([
      (20_260_401, 1, "\"n\":1,\"total\":1.10"), (20_260_430, 3, "\"n\":2,\"total\":2.20"),
      (20_260_501, 1, "\"n\":4,\"fee\":0.5"), (0, 2, "\"n\":8"),
    ])
    var found = DestinationFigures()
    found.add(slice("1", "1", ["1", "1.1", "0"]), dateKey: 20_260_401)
    found.add(slice("1", "3", ["2", "2.1999999999999997", "0"]), dateKey: 20_260_430)
    found.add(slice("1", "1", ["4", "0", "0.5"]), dateKey: 20_260_501)
    found.add(slice("1", "2", ["8", "0", "0"]), dateKey: 0)
    let proof = DestinationProof(ledger, substitute: nil)
    var unproved: Set<String> = []
    #expect(proof.differences(found, unproved: &unproved).isEmpty && unproved.isEmpty)
    #expect(found.rowCount == 4)
    // One row more in a month, one month that nobody has sent, and one that is not there.
    found.add(slice("1", "1", ["16", "0", nil]), dateKey: 20_260_402)
    found.add(slice("-1", "-1", ["0", "0", "0"]), dateKey: 20_240_101)
    let less = DestinationProof(
      side([(20_260_401, 1, "\"n\":1"), (20_230_101, 1, "\"n\":0")]), substitute: nil)
    let told = proof.differences(found, unproved: &unproved).first
    #expect(
      told == [
        ProofDifference(.month(202_401), .rows, expected: "0", found: "-1"),
        ProofDifference(.month(202_401), .versions, expected: "0", found: "-1"),
        ProofDifference(.month(202_604), .rows, expected: "2", found: "3"),
        ProofDifference(.month(202_604), .versions, expected: "4", found: "5"),
        ProofDifference(.month(202_604), .sum("n"), expected: "3", found: "19"),
      ])
    #expect(unproved == ["fee"])
    let missing = less.differences(DestinationFigures(), unproved: &unproved)
    #expect(missing.first.map(\.place).contains(.month(202_301)))
    #expect(missing.count == 5)
  }

  @Test func sumsOfHashesComeFromTheSideThatIsTheSame() {
    var ledger = SideFigures(Self.columns)
    ledger.add(hash: RowHash(low: 1, high: 1), version: 1, dateKey: 20_260_401)
    let source = side([(20_260_401, 1, "\"n\":5,\"total\":7")])
    var found = DestinationFigures()
    found.add(slice("1", "1", ["5", "6", "0"]), dateKey: 20_260_402)
    var unproved: Set<String> = []
    #expect(
      DestinationProof(ledger, substitute: nil).differences(found, unproved: &unproved).isEmpty)
    #expect(unproved == ["n", "total", "fee"])
    unproved = []
    let told = DestinationProof(ledger, substitute: source)
      .differences(found, unproved: &unproved)
    #expect(
      told.first == [
        ProofDifference(.month(202_604), .sum("total"), expected: "7", found: "6")
      ])
    #expect(unproved.isEmpty)
  }

  @Test func rowsOfNumbersThatNobodyCountsOnAreTold() {
    var proof = BatchProof()
    proof.committed = [1: 100, 2: 50, 7: 0]
    proof.others = [3: .abandoned, 4: .unsettled]
    #expect(proof.differences([1: 100, 2: 50]).isEmpty)
    #expect(proof.rowCount == 150)
    let told = proof.differences([1: 99, 3: 5, 4: 6, 9: 1, nil: 2])
    #expect(
      told.first == [
        ProofDifference(.batch(1, .committed), .rows, expected: "100", found: "99"),
        ProofDifference(.batch(2, .committed), .rows, expected: "50", found: "0"),
        ProofDifference(.batch(3, .abandoned), .rows, expected: "0", found: "5"),
        ProofDifference(.batch(4, .unsettled), .rows, expected: "0", found: "6"),
        ProofDifference(.batch(9, .unknown), .rows, expected: "0", found: "1"),
        ProofDifference(.batch(nil, .unknown), .rows, expected: "0", found: "2"),
      ])
    #expect(proof.differences(total: 150).isEmpty)
    #expect(proof.differences(total: 151).count == 1)
  }

  @Test func differencesAreCountedWithoutEndAndToldToABound() {
    var proof = BatchProof()
    for number in 1...1000 as ClosedRange<Int64> { proof.committed[number] = 1 }
    let told = proof.differences([:])
    #expect(told.count == 1000 && told.first.count == ProofDifferences.toldMax)
  }
}
