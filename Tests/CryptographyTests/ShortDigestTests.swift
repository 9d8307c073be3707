import Bytes
import Cryptography
import Testing

struct ShortDigestTests {
  /// FIPS 180-2 and RFC 7693, "abc", read from the lowest byte on.
  @Test func knownMessages() {
    var sha = ShortDigest(.sha256)
    var blake = ShortDigest(.blake2b512)
    let message = Array("abc".utf8)
    for _ in 0..<3 {
      let (one, two) = (sha.prefix(of: message.rawSpan), blake.prefix(of: message.rawSpan))
      #expect(one == (0xEACF_018F_BF16_78BA, 0x2322_AE5D_DE40_4141))
      #expect(two == (0x0D4D_1C98_3FA5_80BA, 0xE9F6_129F_B697_276A))
    }
  }

  @Test func itIsTheBeginningOfTheWholeHashAtAnyLength() {
    var sha = ShortDigest(.sha256)
    for count in [0, 1, 55, 56, 64, 119, 2000, 5000] {
      let message = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
      let (low, high) = sha.prefix(of: message.rawSpan)
      let bytes = [low, high].flatMap { word in
        (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }
      }
      #expect(bytes == Array(Digest.sha256(message).prefix(16)))
      let whole = Digest.sha256(message.rawSpan)
      #expect(whole == Digest.sha256(message))
    }
  }
}
