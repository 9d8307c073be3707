internal import Bytes
internal import Model

/// What the stock report shows of a product, as an entity that nobody can ask for.
enum StockFacts {
  /// The columns, in their order.
  enum Field: Int, CaseIterable {
    case store, id, isVariation, name, status
    case managesStock, stock, lowStock
    case parentManagesStock, parentStock, parentLowStock

    var column: Column {
      let (name, type, value): (String, ColumnType, Expression) =
        switch self {
        case .store: ("source_store", .string, .store)
        case .id: ("id", .string, .input("id"))
        case .isVariation:
          ("is_variation", .boolean, .isOneOf(.input("type"), ["product_variation"]))
        case .name: ("name", .string, .input("name"))
        case .status: ("status", .string, .input("stock_status"))
        case .managesStock:
          ("manages_stock", .boolean, .isOneOf(.input("manage_stock"), ["yes"]))
        case .stock: ("stock", .decimal, .plainNumber(.input("stock")))
        case .lowStock: ("low_stock", .decimal, .plainNumber(.input("low_stock")))
        case .parentManagesStock:
          ("parent_manages_stock", .boolean, .isOneOf(.input("parent_manage_stock"), ["yes"]))
        case .parentStock: ("parent_stock", .decimal, .plainNumber(.input("parent_stock")))
        case .parentLowStock:
          ("parent_low_stock", .decimal, .plainNumber(.input("parent_low_stock")))
        }
      return Column(
        name, type, nullable: true, group: "", presets: [], additive: false, privacy: .none, "",
        value: value)
    }
  }

  static let entity = Entity(
    slug: "stock_facts", label: "Stock Facts", description: "Products whose stock is kept.",
    icon: "", kind: .dimension, key: [], delivery: .replace, mainDate: nil, exclusion: nil,
    isEnabledByDefault: false, columns: Field.allCases.map(\.column))
}

/// Keeps the stock of a page of products.
struct StockPage: RowTaker {
  private var evaluation: RowEvaluation
  private(set) var products: [Product] = []

  /// A product or variation whose stock is kept, by itself or by its parent.
  struct Product {
    var id: Int64
    var name: [UInt8]
    var status: [UInt8]?
    var stock: ExactDecimal
    /// Below which it is low, where the product says so.
    var lowStock: ExactDecimal?
  }

  init(_ evaluation: RowEvaluation) {
    self.evaluation = evaluation
  }

  mutating func removeAll() { products.removeAll(keepingCapacity: true) }

  mutating func take(key: Int64, _ slots: borrowing RowSlots, _ arena: inout PageArena) {
    let isVariation = flag(.isVariation, slots, &arena)
    let isOwn = flag(.managesStock, slots, &arena)
    let isParents = isVariation && flag(.parentManagesStock, slots, &arena)
    guard isOwn || isParents else { return }
    let stock = number(isOwn ? .stock : .parentStock, slots, &arena)
    let inherited = isVariation ? number(.parentLowStock, slots, &arena) : nil
    products.append(
      Product(
        id: key, name: bytes(.name, slots, &arena) ?? [], status: bytes(.status, slots, &arena),
        stock: stock ?? .zero, lowStock: number(.lowStock, slots, &arena) ?? inherited))
  }

  private func node(_ field: StockFacts.Field) -> Int {
    Int(evaluation.program.columns[field.rawValue].node)
  }

  private mutating func flag(
    _ field: StockFacts.Field, _ slots: borrowing RowSlots, _ arena: inout PageArena
  ) -> Bool {
    evaluation.flag(node(field), slots, &arena)
  }

  private mutating func bytes(
    _ field: StockFacts.Field, _ slots: borrowing RowSlots, _ arena: inout PageArena
  ) -> [UInt8]? {
    arena.span(evaluation.text(node(field), slots, &arena))?.array()
  }

  private mutating func number(
    _ field: StockFacts.Field, _ slots: borrowing RowSlots, _ arena: inout PageArena
  ) -> ExactDecimal? {
    let place = evaluation.text(node(field), slots, &arena)
    guard let span = arena.span(place) else { return nil }
    return ExactDecimal(span)
  }
}
