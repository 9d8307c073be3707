internal import Bytes
internal import MariaDB
internal import Runtime

/// What of a key's terms becomes which inputs.
struct TermRules: Sendable {
  let lanes: NameTable
  let rules: [Rule]

  struct Rule: Sendable {
    var lane: Int
    var part: Part
    var slot: Int
  }

  /// What is taken of the terms of a taxonomy.
  enum Part: Sendable, Equatable {
    /// All ids, rising, joined.
    case ids
    /// All names, decoded, in the order of code points, joined.
    case names
    /// The name of the one whose name comes first.
    case name
    /// The slug of the one whose name comes first.
    case slug
    /// `1` when a term has that name.
    case has([UInt8])
  }

  /// Rules `TAXONOMY ids|names|name|slug|has:NAME INPUT`.
  init(_ lines: [[String]], _ slots: inout SlotTable) {
    var names: [String] = []
    var rules: [Rule] = []
    for line in lines {
      if !names.contains(line[0]) { names.append(line[0]) }
      guard let lane = names.firstIndex(of: line[0]) else { continue }
      rules.append(
        Rule(lane: lane, part: Self.part(line[1]), slot: slots.slot(input: line[2])))
    }
    lanes = NameTable(names)
    self.rules = rules
  }

  private static func part(_ word: String) -> Part {
    switch word {
    case "ids": return .ids
    case "names": return .names
    case "name": return .name
    case "slug": return .slug
    default:
      precondition(word.hasPrefix("has:"), "a rule of terms")
      return .has(Array(word.dropFirst(4).utf8))
    }
  }
}

/// Reads terms, key by key: rows are `_key`, taxonomy, id, slug, name.
struct TermReading {
  private let rules: TermRules
  private var key: Int64?
  private var terms: [Term] = []

  private struct Term {
    var lane: Int
    var id: Int64
    var slug: [UInt8]
    var name: [UInt8]
  }

  init(_ rules: TermRules) {
    self.rules = rules
  }

  /// Reads on until the rows end or the arena is full; false when it was full.
  mutating func read(
    _ stream: inout ResultStream, into rows: inout SatelliteRows, _ arena: inout PageArena
  ) throws(Fault) -> Bool {
    while try stream.next() {
      guard let key = SatelliteReading.key(stream), let taxonomy = stream.cell(1),
        let lane = rules.lanes.index(of: taxonomy)
      else { continue }
      if self.key != key { endKey(&rows, &arena) }
      self.key = key
      terms.append(
        Term(
          lane: lane, id: SatelliteReading.integer(stream, 2),
          slug: stream.cell(3)?.array() ?? [], name: stream.cell(4)?.array() ?? []))
      if SatelliteReading.isFull(arena) { return false }
    }
    endKey(&rows, &arena)
    return !SatelliteReading.isFull(arena)
  }

  private mutating func endKey(_ rows: inout SatelliteRows, _ arena: inout PageArena) {
    guard let key else { return }
    for rule in rules.rules {
      let own = terms.filter { $0.lane == rule.lane }
      guard !own.isEmpty, let text = Self.text(rule.part, own) else { continue }
      rows.append(key: key, slot: rule.slot, rank: 0, arena.copy(text.rawSpan))
    }
    terms.removeAll(keepingCapacity: true)
  }

  private static func text(_ part: TermRules.Part, _ terms: [Term]) -> [UInt8]? {
    switch part {
    case .ids:
      let ids = terms.map(\.id).sorted()
      return SerializedText.joined(ids.map { Array(String($0).utf8) })
    case .names: return SerializedText.joinedNames(terms.map(\.name))
    case .name: return first(terms)?.name
    case .slug: return first(terms)?.slug
    case .has(let name):
      return terms.contains { $0.name == name } ? [UInt8(ascii: "1")] : nil
    }
  }

  /// WordPress sorts a row's terms by name and WooCommerce takes the first.
  private static func first(_ terms: [Term]) -> Term? {
    terms.min { $0.name.lexicographicallyPrecedes($1.name) }
  }
}
