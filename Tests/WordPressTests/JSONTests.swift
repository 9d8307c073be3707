import Bytes
import Testing

@testable import WordPress

@Test func jsonIsPrintedAsWordPressPrintsIt() throws {
  let cases = try Vectors("json_encode").cases("encode")
  #expect(cases.count == 113)
  for vector in cases {
    var value = PHPValue(model: vector.member("value"))
    if vector.id == "nan" { value = .map(["x": .float(.nan)]) }
    guard let expected = vector["wp_json_encode"]?.string else {
      let failure = try #require(PHPJSON.Failure(rawValue: vector.text("json_error")))
      #expect(throws: failure, "\(vector.id)") {
        try PHPJSON.encode(value, options: .init())
      }
      continue
    }
    var pretty = PHPJSON.Options()
    pretty.isPretty = true
    var slashes = PHPJSON.Options()
    slashes.keepsSlashes = true
    var letters = slashes
    letters.keepsLetters = true
    let plain = try PHPJSON.encode(value, options: .init())
    #expect(String(decoding: plain, as: UTF8.self) == expected, "\(vector.id)")
    let layouts = [
      ("pretty", pretty), ("unescaped_slashes", slashes), ("unescaped_slashes_unicode", letters),
    ]
    for (name, options) in layouts {
      guard let text = vector[name]?.string else { continue }
      let bytes = try PHPJSON.encode(value, options: options)
      #expect(bytes == Array(text.utf8), "\(vector.id) \(name)")
    }
  }
}

@Test func jsonHasADepth() throws {
  var value = PHPValue.list([])
  for _ in 0..<511 { value = .list([value]) }
  _ = try PHPJSON.encode(value, options: .init())
  #expect(throws: PHPJSON.Failure.depth) {
    try PHPJSON.encode(.list([value]), options: .init())
  }
}
