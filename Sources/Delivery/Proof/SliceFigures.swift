package import Bytes

/// What the rows of one month come to.
package struct SliceFigures: Sendable, Equatable {
  /// How many there are.
  package internal(set) var rowCount = 0
  /// All hashes added up, the order of rows left out; what overflows is dropped.
  package internal(set) var hash: UInt128 = 0
  /// All versions added up.
  package internal(set) var versions: Int128 = 0
  /// A sum for each column; nil where it is not known.
  package internal(set) var sums: [ExactDecimal?]

  init(sums: [ExactDecimal?]) {
    self.sums = sums
  }

  mutating func count(_ hash: RowHash, _ version: Int64) {
    rowCount += 1
    self.hash &+= UInt128(hash.high) << 64 | UInt128(hash.low)
    versions += Int128(version)
  }

  mutating func countWithoutSums(_ hash: RowHash, _ version: Int64) {
    count(hash, version)
    for index in sums.indices { sums[index] = nil }
  }

  mutating func add(_ other: SliceFigures) {
    rowCount += other.rowCount
    hash &+= other.hash
    versions += other.versions
    for index in sums.indices {
      sums[index] = other.sums[index].flatMap { sums[index]?.adding($0) }
    }
  }
}

/// What one side holds of a table, month by month.
package struct SideFigures: Sendable, Equatable {
  /// By the first six digits of the date key; 0 for rows without a date.
  package private(set) var slices: [Int32: SliceFigures] = [:]
  let columns: FigureColumns

  package init(_ columns: FigureColumns) {
    self.columns = columns
  }

  /// The month of a date.
  static func month(_ dateKey: Int32) -> Int32 { dateKey / 100 }

  /// How many rows there are.
  package var rowCount: Int { slices.values.reduce(0) { $0 + $1.rowCount } }

  /// All months together.
  package var total: SliceFigures {
    slices.values.reduce(into: SliceFigures(sums: columns.zeros)) { $0.add($1) }
  }

  /// Counts a row in; false when it is not what we send.
  mutating func add(
    _ members: RawSpan, hash: RowHash, version: Int64, dateKey: Int32
  ) -> Bool {
    let columns = columns
    let month = Self.month(dateKey)
    return Self.add(
      members, hash, version, columns,
      to: &slices[month, default: SliceFigures(sums: columns.zeros)])
  }

  private static func add(
    _ members: RawSpan, _ hash: RowHash, _ version: Int64, _ columns: FigureColumns,
    to slice: inout SliceFigures
  ) -> Bool {
    slice.count(hash, version)
    return columns.add(members, to: &slice.sums)
  }

  /// Counts a row in of which nothing but its hash is kept.
  mutating func add(hash: RowHash, version: Int64, dateKey: Int32) {
    let columns = columns
    let month = Self.month(dateKey)
    slices[month, default: SliceFigures(sums: columns.zeros)].countWithoutSums(hash, version)
  }
}
