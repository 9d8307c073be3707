import Bytes
import Cryptography
import Foundation
import Testing

/// Cases that PHP's OpenSSL, hash and sodium functions have produced.
private func cases(_ section: String) throws -> [JSONValue] {
  let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  let file = tests.appending(path: "Fixtures/vectors/aes.json")
  return try JSONValue([UInt8](Data(contentsOf: file)))[section]?.array ?? []
}

extension JSONValue {
  fileprivate func text(_ name: String) -> String { self[name]?.string ?? "" }

  fileprivate func bytes(_ name: String) throws -> [UInt8] {
    try #require(Hexadecimal.bytes(Array(text(name).utf8)), "\(text("id")) \(name)")
  }
}

@Suite struct CryptographyVectorTests {
  @Test func hkdf() throws {
    let cases = try cases("hkdf")
    #expect(cases.count == 20)
    for vector in cases {
      let length = Int(try #require(vector["length"]?.integer))
      let algorithm = try #require(HashAlgorithm(rawValue: vector.text("algo")))
      let key = KeyDerivation.hkdf(
        algorithm, input: try vector.bytes("ikm_hex"), salt: try vector.bytes("salt_hex"),
        info: try vector.bytes("info_hex"), length: length > 0 ? length : algorithm.length)
      #expect(key == (try vector.bytes("okm_hex")), "\(vector.text("id"))")
    }
  }

  @Test func hmac() throws {
    let cases = try cases("hmac")
    #expect(cases.count == 21)
    for vector in cases {
      let algorithm = try #require(HashAlgorithm(rawValue: vector.text("algo")))
      let code = Authentication.hmac(
        algorithm, key: try vector.bytes("key_hex"), try vector.bytes("data_hex"))
      #expect(Hexadecimal.text(code) == vector.text("hmac"), "\(vector.text("id"))")
    }
  }

  @Test func blake2b() throws {
    let cases = try cases("blake2b")
    #expect(cases.count == 17)
    for vector in cases {
      let length = Int(try #require(vector["outlen"]?.integer))
      let digest = Digest.blake2b(
        try vector.bytes("message_hex"), key: try vector.bytes("key_hex"), length: length)
      #expect(digest == (try vector.bytes("digest_hex")), "\(vector.text("id"))")
    }
  }

  @Test func gcm() throws {
    let cases = try cases("gcm")
    #expect(cases.count == 30)
    for vector in cases {
      let (key, iv) = (try vector.bytes("key_hex"), try vector.bytes("iv_hex"))
      let (plain, aad) = (try vector.bytes("plaintext_hex"), try vector.bytes("aad_hex"))
      let sealed = AES.seal(plain, key: key, iv: iv, authenticating: aad)
      let tag = try vector.bytes("tag_hex")
      #expect(sealed.ciphertext == (try vector.bytes("raw_hex")), "\(vector.text("id"))")
      #expect(Array(sealed.tag.prefix(tag.count)) == tag, "\(vector.text("id"))")
      if let text = vector["openssl_default_output"]?.string {
        #expect(Base64.text(sealed.ciphertext) == text, "\(vector.text("id"))")
      }
      let given = AES.Sealed(ciphertext: sealed.ciphertext, tag: tag)
      let opened = AES.open(given, key: key, iv: iv, authenticating: aad)
      // A tag that was cut short opens in PHP, never here.
      #expect(opened == (tag.count == 16 ? plain : nil), "\(vector.text("id"))")
    }
  }

  @Test func cbc() throws {
    let cases = try cases("cbc")
    #expect(cases.count == 31)
    for vector in cases {
      let isCut = vector["effective_key_hex"] != nil
      let key = try vector.bytes(isCut ? "effective_key_hex" : "key_hex")
      let hasOddIV = vector["effective_iv_hex"] != nil
      let iv = try vector.bytes(hasOddIV ? "effective_iv_hex" : "iv_hex")
      let plain = try vector.bytes("plaintext_hex")
      let ciphertext = AES.encryptCBC(plain, key: key, iv: iv)
      #expect(ciphertext == (try vector.bytes("raw_hex")), "\(vector.text("id"))")
      #expect(AES.decryptCBC(ciphertext, key: key, iv: iv) == plain, "\(vector.text("id"))")
    }
  }

  @Test func damagedMessages() throws {
    let cases = try cases("decrypt")
    #expect(cases.count == 10)
    for vector in cases {
      let (key, iv) = (try vector.bytes("key_hex"), try vector.bytes("iv_hex"))
      let ciphertext = try vector.bytes("ciphertext_hex")
      let plain =
        vector.text("cipher").hasSuffix("cbc")
        ? AES.decryptCBC(ciphertext, key: key, iv: iv)
        : AES.open(
          AES.Sealed(ciphertext: ciphertext, tag: try vector.bytes("tag_hex")), key: key, iv: iv,
          authenticating: try vector.bytes("aad_hex"))
      let isSound = vector["ok"] == .boolean(true)
      #expect(plain == (isSound ? try vector.bytes("plaintext_hex") : nil), "\(vector.text("id"))")
    }
  }

  @Test func envelopesOfGCM() throws {
    let cases = try cases("envelopes").filter { $0.text("id").hasPrefix("env_gcm_") }
    #expect(cases.count >= 3)
    for vector in cases {
      let text = vector.text("stored").dropFirst(3)
      let bytes = try #require(Base64.bytes(Array(text.utf8)), "\(vector.text("id"))")
      let key = KeyDerivation.hkdf(
        .sha256, input: Array(vector.text("ikm").utf8), salt: [], info: Array("gcm".utf8),
        length: 32)
      let sealed = AES.Sealed(ciphertext: Array(bytes[28...]), tag: Array(bytes[12..<28]))
      let plain = AES.open(
        sealed, key: key, iv: Array(bytes[..<12]), authenticating: Array("v1".utf8))
      #expect(plain == Array(vector.text("plaintext").utf8), "\(vector.text("id"))")
    }
  }
}

@Suite struct CryptographyTests {
  /// RFC 1321, FIPS 180-4 and RFC 7693 print these.
  @Test func digestsOfTheStandards() {
    let message = Array("abc".utf8)
    #expect(Hexadecimal.text(Digest.md5(message)) == "900150983cd24fb0d6963f7d28e17f72")
    #expect(Hexadecimal.text(Digest.sha1(message)) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    #expect(
      Hexadecimal.text(Digest.sha256(message))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      Hexadecimal.text(Digest.blake2b(message, key: [], length: 64)).hasPrefix(
        "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"))
  }

  @Test func comparison() {
    #expect(Authentication.isEqual([], []))
    #expect(Authentication.isEqual([1, 2], [1, 2]))
    #expect(!Authentication.isEqual([1, 2], [1, 3]))
    #expect(!Authentication.isEqual([1, 2], [1, 2, 0]))
  }

  @Test func randomBytesDiffer() {
    let draws = (0..<64).map { _ in RandomBytes.make(16) }
    #expect(Set(draws).count == 64)
    #expect(RandomBytes.make(0) == [])
  }

  @Test func everyBitOfASealedMessageCounts() {
    let key = RandomBytes.make(32)
    let iv = RandomBytes.make(12)
    let sealed = AES.seal([1, 2, 3], key: key, iv: iv, authenticating: [9])
    for bit in 0..<((3 + 16) * 8) {
      var bytes = sealed.ciphertext + sealed.tag
      bytes[bit / 8] ^= 1 << (bit % 8)
      let damaged = AES.Sealed(ciphertext: Array(bytes[..<3]), tag: Array(bytes[3...]))
      #expect(AES.open(damaged, key: key, iv: iv, authenticating: [9]) == nil, "bit \(bit)")
    }
    #expect(AES.open(sealed, key: key, iv: iv, authenticating: [9]) == [1, 2, 3])
    #expect(AES.open(sealed, key: key, iv: iv, authenticating: []) == nil)
  }

  @Test func hexadecimalOfOddLengthIsRefused() {
    #expect(Hexadecimal.bytes(Array("0aF".utf8)) == nil)
    #expect(Hexadecimal.bytes(Array("0g".utf8)) == nil)
    #expect(Hexadecimal.bytes(Array("0aFf".utf8)) == [0x0A, 0xFF])
  }
}
