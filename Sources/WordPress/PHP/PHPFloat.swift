/// Floating point numbers as PHP prints them.
enum PHPFloat {
  /// How many digits are printed.
  enum Precision {
    /// The shortest text that reads back as the same number (`serialize_precision = -1`).
    case shortest
    /// At most that many significant digits (`precision = 14`).
    case digits(Int)
  }

  /// The number's text; `exponent` is the letter of the exponent.
  static func text(
    _ value: Double, precision: Precision, exponent: Character
  ) -> [UInt8] {
    if value.isNaN { return Array("NAN".utf8) }
    if value.isInfinite { return Array((value < 0 ? "-INF" : "INF").utf8) }
    let sign = value.sign == .minus ? "-" : ""
    if value == 0 { return Array("\(sign)0".utf8) }
    let decimal: Decimal
    let digitsMax: Int
    switch precision {
    case .shortest:
      decimal = Decimal(shortest: value.magnitude)
      digitsMax = 17
    case .digits(let count):
      decimal = Decimal(exactly: value.magnitude).rounded(digits: count)
      digitsMax = count
    }
    return Array((sign + layout(decimal, digitsMax: digitsMax, exponent: exponent)).utf8)
  }

  private static func layout(
    _ decimal: Decimal, digitsMax: Int, exponent: Character
  ) -> String {
    let digits = decimal.digits.map { String($0) }
    let point = decimal.point
    if point < -3 || point > digitsMax {
      let rest = digits.count > 1 ? digits[1...].joined() : "0"
      let power = point - 1
      return "\(digits[0]).\(rest)\(exponent)\(power < 0 ? "-" : "+")\(power.magnitude)"
    }
    if point <= 0 {
      return "0." + String(repeating: "0", count: -point) + digits.joined()
    }
    if digits.count <= point {
      return digits.joined() + String(repeating: "0", count: point - digits.count)
    }
    return digits[..<point].joined() + "." + digits[point...].joined()
  }

  /// Digits without zeros at the end, and where the decimal point stands before them.
  struct Decimal {
    var digits: [UInt8]
    var point: Int

    /// The fewest digits that read back as `value`, which is positive and finite.
    init(shortest value: Double) {
      var digits: [UInt8] = []
      var point = 0
      var hasPoint = false
      var power = 0
      var characters = value.description.utf8[...]
      if let mark = characters.firstIndex(of: UInt8(ascii: "e")) {
        power =
          Int(String(decoding: characters[characters.index(after: mark)...], as: UTF8.self))
          ?? 0
        characters = characters[..<mark]
      }
      for byte in characters {
        if byte == UInt8(ascii: ".") {
          hasPoint = true
        } else {
          digits.append(byte - UInt8(ascii: "0"))
          if !hasPoint { point += 1 }
        }
      }
      self.init(digits: digits, point: point + power)
    }

    /// All digits of a positive, finite number: m · 2^e written in base ten.
    init(exactly value: Double) {
      var limbs: [UInt32] = []
      var mantissa = value.significandBitPattern
      var power = Int(value.exponentBitPattern) - 1075
      if value.exponentBitPattern == 0 { power += 1 } else { mantissa |= 1 << 52 }
      while mantissa > 0 {
        limbs.append(UInt32(mantissa % 1_000_000_000))
        mantissa /= 1_000_000_000
      }
      // A negative power is taken as 5^-e / 10^-e, so that everything stays an integer.
      for _ in 0..<power.magnitude { Self.multiply(&limbs, by: power > 0 ? 2 : 5) }
      var digits: [UInt8] = []
      for limb in limbs.reversed() {
        let text = String(limb)
        digits += Array(repeating: 0, count: 9 - text.utf8.count)
        digits += text.utf8.map { $0 - UInt8(ascii: "0") }
      }
      self.init(digits: digits, point: digits.count + min(power, 0))
    }

    private init(digits: [UInt8], point: Int) {
      let zeros = digits.prefix { $0 == 0 }.count
      self.digits = Array(digits[zeros...])
      self.point = point - zeros
      while self.digits.count > 1, self.digits.last == 0 { self.digits.removeLast() }
    }

    private static func multiply(_ limbs: inout [UInt32], by factor: UInt32) {
      var carry: UInt64 = 0
      for index in limbs.indices {
        let product = UInt64(limbs[index]) * UInt64(factor) + carry
        limbs[index] = UInt32(product % 1_000_000_000)
        carry = product / 1_000_000_000
      }
      if carry > 0 { limbs.append(UInt32(carry)) }
    }

    /// At most `count` digits, half to even.
    func rounded(digits count: Int) -> Decimal {
      if digits.count <= count { return self }
      var kept = Array(digits[..<count])
      let next = digits[count]
      let isTie = next == 5 && digits.count == count + 1
      if next > 5 || (next == 5 && !isTie) || (isTie && kept[count - 1] % 2 == 1) {
        var index = count - 1
        while index >= 0, kept[index] == 9 {
          kept[index] = 0
          index -= 1
        }
        if index < 0 { return Decimal(digits: [1] + kept, point: point + 1) }
        kept[index] += 1
      }
      return Decimal(digits: kept, point: point)
    }
  }
}
