internal import Bytes
internal import MariaDB
internal import Runtime

/// Reads a tree of names whole, and says of each wanted node where it stands.
///
/// Rows are `_key`, parent, name, and whether the node is wanted.
enum TreeReading {
  /// Ancestors that are followed at most; a deeper tree is no shop's.
  static let ancestorsMax = 100

  private struct Node {
    var key: Int64
    var parent: Int64
    var name: CellPlace
    var isWanted: Bool
  }

  static func read(
    _ stream: inout ResultStream, path: Int, level: Int, into rows: inout SatelliteRows,
    _ arena: inout PageArena
  ) throws(Fault) -> Bool {
    var nodes: [Node] = []
    var places: [Int64: Int] = [:]
    while try stream.next() {
      guard let key = SatelliteReading.key(stream) else { continue }
      places[key] = nodes.count
      nodes.append(
        Node(
          key: key, parent: SatelliteReading.integer(stream, 1),
          name: arena.copy(stream.cell(2)), isWanted: SatelliteReading.integer(stream, 3) != 0))
      if SatelliteReading.isFull(arena) { return false }
    }
    for node in nodes where node.isWanted {
      let ancestors = ancestors(of: node, nodes, places)
      var text = node.name
      for ancestor in ancestors {
        guard let place = places[ancestor] else { continue }
        text = arena.join(nodes[place].name, " > ", text)
      }
      rows.append(key: node.key, slot: path, rank: 0, text)
      let count = ExactDecimal(Int64(ancestors.count))
      rows.append(key: node.key, slot: level, rank: 0, arena.write(count))
      if SatelliteReading.isFull(arena) { return false }
    }
    return true
  }

  /// The ancestors from the parent up, as `get_ancestors` has them: a parent that is gone still
  /// counts, and a circle ends where it closes.
  private static func ancestors(
    of node: Node, _ nodes: [Node], _ places: [Int64: Int]
  ) -> [Int64] {
    var found: [Int64] = []
    var parent = node.parent
    while parent != 0, found.count < ancestorsMax, !found.contains(parent) {
      found.append(parent)
      parent = places[parent].map { nodes[$0].parent } ?? 0
    }
    return found
  }
}
