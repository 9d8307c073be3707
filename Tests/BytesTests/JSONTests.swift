import Bytes
import Testing

private func encoded(_ bytes: [UInt8], unitsMax: Int = 4000) -> [UInt8] {
  var buffer = ByteBuffer()
  buffer.appendJSONString(bytes.rawSpan, unitsMax: unitsMax)
  return buffer.array()
}

private func decoded(_ json: [UInt8]) throws -> String {
  let value = try JSONValue(json)
  return try #require(value.string)
}

struct JSONStringTests {
  @Test(arguments: [
    ("plain", "\"plain\""), ("", "\"\""), ("a\"b\\c/d", "\"a\\\"b\\\\c/d\""),
    (
      "\u{0}\u{1}\u{8}\t\n\u{b}\u{c}\r\u{1f}\u{7f}",
      "\"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\u{7f}\""
    ),
    ("Straße 😀", "\"Straße 😀\""),
  ])
  func stringsAreEscapedOnlyWhereTheyMust(_ input: String, _ expected: String) {
    #expect(String(decoding: encoded(Array(input.utf8)), as: UTF8.self) == expected)
  }

  @Test(
    arguments: [
      ([0x61, 0xE9, 0x62], "a\u{FFFD}b"), ([0xC3], "\u{FFFD}"), ([0xE2, 0x82], "\u{FFFD}"),
      ([0xF0, 0x9F, 0x98, 0x41], "\u{FFFD}A"), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"),
      ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xFF, 0xFE], "\u{FFFD}\u{FFFD}"),
    ] as [([UInt8], String)])
  func malformedUTF8IsReplacedAsTheStandardSays(_ input: [UInt8], _ expected: String) throws {
    #expect(try decoded(encoded(input)) == expected)
    // The standard library replaces by the same rule, independently.
    #expect(String(decoding: input, as: UTF8.self) == expected)
  }

  @Test func longTextsAreCutAtAWholeScalarAndMarked() throws {
    let exactly = String(repeating: "x", count: 4000)
    #expect(try decoded(encoded(Array(exactly.utf8))) == exactly)
    let mark = "…[truncated]"
    let longer = exactly + "x"
    #expect(try decoded(encoded(Array(longer.utf8))) == String(repeating: "x", count: 3988) + mark)
    // 2,000 scalars of two units each fit; one more unit, and the cut falls between scalars.
    let pairs = String(repeating: "😀", count: 2000)
    #expect(try decoded(encoded(Array(pairs.utf8))) == pairs)
    let odd = "x" + pairs
    let cut = try decoded(encoded(Array(odd.utf8)))
    #expect(cut == "x" + String(repeating: "😀", count: 1993) + mark)
    #expect(cut.utf16.count == 3999)
  }

  @Test func anyBytesBecomeJSONThatReadsBackAsTheStandardLibraryReadsThem() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
        Bool.random() ? UInt8.random(in: 0...255) : UInt8.random(in: 0x20...0x7E)
      }
      #expect(try decoded(encoded(bytes)) == String(decoding: bytes, as: UTF8.self), "\(bytes)")
    }
  }
}

struct JSONReaderTests {
  @Test(arguments: [
    "{}", "[]", " [ 1 , -0.5e+3 , true , false , null , \"\\u00e9\\ud83d\\ude00\" ] ",
    "{\"a\":{\"b\":[{}]}}", "\"x\"", "0", "-0",
  ])
  func validDocumentsAreRead(_ text: String) {
    #expect(throws: Never.self) { try JSONValue(Array(text.utf8)) }
  }

  @Test(arguments: [
    "", " ", "{", "[1,]", "{\"a\":}", "{a:1}", "{\"a\":1,}", "01", "+1", ".5", "1.", "1e", "nul",
    "tru", "\"\u{1}\"", "\"\\x\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"abc",
    "[1] 2", "[1 2]", "{\"a\" 1}", "'a'", "NaN", "\"\\u12\"",
  ])
  func invalidDocumentsAreRefused(_ text: String) {
    #expect(throws: JSONError.self) { try JSONValue(Array(text.utf8)) }
  }

  @Test func malformedUTF8IsRefused() {
    #expect(throws: JSONError.self) { try JSONValue([0x22, 0xFF, 0x22]) }
  }

  @Test func depthAndSizeAreBounded() {
    let deep = String(repeating: "[", count: 61) + String(repeating: "]", count: 61)
    #expect(throws: JSONError.self) { try JSONValue(Array(deep.utf8)) }
    let allowed = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
    #expect(throws: Never.self) { try JSONValue(Array(allowed.utf8)) }
    let bytes = Array("[1,2]".utf8)
    #expect(throws: JSONError.self) { try JSONValue(bytes.rawSpan, bytesMax: 4) }
  }

  @Test func valuesKeepTextOrderAndRepeatedNames() throws {
    let value = try JSONValue(Array("{\"b\":1.10,\"a\":[\"\\n\"],\"b\":12345678901234567890}".utf8))
    #expect(value.members?.map(\.name) == ["b", "a", "b"])
    #expect(value["b"] == .number("12345678901234567890"))
    #expect(value["b"]?.integer == nil)
    #expect(value["a"]?.array?.first?.string == "\n")
    #expect(
      String(decoding: value.encoded(), as: UTF8.self)
        == "{\"b\":1.10,\"a\":[\"\\n\"],\"b\":12345678901234567890}")
  }

  @Test func stringsTellTheirUTF16Length() throws {
    let bytes = Array("\"a\\u00e9\\ud83d\\ude00😀\"".utf8)
    var scanner = JSONScanner(bytes.rawSpan)
    guard case .string(let text) = try scanner.next() else {
      Issue.record("a string is a string")
      return
    }
    #expect(text.utf16Count == 6)
    #expect(text.string(in: bytes.rawSpan) == "aé😀😀")
  }
}
