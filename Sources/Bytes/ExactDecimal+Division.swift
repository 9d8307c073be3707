extension ExactDecimal {
  /// The product, or nil when it does not fit.
  package func multiplied(by factor: Int64) -> ExactDecimal? {
    let (product, overflow) = mantissa.multipliedReportingOverflow(by: Int128(factor))
    return overflow ? nil : ExactDecimal(mantissa: product, scale: scale)
  }

  /// The quotient, rounded half away from zero to `places` digits after the point.
  ///
  /// Nil when it does not fit, or for a divisor of 0.
  package func divided(by divisor: ExactDecimal, places: Int) -> ExactDecimal? {
    precondition(places >= 0 && places < Self.scaleMax)
    if divisor.isZero { return nil }
    let shift = divisor.scale - scale
    guard let above = Self.shifted(mantissa, by: max(0, shift)),
      let below = Self.shifted(divisor.mantissa, by: max(0, -shift))
    else { return nil }
    var (quotient, remainder) = above.magnitude.quotientAndRemainder(dividingBy: below.magnitude)
    // One digit after the other, as on paper: the dividend need not grow.
    for _ in 0..<places {
      let (next, overflow) = quotient.multipliedReportingOverflow(by: 10)
      if overflow || remainder > UInt128.max / 10 { return nil }
      let (digit, rest) = (remainder * 10).quotientAndRemainder(dividingBy: below.magnitude)
      quotient = next + digit
      remainder = rest
    }
    if remainder >= below.magnitude - remainder { quotient += 1 }
    guard let result = Int128(exactly: quotient) else { return nil }
    let isNegative = (mantissa < 0) != (divisor.mantissa < 0)
    return ExactDecimal(mantissa: isNegative ? -result : result, scale: places)
  }

  private static func shifted(_ value: Int128, by powers: Int) -> Int128? {
    var result = value
    for _ in 0..<powers {
      let (product, overflow) = result.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      result = product
    }
    return result
  }
}
