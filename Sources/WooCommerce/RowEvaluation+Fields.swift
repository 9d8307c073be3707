internal import Bytes
internal import WordPress

/// Values of chosen meta keys, which nobody has promised anything about.
///
/// Only values that are serialized, hashed or made coarser allocate.
extension RowEvaluation {
  /// The value as text: what is serialized as WordPress reads it, arrays and objects as JSON.
  mutating func fieldText(_ place: CellPlace, _ arena: inout PageArena) -> CellPlace {
    switch Self.meaning(of: place, arena) {
    case .itself: return place
    case .nothing: return .null
    case .other(let text): return arena.copy(text.rawSpan)
    case .lost:
      unrepresentedCount += 1
      return .null
    }
  }

  /// What a stored text stands for.
  private enum Meaning {
    case itself, nothing, lost
    case other([UInt8])
  }

  private static func meaning(of place: CellPlace, _ arena: borrowing PageArena) -> Meaning {
    guard let span = arena.span(place) else { return .nothing }
    if span.equals("N;") { return .nothing }
    if span.byteCount < 4 || span.byte(at: 1) != UInt8(ascii: ":") { return .itself }
    guard PHPMaybe.isSerialized(span, isStrict: true) else {
      // Damaged, or longer than is read.
      return beginsSerialized(span) ? .lost : .itself
    }
    guard let value = try? PHPUnserializer.unserialize(span.trimmed()), let text = text(value)
    else { return .lost }
    return .other(text)
  }

  /// Scalars as PHP prints them, everything else as JSON.
  private static func text(_ value: PHPValue) -> [UInt8]? {
    if let scalar = value.scalarBytes { return scalar }
    var options = PHPJSON.Options()
    options.keepsSlashes = true
    options.keepsLetters = true
    return try? PHPJSON.encode(value, options: options)
  }

  /// Whether this is how a serialized array or object begins.
  private static func beginsSerialized(_ span: RawSpan) -> Bool {
    guard span.byteCount > 3 else { return false }
    let kind = span.byte(at: 0)
    guard [UInt8(ascii: "a"), UInt8(ascii: "O"), UInt8(ascii: "C")].contains(kind) else {
      return false
    }
    var index = 2
    while index < span.byteCount, span.byte(at: index) >= 0x30, span.byte(at: index) <= 0x39 {
      index += 1
    }
    return index > 2 && index + 1 < span.byteCount && span.byte(at: index) == UInt8(ascii: ":")
      && (span.byte(at: index + 1) == UInt8(ascii: "{")
        || span.byte(at: index + 1) == UInt8(ascii: "\""))
  }

  /// The whole number that a text spells; what has a fraction is none.
  static func wholeNumber(_ span: RawSpan) -> Int64? {
    guard let number = ExactDecimal(span) else { return nil }
    let rounded = number.rounded(to: 0)
    guard rounded.subtracting(number)?.isZero == true else { return nil }
    return Int64(exactly: rounded.mantissa)
  }

  /// The value as a truth value, in the words that WordPress and plugins use.
  mutating func fieldFlag(
    _ index: Int, _ slots: borrowing RowSlots, _ arena: inout PageArena
  ) -> Bool? {
    let place = text(index, slots, &arena)
    guard let span = arena.span(place), span.byteCount > 0 else { return nil }
    switch span.trimmed().text().lowercased() {
    case "1", "yes", "true", "on": return true
    case "0", "no", "false", "off": return false
    default:
      unrepresentedCount += 1
      return nil
    }
  }

  /// The value as a moment: a date or date and time as it is written, or seconds since 1970 on the
  /// store's clock.
  mutating func fieldTime(
    _ index: Int, isUTC: Bool, _ slots: borrowing RowSlots, _ arena: inout PageArena
  ) -> CivilTime? {
    let place = text(index, slots, &arena)
    guard let span = arena.span(place), span.byteCount > 0 else { return nil }
    if let time = Self.writtenTime(span) { return time }
    if Self.isZeroTime(span) { return nil }
    guard let seconds = IntegerText.value(span), seconds.magnitude > 9_999_999,
      seconds > Self.firstSecond, seconds < Self.endSecond
    else {
      unrepresentedCount += 1
      return nil
    }
    return isUTC ? CivilTime(seconds: seconds) : localClock.local(ofUnixSeconds: seconds)
  }

  /// A day inside the years 1 and 9999, whatever the zone.
  private static let firstSecond: Int64 = -62_135_510_400
  private static let endSecond: Int64 = 253_402_214_400

  /// `YYYY-MM-DD`, with a time or not, `YYYYMMDD`, and a `Z` behind it.
  private static func writtenTime(_ span: RawSpan) -> CivilTime? {
    let text = span.trimmed()
    if text.byteCount == 8 {
      let bytes = text.array()
      let dash = [UInt8(ascii: "-")]
      let spread = Array(bytes[0..<4]) + dash + bytes[4..<6] + dash + bytes[6..<8]
      return CivilTime(spread.rawSpan)
    }
    let last = text.byteCount > 10 ? text.byte(at: text.byteCount - 1) : 0
    if last == UInt8(ascii: "Z") { return CivilTime(text.extracting(0..<(text.byteCount - 1))) }
    return CivilTime(text)
  }

  /// `0`, `0000-00-00`, with a time or not.
  private static func isZeroTime(_ span: RawSpan) -> Bool {
    for index in 0..<span.byteCount {
      switch span.byte(at: index) {
      case UInt8(ascii: "0"), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: " "),
        UInt8(ascii: "T"), UInt8(ascii: "Z"):
        continue
      default: return false
      }
    }
    return true
  }
}
