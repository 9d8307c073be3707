internal import Bytes
internal import MariaDB
internal import Runtime
internal import WordPress

/// Rows that name others in a PHP array, and whether something holds for one of those.
enum GroupReading {
  /// A row and the keys that it names.
  struct Group {
    var key: Int64
    var members: [Int64]
  }

  /// Reads `_key`, meta id, array; of several arrays of a key the one with the lowest id counts.
  static func groups(
    _ statement: SQLText, _ operation: String, _ connection: inout Connection
  ) throws(Fault) -> [Group] {
    var stream = try connection.stream(statement, operation)
    var groups: [Group] = []
    var lowest = Int64.max
    while try stream.next() {
      guard let key = SatelliteReading.key(stream) else { continue }
      let rank = SatelliteReading.integer(stream, 1)
      let bytes = stream.cell(2)?.array() ?? []
      if groups.last?.key == key {
        if rank > lowest { continue }
        groups.removeLast()
      }
      lowest = rank
      groups.append(Group(key: key, members: members(bytes)))
    }
    return groups
  }

  private static func members(_ bytes: [UInt8]) -> [Int64] {
    SerializedText.values(bytes).compactMap(\.scalarBytes)
      .compactMap { IntegerText.value($0.rawSpan) }
  }
}

extension EntitySource {
  /// Puts `1` into the slot of each group that has a member which the statement finds.
  mutating func findMembers(
    of groups: [GroupReading.Group], into slot: Int, satellite: Int
  ) throws(Fault) -> Bool {
    guard let template = plan.members else { preconditionFailure("groups need members") }
    let keys = Set(groups.flatMap(\.members)).sorted()
    var found: Set<Int64> = []
    for start in stride(from: 0, to: keys.count, by: WooCommerce.namedKeysMax) {
      let part = keys[start..<min(start + WooCommerce.namedKeysMax, keys.count)]
      var values = plan.values(after: 0, upto: 0, limit: 0, signpost: 0)
      values["members"] = .list(part.map { .integer($0) })
      var stream = try connection.stream(
        SQLText(template: template, values), "reading members")
      while try stream.next() {
        if let key = SatelliteReading.key(stream) { found.insert(key) }
      }
    }
    for group in groups where !found.isDisjoint(with: group.members) {
      satelliteRows[satellite].append(
        key: group.key, slot: slot, rank: 0, arena.copy([UInt8(ascii: "1")].rawSpan))
    }
    return true
  }
}
