import Bytes
import Testing
import WordPress

/// Looking into PHP's format without making values of it.
struct ScannerTests {
  private func member(_ name: String, _ text: String) -> String? {
    let bytes = Array(text.utf8)
    guard let range = PHPScanner.member(Array(name.utf8).rawSpan, of: bytes.rawSpan) else {
      return nil
    }
    return String(decoding: bytes[range], as: UTF8.self)
  }

  private func total(_ text: String) -> ExactDecimal? {
    PHPScanner.taxTotal(Array(text.utf8).rawSpan)
  }

  private func decimal(_ text: String) -> ExactDecimal? {
    ExactDecimal(Array(text.utf8).rawSpan)
  }

  @Test func aMemberIsFoundOnTheOutermostLevelOnly() {
    #expect(member("id", #"a:2:{s:1:"x";a:1:{s:2:"id";i:7;}s:2:"id";i:-3;}"#) == "-3")
    #expect(
      member("id", #"O:3:"A_b":2:{s:4:"list";O:1:"C":1:{s:2:"id";i:7;}s:2:"id";s:2:"xy";}"#) == "xy"
    )
    // A value that is spelled like the name is no name.
    #expect(member("id", #"a:2:{s:1:"a";s:2:"id";s:2:"id";d:0.5;}"#) == "0.5")
    #expect(member("id", #"a:1:{i:0;s:2:"id";}"#) == nil)
    #expect(member("id", #"a:2:{s:2:"id";N;s:2:"no";i:1;}"#) == nil)
    #expect(member("id", #"a:2:{s:2:"id";a:1:{i:0;i:5;}s:2:"no";i:1;}"#) == nil)
  }

  @Test func whatStandsBeforeTheDamageIsGood() {
    #expect(member("id", #"a:9:{s:2:"id";s:3:"123";s:4:"tail";s:99:"cut"#) == "123")
    #expect(member("id", #"a:9:{s:4:"tail";s:99:"cut"#) == nil)
    #expect(member("id", "") == nil && member("id", "nonsense") == nil && member("", "i:1;") == nil)
  }

  @Test func taxesAddUpExactly() {
    #expect(
      total(
        #"a:2:{s:5:"total";a:2:{i:3;s:8:"6.030126";i:9;s:6:"0.0001";}s:8:"subtotal";a:1:{i:3;s:1:"9";}}"#
      )
        == decimal("6.030226"))
    #expect(
      total(#"a:2:{s:8:"subtotal";a:1:{i:3;s:1:"9";}s:5:"total";a:1:{i:3;i:-2;}}"#) == decimal("-2")
    )
    #expect(total(#"a:1:{s:5:"total";a:0:{}}"#)?.isZero == true)
    #expect(total("a:0:{}")?.isZero == true)
    // The oldest lines: only the amounts by rate; floats as PHP 7.0 wrote them.
    #expect(total(#"a:2:{i:1;s:3:"1.1";i:2;d:0.20000000000000001;}"#) == decimal("1.30000000"))
    #expect(total(#"a:2:{i:1;s:0:"";i:2;N;}"#)?.isZero == true)
  }

  @Test func damagedTaxesAreNone() {
    let whole = #"a:2:{s:5:"total";a:1:{i:3;s:4:"6.03";}s:8:"subtotal";a:1:{i:3;s:1:"9";}}"#
    for length in 0..<whole.utf8.count {
      #expect(total(String(whole.prefix(length))) == nil, "cut after \(length)")
    }
    for text in ["i:5;", "s:3:\"1.5\";", "b:1;", "a:1:{i:0;i:1;", "a:99999999999:{", "a:-1:{}"] {
      #expect(total(text) == nil, "\(text)")
    }
    let deep = String(repeating: "a:1:{i:0;", count: PHPScanner.depthMax + 1)
    #expect(total(deep) == nil && member("x", deep) == nil)
  }

  /// Whatever bytes come, scanning ends, and where PHP's own reader sees an integer member the
  /// scanner sees the same.
  @Test func spoiledBytesNeverTrap() {
    let whole = Array(#"a:3:{s:1:"a";i:12;s:2:"id";i:345;s:1:"b";a:1:{i:0;d:1.5;}}"#.utf8)
    var generator = SplitMix(seed: 20_251_124)
    for _ in 0..<20_000 {
      var bytes = whole
      for _ in 0..<Int(generator.next() % 3 + 1) {
        bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(
          truncatingIfNeeded: generator.next())
      }
      let found = PHPScanner.member(Array("id".utf8).rawSpan, of: bytes.rawSpan)
      _ = PHPScanner.taxTotal(bytes.rawSpan)
      guard let value = try? PHPUnserializer.unserialize(bytes),
        case .integer(let number) = value.array?[.string(Array("id".utf8))], let found
      else { continue }
      #expect(String(decoding: bytes[found], as: UTF8.self).contains("\(number)"))
    }
  }
}

/// A small generator whose sequence is always the same.
private struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
