import Bytes
import Foundation
import Testing

@testable import WordPress

/// Compares what was read with the vectors' model, references and shared objects included.
struct ModelComparison {
  private var objects: [Int: String] = [:]
  private var variables: [Int: String] = [:]
  private var slot = 0

  /// Whether the value is the model's; `entry` carries the reference's number, if there is one.
  mutating func isSame(_ value: PHPValue, _ model: JSONValue, reference: JSONValue?) -> Bool {
    let number = reference.map(Self.text)
    if case .reference(let target) = value {
      return model.text("t") == "ref" && variables[target] == number
    }
    slot += 1
    variables[slot] = number
    switch (value, model.text("t")) {
    case (.sameObject(let target), "objref"): return objects[target] == oid(model)
    case (.array(let array), "array"):
      let entries = model.list("entries")
      guard array.count == entries.count else { return false }
      for (one, two) in zip(array.entries, entries) {
        let isEqual = isSame(one.value, two.member("v"), reference: two["ref"])
        guard one.key == PHPKey(model: two.member("k")), isEqual else { return false }
      }
      return true
    case (.object(let object), "object"):
      objects[slot] = oid(model)
      let expected = PHPObject(model: model.withoutReferences)
      guard object.className == expected.className,
        object.properties.entries.map(\.key) == expected.properties.entries.map(\.key)
      else { return false }
      for (one, two) in zip(object.properties.entries, model.list("props")) {
        guard isSame(one.value, two.member("v"), reference: two["ref"]) else { return false }
      }
      return true
    case (.enumeration, "enum"):
      objects[slot] = oid(model)
      return value == PHPValue(model: model)
    default: return WordPressTests.isSame(value, PHPValue(model: model))
    }
  }

  private func oid(_ model: JSONValue) -> String {
    model["oid"].map(Self.text) ?? "1"
  }

  private static func text(_ value: JSONValue) -> String {
    if case .number(let text) = value { text } else { value.string ?? "" }
  }
}

extension JSONValue {
  /// The model of an object with nothing in its properties: enough for names.
  fileprivate var withoutReferences: JSONValue {
    let properties = list("props").map { property in
      JSONValue.object(
        (property.members ?? []).map {
          $0.name == "v" ? .init("v", .object(["t": .string("null")])) : $0
        })
    }
    return .object(["t": .string("object"), "class": member("class"), "props": .array(properties)])
  }

  /// Whether the model speaks of references, shared or self-written objects.
  fileprivate var isPlain: Bool {
    let text = String(decoding: encoded(), as: UTF8.self)
    let hasClass = text.contains("\"object\"") && !text.contains("\"class\":\"stdClass\"")
    return !text.contains("\"ref\"") && !text.contains("objref") && !hasClass
  }
}

