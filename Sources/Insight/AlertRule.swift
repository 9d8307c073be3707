package import Bytes

/// When an alert fires: what a figure must be.
package struct AlertRule: Sendable, Equatable {
  /// How the figure stands to the threshold.
  package enum Condition: String, Sendable, CaseIterable {
    case above, below, between, outside, equals

    /// Whether there are two thresholds.
    package var isRange: Bool { self == .between || self == .outside }
  }

  /// How the figure must stand.
  package var condition: Condition
  /// The only threshold, or the lower one.
  package var threshold: ExactDecimal
  /// The upper threshold of a range; nil for other conditions.
  package var thresholdMax: ExactDecimal?

  /// Nil when a range has no end, or ends before it begins, or a number is larger than any shop's.
  package init?(
    _ condition: Condition, _ threshold: ExactDecimal, max thresholdMax: ExactDecimal?
  ) {
    guard Self.isSensible(threshold) else { return nil }
    self.condition = condition
    self.threshold = threshold
    self.thresholdMax = nil
    guard condition.isRange else { return }
    guard let thresholdMax, Self.isSensible(thresholdMax),
      Self.order(threshold, thresholdMax) <= 0
    else { return nil }
    self.thresholdMax = thresholdMax
  }

  /// Whether a figure is what the alert waits for: both ends of a range belong to it, so that
  /// `between` and `outside` share no figure.
  package func isMet(by value: ExactDecimal) -> Bool {
    let low = Self.order(value, threshold)
    let isInside = low >= 0 && thresholdMax.map { Self.order(value, $0) <= 0 } ?? true
    return switch condition {
    case .above: low > 0
    case .below: low < 0
    case .equals: low == 0
    case .between: isInside
    case .outside: !isInside
    }
  }

  /// Digits before and after the point of a threshold at most.
  private static let wholeDigitsMax = 18
  private static let placesMax = 8

  private static func isSensible(_ number: ExactDecimal) -> Bool {
    guard number.rounded(to: placesMax).subtracting(number)?.isZero == true,
      let whole = number.rounded(to: 0).adding(.zero)
    else { return false }
    var limit: Int128 = 1
    for _ in 0..<wholeDigitsMax { limit *= 10 }
    return whole.mantissa.magnitude < UInt128(limit)
  }

  /// Negative, zero or positive, as the left one is less, equal or more; a figure that is too far
  /// away for a difference stands where its sign says.
  private static func order(_ left: ExactDecimal, _ right: ExactDecimal) -> Int {
    if let difference = left.subtracting(right) { return difference.mantissa.signum().asInt }
    return left.mantissa.signum().asInt
  }

  /// The thresholds as people read them.
  package var thresholdText: String {
    let low = AlertText.number(threshold)
    return thresholdMax.map { "\(low) – \(AlertText.number($0))" } ?? low
  }
}

extension Int128 {
  fileprivate var asInt: Int { Int(self) }
}
