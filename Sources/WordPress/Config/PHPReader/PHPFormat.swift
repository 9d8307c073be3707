/// `sprintf` for `%s`, `%d`, `%u`, `%x`, `%X`, `%o`, `%b`, `%c` and `%%`, with width and filling.
enum PHPFormat {
  static func sprintf(_ values: [PHPValue]) -> PHPValue? {
    guard let format = values.first?.bytes else { return nil }
    var result: [UInt8] = []
    var arguments = values[1...]
    var index = 0
    while index < format.count {
      guard format[index] == UInt8(ascii: "%") else {
        result.append(format[index])
        index += 1
        continue
      }
      index += 1
      guard let directive = Directive(format, &index) else { return nil }
      if directive.kind == UInt8(ascii: "%") {
        result.append(UInt8(ascii: "%"))
        continue
      }
      guard let argument = arguments.popFirst(), let text = directive.text(argument) else {
        return nil
      }
      result += text
    }
    return .string(result)
  }

  private struct Directive {
    var kind: UInt8 = 0
    private var isLeft = false
    private var fill = UInt8(ascii: " ")
    private var width = 0

    init?(_ format: [UInt8], _ index: inout Int) {
      while index < format.count {
        if format[index] == UInt8(ascii: "-") {
          isLeft = true
        } else if format[index] == UInt8(ascii: "0") {
          fill = UInt8(ascii: "0")
        } else {
          break
        }
        index += 1
      }
      while index < format.count, PHPByte.isDigit(format[index]), width < 1000 {
        width = width * 10 + Int(format[index] - UInt8(ascii: "0"))
        index += 1
      }
      guard index < format.count else { return nil }
      kind = format[index]
      index += 1
    }

    func text(_ value: PHPValue) -> [UInt8]? {
      guard let plain = plain(value) else { return nil }
      let padding = Array(repeating: fill, count: max(0, width - plain.count))
      if isLeft { return fill == UInt8(ascii: "0") ? nil : plain + padding }
      if fill == UInt8(ascii: "0"), plain.first == UInt8(ascii: "-") {
        return [UInt8(ascii: "-")] + padding + plain.dropFirst()
      }
      return padding + plain
    }

    private func plain(_ value: PHPValue) -> [UInt8]? {
      if kind == UInt8(ascii: "s") { return value.scalarBytes }
      guard let number = PHPFunctions.integer(value) else { return nil }
      switch kind {
      case UInt8(ascii: "d"): return Array(String(number).utf8)
      case UInt8(ascii: "u"): return Array(String(UInt64(bitPattern: number)).utf8)
      case UInt8(ascii: "x"): return Array(String(UInt64(bitPattern: number), radix: 16).utf8)
      case UInt8(ascii: "o"): return Array(String(UInt64(bitPattern: number), radix: 8).utf8)
      case UInt8(ascii: "b"): return Array(String(UInt64(bitPattern: number), radix: 2).utf8)
      default: return nil
      }
    }
  }
}
