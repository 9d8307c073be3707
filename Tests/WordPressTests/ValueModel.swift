import Bytes
import Foundation

@testable import WordPress

extension PHPValue {
  /// The value that the vectors' model describes; objects and references have tests of their own.
  init(model: JSONValue) {
    switch model.text("t") {
    case "null": self = .null
    case "bool": self = .boolean(model["v"] == .boolean(true))
    case "int": self = .integer(Int64(model.text("v")) ?? 0)
    case "float" where model.text("bits") == "nan": self = .float(.nan)
    case "float": self = .float(Double(bitPattern: UInt64(model.text("bits"), radix: 16) ?? 0))
    case "string": self = .string(model.bytes(base64: "b64"))
    case "enum": self = .enumeration(Array("\(model.text("class")):\(model.text("case"))".utf8))
    case "array": self = .array(PHPArray(model: model))
    case "object": self = .object(PHPObject(model: model))
    default: fatalError("a value of kind \(model.text("t"))")
    }
  }
}

extension PHPKey {
  init(model: JSONValue) {
    if let number = model["i"]?.string {
      self = .integer(Int64(number) ?? 0)
    } else if let text = model["s"]?.string {
      self = .string(Array(text.utf8))
    } else {
      self = .string(model.bytes(base64: "b64"))
    }
  }
}

extension PHPArray {
  init(model: JSONValue) {
    self.init()
    for entry in model.list("entries") {
      self[PHPKey(model: entry.member("k"))] = PHPValue(model: entry.member("v"))
    }
  }
}

extension PHPObject {
  init(model: JSONValue) {
    self.init(className: model.text("class"))
    for property in model.list("props") {
      let name = property.text("name")
      let mark =
        switch property.text("vis") {
        case "protected": "\u{0}*\u{0}"
        case "private": "\u{0}\(property.text("declaring"))\u{0}"
        default: ""
        }
      properties[mark + name] = PHPValue(model: property.member("v"))
    }
  }
}

/// Whether two values are the same, numbers that are not numbers included.
func isSame(_ left: PHPValue, _ right: PHPValue) -> Bool {
  switch (left, right) {
  case (.float(let one), .float(let two)):
    one.bitPattern == two.bitPattern || (one.isNaN && two.isNaN)
  case (.array(let one), .array(let two)):
    one.count == two.count
      && zip(one.entries, two.entries).allSatisfy { $0.key == $1.key && isSame($0.value, $1.value) }
  case (.object(let one), .object(let two)):
    one.className == two.className && one.properties.count == two.properties.count
      && zip(one.properties.entries, two.properties.entries).allSatisfy {
        $0.key == $1.key && isSame($0.value, $1.value)
      }
  default: left == right
  }
}
