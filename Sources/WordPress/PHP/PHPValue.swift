internal import Bytes

/// A value as PHP knows it; strings are bytes, arrays keep their order.
///
/// Objects are records, never instances: reading one runs nothing. References are kept as they
/// were written, as slot numbers of the text they came from.
package indirect enum PHPValue: Sendable, Equatable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case float(Double)
  case string([UInt8])
  case array(PHPArray)
  case object(PHPObject)
  /// `Class:Case`.
  case enumeration([UInt8])
  /// An object of a class with its own format: name and payload.
  case custom(name: [UInt8], payload: [UInt8])
  /// The same variable as slot `slot` (`R:`).
  case reference(slot: Int)
  /// The same object as slot `slot` (`r:`).
  case sameObject(slot: Int)

  /// A string of text.
  package static func text(_ text: String) -> PHPValue {
    .string(Array(text.utf8))
  }

  /// A list: the keys count from 0.
  package static func list(_ values: [PHPValue]) -> PHPValue {
    var array = PHPArray()
    for value in values { array.append(value) }
    return .array(array)
  }

  /// An array with names as keys.
  package static func map(_ pairs: KeyValuePairs<String, PHPValue>) -> PHPValue {
    var array = PHPArray()
    for (name, value) in pairs { array[PHPKey(name)] = value }
    return .array(array)
  }

  /// The array, when this is one.
  package var array: PHPArray? {
    if case .array(let array) = self { array } else { nil }
  }

  /// The bytes, when this is a string.
  package var bytes: [UInt8]? {
    if case .string(let bytes) = self { bytes } else { nil }
  }

  /// The element of an array; nil when there is none, or this is no array.
  package subscript(_ name: String) -> PHPValue? {
    array?[PHPKey(name)]
  }

  /// Whether PHP takes this for true.
  package var isTrue: Bool {
    switch self {
    case .null: false
    case .boolean(let flag): flag
    case .integer(let number): number != 0
    case .float(let number): number != 0
    case .string(let bytes): !(bytes.isEmpty || bytes == [UInt8(ascii: "0")])
    case .array(let array): array.count > 0
    case .object, .enumeration, .custom, .reference, .sameObject: true
    }
  }

  /// The string that PHP makes of a scalar; nil for arrays and objects.
  package var scalarBytes: [UInt8]? {
    switch self {
    case .null: []
    case .boolean(let flag): flag ? [UInt8(ascii: "1")] : []
    case .integer(let number): Array(String(number).utf8)
    case .float(let number): PHPFloat.text(number, precision: .digits(14), exponent: "E")
    case .string(let bytes): bytes
    case .array, .object, .enumeration, .custom, .reference, .sameObject: nil
    }
  }

  /// The scalar's text; malformed UTF-8 is replaced.
  package var scalarText: String? {
    scalarBytes.map { String(decoding: $0, as: UTF8.self) }
  }
}

/// A record that PHP would make an object of.
package struct PHPObject: Sendable, Equatable {
  /// The name of the class, as it was written.
  package var className: [UInt8]
  /// Names with their visibility marks, as PHP writes them; integers only where a class wrote them.
  package var properties: PHPObjectProperties

  package init(className: [UInt8], properties: PHPObjectProperties) {
    self.className = className
    self.properties = properties
  }

  package init(className: String) {
    self.init(className: Array(className.utf8), properties: PHPObjectProperties())
  }
}

/// Properties in order, the first place and the last value of a repeated name kept.
package struct PHPObjectProperties: Sendable, Equatable {
  /// All properties, in their order.
  package private(set) var entries: [Entry] = []
  private var places: [PHPKey: Int] = [:]

  /// A property and its value.
  package struct Entry: Sendable, Equatable {
    /// The name.
    package var key: PHPKey
    /// What stands under the name.
    package var value: PHPValue
  }

  package init() {}

  /// How many properties there are.
  package var count: Int { entries.count }

  /// A property by its name with visibility marks; setting nil changes nothing.
  package subscript(_ key: PHPKey) -> PHPValue? {
    get { places[key].map { entries[$0].value } }
    set {
      guard let newValue else { return }
      if let place = places[key] {
        entries[place].value = newValue
        return
      }
      places[key] = entries.count
      entries.append(Entry(key: key, value: newValue))
    }
  }

  /// A public property by its name; setting nil changes nothing.
  package subscript(_ name: String) -> PHPValue? {
    get { self[.string(Array(name.utf8))] }
    set { self[.string(Array(name.utf8))] = newValue }
  }

  package static func == (left: PHPObjectProperties, right: PHPObjectProperties) -> Bool {
    left.entries == right.entries
  }
}
