import Cryptography
import Testing

@Test(
  arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
func base64OfTheStandard(_ plain: String, _ text: String) {
  #expect(Base64.text(Array(plain.utf8)) == text)
  #expect(Base64.bytes(Array(text.utf8)) == Array(plain.utf8))
}

@Test(arguments: ["Zg=", "Zg", "Zh==", "Z===", "Zg==\n", "Zm9v Zm9v", "Zm-v", "Zg==Zg=="])
func base64ThatNobodyPrintsIsRefused(_ text: String) {
  #expect(Base64.bytes(Array(text.utf8)) == nil)
}

@Test func base64OfUrls() {
  let bytes: [UInt8] = [0xFB, 0xFF, 0xFE, 0x01]
  #expect(Base64.text(bytes, alphabet: .url) == "-__-AQ")
  #expect(Base64.bytes(Array("-__-AQ".utf8), alphabet: .url) == bytes)
  #expect(Base64.bytes(Array("-__-AQ==".utf8), alphabet: .url) == nil)
}
