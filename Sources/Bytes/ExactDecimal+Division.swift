extension ExactDecimal {
  /// The quotient, half away from zero; nil when it does not fit, or for a divisor of 0.
  package func divided(by divisor: Int64, places: Int) -> ExactDecimal? {
    precondition(places >= 0 && places < Self.scaleMax)
    if divisor == 0 { return nil }
    var dividend = mantissa
    for _ in 0..<max(0, places + 1 - scale) {
      let (product, overflow) = dividend.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      dividend = product
    }
    let digits = max(scale, places + 1)
    // Cutting off towards zero leaves every half and what is above it: rounding still holds.
    return ExactDecimal(mantissa: dividend / Int128(divisor), scale: digits).rounded(to: places)
  }
}