@Suite struct SerializeVectorTests {
  @Test func valuesAreWrittenAsPHPWritesThem() throws {
    let cases = try Vectors("php_serialize").cases("encode")
    var built = 0
    for vector in cases {
      let text = vector.member("serialized").bytes(base64: "b64")
      if vector.member("value").isPlain {
        let value = PHPValue(model: vector.member("value"))
        #expect(PHPSerializer.serialize(value) == text, "\(vector.id)")
        built += 1
      }
      #expect(
        PHPSerializer.serialize(try PHPUnserializer.unserialize(text)) == text, "\(vector.id)")
    }
    #expect(cases.count == 180)
    #expect(built >= 165)
  }

  @Test func textsOfSeventeenDigitsAreReadAsTheSameNumbers() throws {
    var compared = 0
    for vector in try Vectors("php_serialize").cases("encode") {
      guard let long = vector["serialized_precision17"] else { continue }
      let text = long.bytes(base64: "b64")
      let value = try PHPUnserializer.unserialize(text)
      let short = vector.member("serialized").bytes(base64: "b64")
      #expect(PHPSerializer.serialize(value) == short, "\(vector.id)")
      compared += 1
    }
    #expect(compared > 20)
  }

  @Test func textsAreReadAsPHPReadsThem() throws {
    let cases = try Vectors("php_serialize").cases("decode")
    // Classes are unknown here, and what refers to the whole is kept as it was written.
    let unknownClasses: Set = ["malformed_79"]
    let keptAsWritten: Set = ["good_39", "malformed_94"]
    for vector in cases {
      let text = vector.member("input").bytes(base64: "b64")
      let value = try? PHPUnserializer.unserialize(text)
      guard vector["ok"] == .boolean(true) else {
        #expect((value == nil) != unknownClasses.contains(vector.id), "\(vector.id)")
        continue
      }
      let read = try #require(value, "\(vector.id)")
      if keptAsWritten.contains(vector.id) {
        #expect(PHPSerializer.serialize(read) == text, "\(vector.id)")
        continue
      }
      var comparison = ModelComparison()
      let isEqual = comparison.isSame(read, vector.member("value"), reference: nil)
      #expect(isEqual, "\(vector.id)")
      let again = vector.member("reserialized").bytes(base64: "b64")
      #expect(PHPSerializer.serialize(read) == again, "\(vector.id)")
    }
    #expect(cases.count == 122)
  }

  @Test func whatLooksSerializedToWordPress() throws {
    let cases = try Vectors("php_serialize").cases("is_serialized")
    for vector in cases {
      let bytes = vector.member("input").bytes(base64: "b64")
      let strict = PHPMaybe.isSerialized(bytes.rawSpan, isStrict: true)
      let loose = PHPMaybe.isSerialized(bytes.rawSpan, isStrict: false)
      #expect(strict == vector["is_serialized_strict"]?.boolean, "\(vector.id)")
      #expect(loose == vector["is_serialized_loose"]?.boolean, "\(vector.id)")
      guard let model = vector["maybe_unserialize"] else { continue }
      var comparison = ModelComparison()
      let isEqual = comparison.isSame(
        PHPMaybe.unserialize(bytes), model, reference: nil)
      #expect(isEqual, "\(vector.id)")
    }
    #expect(cases.count == 127)
  }

  @Test func valuesAreStoredOnceAndReadOnce() throws {
    let cases = try Vectors("php_serialize").cases("maybe_serialize")
    for vector in cases where vector.member("value").isPlain {
      let stored = PHPMaybe.serialize(PHPValue(model: vector.member("value")))
      #expect(isSame(stored, PHPValue(model: vector.member("maybe_serialize"))), "\(vector.id)")
      guard let bytes = stored.bytes else { continue }
      let again = PHPMaybe.unserialize(bytes)
      #expect(
        isSame(again, PHPValue(model: vector.member("maybe_unserialize_of_that"))), "\(vector.id)")
    }
    #expect(cases.count == 31)
    #expect(cases.count { $0.member("value").isPlain } >= 29)
  }

  @Test func floatsAsTextOfFourteenDigits() throws {
    let cases = try Vectors("misc").cases("php_float_to_string")
    #expect(cases.count == 9)
    for vector in cases {
      let value = PHPValue(model: vector.member("input"))
      #expect(value.scalarBytes == PHPValue(model: vector.member("output")).bytes, "\(vector.id)")
    }
  }

  @Test func numbersOfStringsAndWhatIsTrue() throws {
    let misc = try Vectors("misc")
    for vector in misc.cases("intval") {
      let number = PHPFunctions.integer(PHPValue(model: vector.member("input")))
      #expect(
        number.map { .integer($0) } == PHPValue(model: vector.member("output")), "\(vector.id)")
    }
    for vector in misc.cases("php_truthiness") {
      let isTrue = PHPValue(model: vector.member("input")).isTrue
      #expect(PHPValue(model: vector.member("output")) == .boolean(isTrue), "\(vector.id)")
    }
    for vector in misc.cases("is_numeric") {
      let result = PHPFunctions.call("is_numeric", [PHPValue(model: vector.member("input"))])
      #expect(result == PHPValue(model: vector.member("output")), "\(vector.id)")
    }
  }
}

@Suite struct UnserializeBoundsTests {
  @Test func depthHasALimitThatIsReachedBeforeTheStack() throws {
    let open = String(repeating: "a:1:{i:0;", count: PHPUnserializer.depthMax)
    let close = String(repeating: "}", count: PHPUnserializer.depthMax)
    let inside = Array((open + "N;" + close).utf8)
    #expect(PHPSerializer.serialize(try PHPUnserializer.unserialize(inside)) == inside)
    let outside = Array(("a:1:{i:0;" + open + "N;" + close + "}").utf8)
    #expect(throws: PHPFormatError.self) { try PHPUnserializer.unserialize(outside) }
    let endless = Array(String(repeating: "a:1:{i:0;", count: 200_000).utf8)
    #expect(throws: PHPFormatError.self) { try PHPUnserializer.unserialize(endless) }
  }

  @Test(
    arguments: [
      "a:281474976710655:{", "a:9999999999999999999999:{i:0;N;}", "s:281474976710655:\"a\";",
      "O:8:\"stdClass\":4611686018427387904:{}", "C:1:\"A\":999999999:{}",
    ])
  func countsAreCheckedBeforeAnythingIsAllocated(_ text: String) {
    #expect(throws: PHPFormatError.self) { try PHPUnserializer.unserialize(Array(text.utf8)) }
  }

  @Test func anArrayKeepsOrderAndPlaces() {
    var array = PHPArray()
    array[PHPKey("b")] = .integer(1)
    array[PHPKey("7")] = .integer(2)
    array.append(.integer(3))
    array[PHPKey("b")] = .integer(4)
    #expect(array.entries.map(\.key) == [.string([98]), .integer(7), .integer(8)])
    array[PHPKey("7")] = nil
    array[PHPKey("b")] = .integer(5)
    #expect(array.values == [.integer(5), .integer(3)])
    #expect(array[.integer(8)] == .integer(3))
  }
}
