package import Bytes

/// What a destination says that the rows of one month come to.
package struct DestinationSlice: Sendable, Equatable {
  /// Rows that hold; nil when it said no number.
  package var rows: ExactDecimal? = .zero
  /// Their versions added up; nil when it said no number.
  package var versions: ExactDecimal? = .zero
  /// A sum for each column; nil where it said no number.
  package var sums: [ExactDecimal?]

  package init(rows: ExactDecimal?, versions: ExactDecimal?, sums: [ExactDecimal?]) {
    self.rows = rows
    self.versions = versions
    self.sums = sums
  }

  mutating func add(_ other: DestinationSlice) {
    precondition(sums.count == other.sums.count, "a sum for each column")
    rows = other.rows.flatMap { rows?.adding($0) }
    versions = other.versions.flatMap { versions?.adding($0) }
    for index in sums.indices {
      sums[index] = other.sums[index].flatMap { sums[index]?.adding($0) }
    }
  }
}

/// What a destination says of a table, month by month.
package struct DestinationFigures: Sendable, Equatable {
  /// By the first six digits of the date key; 0 for rows without a date.
  package private(set) var slices: [Int32: DestinationSlice] = [:]

  package init() {}

  /// Adds what it says of one day, or of more.
  package mutating func add(_ slice: DestinationSlice, dateKey: Int32) {
    let month = SideFigures.month(dateKey)
    if slices[month] == nil {
      slices[month] = slice
    } else {
      slices[month]?.add(slice)
    }
  }

  /// Rows that hold, over all months; nil when that is not known.
  package var rowCount: Int? {
    var sum: ExactDecimal? = .zero
    for slice in slices.values { sum = slice.rows.flatMap { sum?.adding($0) } }
    return sum.flatMap { $0.scale == 0 ? Int(exactly: $0.mantissa) : nil }
  }
}

extension ExactDecimal {
  /// A figure as a destination writes it; what is too small for any sum counts as zero, and what
  /// is too large is nil.
  package init?(figure text: String) {
    let bytes = Array(text.utf8)
    if let value = ExactDecimal(bytes.rawSpan) {
      self = value
    } else if let number = NumberText(bytes.rawSpan), number.exponent < 0 {
      // Seventeen digits behind so many zeros are less than any tolerance.
      self = .zero
    } else {
      return nil
    }
  }

  /// Whether a figure that was kept at some precision is this one, over so many rows.
  func agrees(
    with found: ExactDecimal, _ precision: FigureColumn.Precision, rows: Int
  ) -> Bool {
    if precision == .whole { return subtracting(found)?.isZero == true }
    let here = rounded(to: Self.comparedPlaces)
    let there = found.rounded(to: Self.comparedPlaces)
    guard let difference = here.subtracting(there)?.magnitude,
      let lead = here.magnitude.subtracting(there.magnitude)?.mantissa,
      let share = (lead < 0 ? there : here).magnitude.multiplied(
        by: Self.relativeTolerance),
      let allowed = share.adding(Self.absoluteTolerance),
      let rounding = Self.halfPlace.multiplied(by: precision == .fourPlaces ? Int64(rows) : 0),
      let room = allowed.adding(rounding)?.subtracting(difference)
    else { return false }
    return room.mantissa >= 0
  }

  private var magnitude: ExactDecimal { mantissa < 0 ? negated : self }

  /// Places that are looked at: far behind what is allowed to differ.
  private static let comparedPlaces = 12
  private static let relativeTolerance = ExactDecimal(mantissa: 1, scale: 9)
  private static let absoluteTolerance = ExactDecimal(mantissa: 1, scale: 6)
  /// What rounding to four places changes at most.
  private static let halfPlace = ExactDecimal(mantissa: 5, scale: 5)
}
