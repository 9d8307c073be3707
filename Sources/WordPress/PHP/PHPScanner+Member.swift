package import Bytes

extension PHPScanner {
  /// Where the scalar of that name stands in an array or object; nil when there is none, or when
  /// the bytes end or break before it.
  package static func member(_ name: RawSpan, of bytes: RawSpan) -> Range<Int>? {
    var scanner = PHPScanner(bytes)
    guard (try? scanner.next()) == .open else { return nil }
    var isKey = true
    var isWanted = false
    while scanner.depth > 0, let token = try? scanner.next() {
      switch token {
      case .text(let range) where scanner.depth == 1 && isKey:
        isWanted = bytes.extracting(range).equals(name)
      case .text(let range), .number(let range, _):
        if scanner.depth == 1, !isKey, isWanted { return range }
        if scanner.depth == 1, isKey { isWanted = false }
      default: break
      }
      if scanner.depth == 1 { isKey = token == .close || !isKey }
    }
    return nil
  }

  /// What the taxes by rate add up to: `array('total' => array(rate => amount, …), …)`, or only
  /// the inner array, as the oldest shipping lines have it; nil when the bytes are no such thing.
  package static func taxTotal(_ bytes: RawSpan) -> ExactDecimal? {
    var scanner = PHPScanner(bytes)
    guard (try? scanner.next()) == .open else { return nil }
    var sum = TaxSum()
    while scanner.depth > 0 {
      // Damaged bytes read as no taxes at all, as WordPress reads them.
      guard let token = try? scanner.next() else { return nil }
      sum.take(token, depth: scanner.depth, bytes)
    }
    return sum.hasTotals ? sum.inner : sum.outer
  }
}

/// Adds amounts up on both levels, for only the end tells which one holds them.
private struct TaxSum {
  var inner: ExactDecimal? = .zero
  var outer: ExactDecimal? = .zero
  /// Whether there was an array called `total`.
  var hasTotals = false
  private var isKey = true
  private var isInTotals = false

  /// Amounts that PHP kept as floats have no more places than WooCommerce stores.
  private static let floatPlaces = 8

  mutating func take(_ token: PHPScanner.Token, depth: Int, _ bytes: RawSpan) {
    switch token {
    case .open:
      if depth == 2 { hasTotals = hasTotals || isInTotals }
      isKey = true
      return
    case .close:
      if depth == 1 { isInTotals = false }
      isKey = true
      return
    case .text(let range):
      if isKey {
        if depth == 1 { isInTotals = bytes.extracting(range).equals("total") }
      } else {
        add(ExactDecimal(bytes.extracting(range)), depth)
      }
    case .number(let range, let isFloat):
      if isKey, depth == 1 { isInTotals = false }
      if !isKey {
        let value = ExactDecimal(bytes.extracting(range))
        add(isFloat ? value?.rounded(to: Self.floatPlaces) : value, depth)
      }
    case .other: break
    }
    isKey.toggle()
  }

  /// What is not a number is 0.
  private mutating func add(_ value: ExactDecimal?, _ depth: Int) {
    if depth == 1 { outer = outer?.adding(value ?? .zero) }
    if depth == 2, isInTotals { inner = inner?.adding(value ?? .zero) }
  }
}
