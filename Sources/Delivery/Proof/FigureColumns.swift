internal import Bytes

/// A column whose figures are added up.
package struct FigureColumn: Sendable, Hashable {
  /// The name in a row and at the destination.
  package var name: String
  /// How the destination keeps its figures.
  package var precision: Precision

  package init(_ name: String, _ precision: Precision) {
    self.name = name
    self.precision = precision
  }

  /// How exact a figure is once it was sent.
  package enum Precision: Sendable {
    /// To the last digit.
    case whole
    /// As binary floating point keeps it.
    case binary
    /// Rounded to four places.
    case fourPlaces
  }
}

/// The columns whose figures are added up, found in rows as they are sent.
package struct FigureColumns: Sendable, Equatable {
  /// The columns, in the order of their sums.
  package let columns: [FigureColumn]
  /// Their names as they stand in JSON.
  private let keys: [[UInt8]]

  package init(_ columns: [FigureColumn]) {
    self.columns = columns
    keys = columns.map { column in
      var text = ByteBuffer(capacity: 64)
      text.appendJSONString(column.name)
      return Array(text.array().dropFirst().dropLast())
    }
  }

  /// What sums begin with.
  var zeros: [ExactDecimal?] { Array(repeating: .zero, count: columns.count) }

  /// Adds a row's figures, digit for digit; false when it is not a list of JSON members.
  ///
  /// Null adds nothing. A sum that takes something else than a number, or grows too long, is not
  /// known any more.
  func add(_ members: RawSpan, to sums: inout [ExactDecimal?]) -> Bool {
    precondition(sums.count == columns.count, "a sum for each column")
    var scanner = JSONScanner(members: members)
    var expected = 0
    do {
      while scanner.position < members.byteCount {
        guard case .key(let name) = try scanner.next() else { return false }
        let key = members.extracting(name.start..<name.end)
        let value = try scanner.next()
        if value == .arrayStart || value == .objectStart { return false }
        guard let column = column(key, expecting: &expected) else { continue }
        switch value {
        case .null: continue
        case .number(let range):
          let figure = ExactDecimal(members.extracting(range))
          sums[column] = figure.flatMap { sums[column]?.adding($0) }
        default: sums[column] = nil
        }
      }
    } catch {
      return false
    }
    return true
  }

  /// Which column it is; they mostly come in the same order.
  private func column(_ key: RawSpan, expecting expected: inout Int) -> Int? {
    for step in 0..<keys.count {
      let index = (expected + step) % keys.count
      if key.equals(keys[index]) {
        expected = index + 1
        return index
      }
    }
    return nil
  }
}
