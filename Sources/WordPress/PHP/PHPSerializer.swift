/// Writes PHP's own format, byte for byte as `serialize()` does with `serialize_precision = -1`.
package enum PHPSerializer {
  /// The value's text.
  ///
  /// Slot numbers of references stand as they were read: they are right as long as nothing before
  /// them has been added or removed.
  package static func serialize(_ value: PHPValue) -> [UInt8] {
    var out: [UInt8] = []
    append(value, to: &out)
    return out
  }

  private static func append(_ value: PHPValue, to out: inout [UInt8]) {
    switch value {
    case .null: out += "N;".utf8
    case .boolean(let flag): out += (flag ? "b:1;" : "b:0;").utf8
    case .integer(let number): out += "i:\(number);".utf8
    case .float(let number):
      out += "d:".utf8
      out += PHPFloat.text(number, precision: .shortest, exponent: "E")
      out.append(UInt8(ascii: ";"))
    case .string(let bytes):
      append(bytes, mark: "s", to: &out)
      out.append(UInt8(ascii: ";"))
    case .array(let array):
      out += "a:\(array.count):{".utf8
      for entry in array.entries {
        append(entry.key.value, to: &out)
        append(entry.value, to: &out)
      }
      out.append(UInt8(ascii: "}"))
    case .object(let object): append(object, to: &out)
    case .enumeration(let name):
      append(name, mark: "E", to: &out)
      out.append(UInt8(ascii: ";"))
    case .custom(let name, let payload):
      append(name, mark: "C", to: &out)
      out += ":\(payload.count):{".utf8
      out += payload
      out.append(UInt8(ascii: "}"))
    case .reference(let slot): out += "R:\(slot);".utf8
    case .sameObject(let slot): out += "r:\(slot);".utf8
    }
  }

  private static func append(_ object: PHPObject, to out: inout [UInt8]) {
    append(object.className, mark: "O", to: &out)
    out += ":\(object.properties.count):{".utf8
    for property in object.properties.entries {
      append(property.key.value, to: &out)
      append(property.value, to: &out)
    }
    out.append(UInt8(ascii: "}"))
  }

  /// `s:5:"bytes"`.
  private static func append(_ bytes: [UInt8], mark: String, to out: inout [UInt8]) {
    out += "\(mark):\(bytes.count):\"".utf8
    out += bytes
    out.append(UInt8(ascii: "\""))
  }
}
