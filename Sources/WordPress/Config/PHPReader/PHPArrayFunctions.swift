/// PHP's functions over arrays.
enum PHPArrayFunctions {
  static func call(_ word: String, _ values: [PHPValue]) -> PHPValue? {
    switch word {
    case "count", "sizeof":
      guard values.count == 1, case .array(let array) = values[0] else { return nil }
      return .integer(Int64(array.count))
    case "array_keys":
      guard values.count == 1, case .array(let array) = values[0] else { return nil }
      return .list(array.entries.map(\.key.value))
    case "array_values":
      guard values.count == 1, case .array(let array) = values[0] else { return nil }
      return .list(array.values)
    case "array_merge": return merge(values)
    case "implode", "join": return implode(values)
    case "in_array": return contains(values)
    case "array_key_exists", "key_exists": return hasKey(values)
    case "array_filter":
      guard values.count == 1, case .array(let array) = values[0] else { return nil }
      var result = PHPArray()
      for entry in array.entries where entry.value.isTrue { result[entry.key] = entry.value }
      return .array(result)
    default: return nil
    }
  }

  private static func merge(_ values: [PHPValue]) -> PHPValue? {
    var result = PHPArray()
    for value in values {
      guard case .array(let array) = value else { return nil }
      for entry in array.entries {
        if case .string = entry.key {
          result[entry.key] = entry.value
        } else {
          result.append(entry.value)
        }
      }
    }
    return .array(result)
  }

  private static func implode(_ values: [PHPValue]) -> PHPValue? {
    guard values.count == 2, let separator = values[0].scalarBytes,
      case .array(let array) = values[1]
    else { return nil }
    var result: [UInt8] = []
    for (index, value) in array.values.enumerated() {
      guard let text = value.scalarBytes else { return nil }
      if index > 0 { result += separator }
      result += text
    }
    return .string(result)
  }

  private static func contains(_ values: [PHPValue]) -> PHPValue? {
    guard values.count == 2 || values.count == 3, case .array(let array) = values[1] else {
      return nil
    }
    let isStrict = values.count == 3 && values[2].isTrue
    if isStrict {
      return .boolean(array.values.contains { PHPOperators.identical($0, values[0]) })
    }
    let place = PHPRefusal(file: "", line: 0, reason: "")
    for value in array.values {
      guard let isEqual = try? PHPOperators.looselyEqual(values[0], value, at: place) else {
        return nil
      }
      if isEqual { return .boolean(true) }
    }
    return .boolean(false)
  }

  private static func hasKey(_ values: [PHPValue]) -> PHPValue? {
    guard values.count == 2, case .array(let array) = values[1] else { return nil }
    switch values[0] {
    case .string(let bytes): return .boolean(array[PHPKey(bytes: bytes)] != nil)
    case .integer(let number): return .boolean(array[.integer(number)] != nil)
    default: return nil
    }
  }
}
