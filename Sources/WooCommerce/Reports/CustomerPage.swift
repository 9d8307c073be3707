internal import Bytes
internal import Model

/// Keeps the figures of a page of customers, taken from the rows of `customer_lookup`.
struct CustomerPage: RowTaker {
  private var evaluation: RowEvaluation
  private let nodes: [Column: Int]
  private(set) var customers: [Customer] = []

  struct Customer {
    var id: Int64
    var name: [UInt8]
    var country: [UInt8]?
    var ordersCount, totalSpend, averageOrderValue: ExactDecimal
  }

  /// The columns of the catalogue that are looked at, by their names.
  private enum Column: String, CaseIterable {
    case firstName = "first_name"
    case lastName = "last_name"
    case country
    case ordersCount = "orders_count"
    case totalSpend = "total_spend"
    case averageOrderValue = "avg_order_value"
  }

  init(_ evaluation: RowEvaluation) {
    self.evaluation = evaluation
    let names = Catalogue.customerLookup.columns.map(\.name)
    var nodes: [Column: Int] = [:]
    for (index, name) in names.enumerated() {
      guard let column = Column(rawValue: name) else { continue }
      nodes[column] = Int(evaluation.program.columns[index].node)
    }
    precondition(nodes.count == Column.allCases.count, "customer_lookup lacks a column")
    self.nodes = nodes
  }

  mutating func removeAll() { customers.removeAll(keepingCapacity: true) }

  mutating func take(key: Int64, _ slots: borrowing RowSlots, _ arena: inout PageArena) {
    let first = bytes(.firstName, slots, &arena) ?? []
    let last = bytes(.lastName, slots, &arena) ?? []
    customers.append(
      Customer(
        id: key, name: Self.trimmed(first + [UInt8(ascii: " ")] + last),
        country: bytes(.country, slots, &arena), ordersCount: decimal(.ordersCount, slots, arena),
        totalSpend: decimal(.totalSpend, slots, arena),
        averageOrderValue: decimal(.averageOrderValue, slots, arena)))
  }

  private mutating func bytes(
    _ column: Column, _ slots: borrowing RowSlots, _ arena: inout PageArena
  ) -> [UInt8]? {
    arena.span(evaluation.text(nodes[column] ?? 0, slots, &arena))?.array()
  }

  private mutating func decimal(
    _ column: Column, _ slots: borrowing RowSlots, _ arena: borrowing PageArena
  ) -> ExactDecimal {
    evaluation.decimal(nodes[column] ?? 0, slots, arena) ?? .zero
  }

  /// Without white space around it, as PHP's `trim` leaves it.
  private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    let spaces: [UInt8] = [0, 9, 10, 11, 13, 32]
    guard let first = bytes.firstIndex(where: { !spaces.contains($0) }),
      let last = bytes.lastIndex(where: { !spaces.contains($0) })
    else { return [] }
    return Array(bytes[first...last])
  }
}
