import HTTPServer
import Testing

@Suite("Percent-encoding")
struct PercentEncodingTests {
  private func text(_ bytes: [UInt8]?) -> String? {
    bytes.map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func decodes() {
    #expect(text(PercentEncoding.decoded("a%20b+%C3%a9".utf8)) == "a b+é")
    #expect(PercentEncoding.decoded("%FF".utf8) == [0xFF])
    #expect(PercentEncoding.decoded("".utf8) == [])
  }

  @Test(arguments: ["%", "%1", "%zz", "%0g", "a%00b", "a\0b"])
  func refuses(_ malformed: String) {
    #expect(PercentEncoding.decoded(malformed.utf8) == nil)
  }

  @Test func splitsBeforeItDecodes() {
    let segments = PercentEncoding.segments(of: Array("/a%2Fb//c/".utf8))
    #expect(segments?.map { String(decoding: $0, as: UTF8.self) } == ["a/b", "", "c", ""])
    #expect(PercentEncoding.segments(of: Array("a".utf8)) == nil)
    #expect(PercentEncoding.segments(of: Array("/a/%2".utf8)) == nil)
  }

  @Test func readsForms() throws {
    let form = try #require(FormFields(Array("a=1&b=x+y%3D&&c&a=2".utf8)))
    #expect(form.fields.count == 4)
    #expect(form.text("b") == "x y=")
    #expect(form.text("c") == "")
    #expect(form.text("a") == nil)
    #expect(form.values("a") == [[0x31], [0x32]])
    #expect(FormFields(Array("a=%0".utf8)) == nil)
    let many = String(repeating: "a&", count: FormFields.countMax + 1)
    #expect(FormFields(Array(many.utf8)) == nil)
  }
}
