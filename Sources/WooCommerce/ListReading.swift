internal import Bytes
internal import MariaDB
internal import Runtime

/// Brings meta keys behind a prefix and their values as one text: `name: value; name: value`, in
/// the code-point order of names.
///
/// Rows are `_key`, meta key, meta id, value; of a repeated meta key the lowest id counts.
struct ListReading {
  private let prefix: [UInt8]
  private let slot: Int
  private var key: Int64?
  private var entries: [Entry] = []

  private struct Entry {
    var name: [UInt8]
    var rank: Int64
    var value: [UInt8]
  }

  init(prefix: [UInt8], slot: Int) {
    self.prefix = prefix
    self.slot = slot
  }

  /// Reads on until the rows end or the arena is full; false when it was full.
  mutating func read(
    _ stream: inout ResultStream, into rows: inout SatelliteRows, _ arena: inout PageArena
  ) throws(Fault) -> Bool {
    while try stream.next() {
      guard let key = SatelliteReading.key(stream), let name = stream.cell(1)?.array(),
        name.starts(with: prefix)
      else { continue }
      if self.key != key { endKey(&rows, &arena) }
      self.key = key
      entries.append(
        Entry(
          name: Array(name.dropFirst(prefix.count)),
          rank: SatelliteReading.integer(stream, 2), value: stream.cell(3)?.array() ?? []))
      if SatelliteReading.isFull(arena) { return false }
    }
    endKey(&rows, &arena)
    return !SatelliteReading.isFull(arena)
  }

  private mutating func endKey(_ rows: inout SatelliteRows, _ arena: inout PageArena) {
    guard let key else { return }
    entries.sort {
      $0.name == $1.name ? $0.rank < $1.rank : $0.name.lexicographicallyPrecedes($1.name)
    }
    var texts: [[UInt8]] = []
    for (index, entry) in entries.enumerated()
    where index == 0 || entries[index - 1].name != entry.name {
      texts.append(entry.name + Array(": ".utf8) + entry.value)
    }
    let text = Array(texts.joined(separator: Array("; ".utf8)))
    rows.append(key: key, slot: slot, rank: 0, arena.copy(text.rawSpan))
    entries.removeAll(keepingCapacity: true)
  }
}
