package import Bytes

/// Why a row cannot be negated: it is not what we send.
package enum NegationError: Error, Sendable, Hashable {
  /// It is no list of JSON members.
  case malformed(String)
  /// An additive column holds neither a number nor null.
  case notANumber(column: String)
}

/// Makes the row that takes another back: every sum over both is exactly zero.
///
/// Numbers are negated as text: no digit is ever read as a value, so none can change.
package struct RowNegation: Sendable {
  /// Names of additive columns as they stand in JSON.
  private let additive: [[UInt8]]

  /// `additive` names the columns whose figures are summed; all others are repeated.
  package init(additive: [String]) {
    self.additive = additive.map { name in
      var text = ByteBuffer(capacity: 64)
      text.appendJSONString(name)
      return Array(text.array().dropFirst().dropLast())
    }
  }

  /// Appends the negation of a row's members; when it throws, nothing was appended.
  package func append(
    _ members: RawSpan, to out: inout ByteBuffer
  ) throws(NegationError) {
    let start = out.count
    do throws(NegationError) {
      try write(members, to: &out)
    } catch {
      out.truncate(to: start)
      throw error
    }
  }

  private func write(_ members: RawSpan, to out: inout ByteBuffer) throws(NegationError) {
    var scanner = JSONScanner(members: members)
    var copied = 0
    var expected = 0
    while scanner.position < members.byteCount {
      guard case .key(let name) = try Self.token(&scanner) else {
        throw .malformed("a name was expected")
      }
      let key = members.extracting(name.start..<name.end)
      let value = try Self.token(&scanner)
      guard let column = column(key, expecting: &expected) else {
        try Self.skip(value, &scanner)
        continue
      }
      switch value {
      case .null: continue
      case .number(let range):
        out.append(members.extracting(copied..<range.lowerBound))
        Self.append(negated: members.extracting(range), to: &out)
        copied = range.upperBound
      default: throw .notANumber(column: String(decoding: additive[column], as: UTF8.self))
      }
    }
    out.append(members.extracting(copied..<members.byteCount))
  }

  /// Which additive column it is; they mostly come in the same order.
  private func column(_ key: RawSpan, expecting expected: inout Int) -> Int? {
    for step in 0..<additive.count {
      let index = (expected + step) % additive.count
      let name = additive[index]
      if key.equals(name.rawSpan) {
        expected = index + 1
        return index
      }
    }
    return nil
  }

  /// The number with the other sign; zero has none.
  private static func append(negated number: RawSpan, to out: inout ByteBuffer) {
    let isNegative = number.byte(at: 0) == UInt8(ascii: "-")
    let magnitude = number.extracting((isNegative ? 1 : 0)..<number.byteCount)
    if !isNegative, !isZero(magnitude) { out.append(UInt8(ascii: "-")) }
    out.append(magnitude)
  }

  private static func isZero(_ magnitude: RawSpan) -> Bool {
    for index in 0..<magnitude.byteCount {
      switch magnitude.byte(at: index) {
      case UInt8(ascii: "1")...UInt8(ascii: "9"): return false
      case UInt8(ascii: "e"), UInt8(ascii: "E"): return true
      default: continue
      }
    }
    return true
  }

  @_lifetime(scanner: copy scanner)
  private static func token(
    _ scanner: inout JSONScanner
  ) throws(NegationError) -> JSONScanner.Token {
    do {
      return try scanner.next()
    } catch {
      throw .malformed("\(error.reason) at \(error.offset)")
    }
  }

  /// Passes what is inside an array or an object.
  @_lifetime(scanner: copy scanner)
  private static func skip(
    _ value: JSONScanner.Token, _ scanner: inout JSONScanner
  ) throws(NegationError) {
    guard value == .arrayStart || value == .objectStart else { return }
    var depth = 1
    while depth > 0 {
      switch try token(&scanner) {
      case .arrayStart, .objectStart: depth += 1
      case .arrayEnd, .objectEnd: depth -= 1
      default: continue
      }
    }
  }
}
