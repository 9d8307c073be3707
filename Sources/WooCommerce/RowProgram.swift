internal import Model
internal import WordPress

/// An entity's columns, compiled for one shop and one statement file: flat, without references,
/// so that evaluating a row allocates nothing.
struct RowProgram: Sendable {
  private(set) var nodes: [Node] = []
  /// Children of nodes, by index.
  private(set) var children: [Int32] = []
  /// Constant texts of nodes, places in the arena.
  private(set) var constants: [CellPlace] = []
  private(set) var columns: [CompiledColumn] = []
  /// `,"name":` of all columns, one after the other.
  private(set) var labels: [UInt8] = []
  /// Index of the column that the date key follows.
  private(set) var mainDate: Int?
  /// What makes keyed hashes, when there are any.
  let pseudonyms: Pseudonyms?

  /// One step: an operation on a slot, on children or on constants.
  struct Node: Sendable {
    var operation: Operation
    /// The slot, or the first child.
    var first: Int32 = 0
    /// How many children.
    var count: Int32 = 0
    /// The first constant, and how many.
    var constant: Int32 = 0
    var constantCount: Int32 = 0
    /// A number of the operation's own: places, or an element.
    var number: Int32 = 0
  }

  enum Operation: UInt8, Sendable {
    case nothing, slot, constant, status, rounded, sum, difference, negated, isZero, isOneOf
    case choice, local, first, origin
    case isTrue, hasText, hasMoment, condition, joined, trimmed, capitalized, quotient, taxTotal
    case serializedMember, listElement, written, monthly
    case all, any, not, isMissing, isBelow, isOnSale, product, nonzero, unescaped
    case lowercased, serializedSum, serializedList, idList
    case role, upperCased, setting, onlyFor, plainNumber
    case field, hashed, coarse
  }

  struct CompiledColumn: Sendable {
    var type: ColumnType
    var isNullable: Bool
    var isUTC: Bool
    var node: Int32
    /// Where its label stands.
    var label: Int32
    var labelLength: Int32
  }

  /// Compiles; what the statements do not bring (an old version's missing table) is null.
  init(_ entity: Entity, shop: Shop, slots: inout SlotTable, arena: inout PageArena) {
    pseudonyms = shop.pseudonyms
    var compiler = Compiler(entity: entity, shop: shop)
    for (index, column) in entity.columns.enumerated() {
      let node = compiler.node(of: column, &self, &slots, &arena)
      appendColumn(column, node: node, isFirst: index == 0)
      if column.name == entity.mainDate { mainDate = index }
    }
  }

  private mutating func appendColumn(_ column: Column, node: Int32, isFirst: Bool) {
    let label = Array("\(isFirst ? "" : ",")\"\(column.name)\":".utf8)
    columns.append(
      CompiledColumn(
        type: column.type, isNullable: column.isNullable, isUTC: column.isUTC, node: node,
        label: Int32(labels.count), labelLength: Int32(label.count)))
    labels += label
  }

  fileprivate mutating func append(_ node: Node) -> Int32 {
    nodes.append(node)
    return Int32(nodes.count - 1)
  }

  fileprivate mutating func append(
    _ operation: Operation, children inner: [Int32], constants texts: [CellPlace] = [],
    number: Int = 0
  ) -> Int32 {
    let node = Node(
      operation: operation, first: Int32(children.count), count: Int32(inner.count),
      constant: Int32(constants.count), constantCount: Int32(texts.count), number: Int32(number))
    children += inner
    constants += texts
    return append(node)
  }

  /// A coarser form, its kind where constants are counted.
  fileprivate mutating func appendCoarse(_ form: Coarsening, child: Int32) -> Int32 {
    let node = append(.coarse, children: [child])
    nodes[Int(node)].constant = form.rawValue
    return node
  }
}

/// Turns expressions into nodes; columns that others name are compiled once.
private struct Compiler {
  let entity: Entity
  let shop: Shop
  private var done: [String: Int32] = [:]
  /// Columns that nobody receives, and others follow from.
  private var doneUnderlying: [String: Int32] = [:]
  private var open: Set<String> = []

  init(entity: Entity, shop: Shop) {
    self.entity = entity
    self.shop = shop
  }

  mutating func node(
    of column: Column, _ program: inout RowProgram, _ slots: inout SlotTable,
    _ arena: inout PageArena
  ) -> Int32 {
    if let node = done[column.name] { return node }
    precondition(open.insert(column.name).inserted, "\(column.name) follows from itself")
    let node = compile(column.value, &program, &slots, &arena)
    done[column.name] = node
    return node
  }

  private mutating func underlyingNode(
    of column: Column, _ program: inout RowProgram, _ slots: inout SlotTable,
    _ arena: inout PageArena
  ) -> Int32 {
    if let node = doneUnderlying[column.name] { return node }
    let node = compile(column.value, &program, &slots, &arena)
    doneUnderlying[column.name] = node
    return node
  }

  private mutating func compile(
    _ expression: Expression, _ program: inout RowProgram, _ slots: inout SlotTable,
    _ arena: inout PageArena
  ) -> Int32 {
    switch expression {
    case .input(let name):
      return program.append(.init(operation: .slot, first: Int32(slots.slot(input: name))))
    case .meta(let key):
      return program.append(.init(operation: .slot, first: Int32(slots.slot(meta: key))))
    case .column(let name):
      if let column = entity.underlying.first(where: { $0.name == name }) {
        return underlyingNode(of: column, &program, &slots, &arena)
      }
      guard let column = entity.columns.first(where: { $0.name == name }) else {
        preconditionFailure("\(entity.slug) has no column \(name)")
      }
      return node(of: column, &program, &slots, &arena)
    case .store:
      return program.append(.constant, children: [], constants: [arena.constant(shop.storeName)])
    case .when(let feature, let inner):
      if !shop.features.contains(feature) { return program.append(.init(operation: .nothing)) }
      return compile(inner, &program, &slots, &arena)
    case .either(let feature, let yes, let no):
      let chosen = shop.features.contains(feature) ? yes : no
      return compile(chosen, &program, &slots, &arena)
    case .isOneOf(let inner, let texts):
      let node = compile(inner, &program, &slots, &arena)
      return program.append(
        .isOneOf, children: [node], constants: texts.map { arena.constant($0) })
    case .choice(let inner, let words):
      let node = compile(inner, &program, &slots, &arena)
      var texts: [CellPlace] = []
      for (from, to) in words.sorted(by: { $0.key < $1.key }) {
        texts += [arena.constant(from), arena.constant(to)]
      }
      return program.append(.choice, children: [node], constants: texts)
    case .text(let text):
      return program.append(.constant, children: [], constants: [arena.constant(text)])
    case .joined, .quotient, .serializedMember, .listElement:
      return compileSettled(expression, &program, &slots, &arena)
    case .knownType(let inner, let family):
      let types = family.types(activePlugins: shop.activePlugins)
      let known = Expression.choice(
        inner, Dictionary(types.map { ($0, $0) }, uniquingKeysWith: { first, _ in first }))
      return compile(.first([known, .text(family.fallback)]), &program, &slots, &arena)
    case .role(let inner):
      let node = compile(inner, &program, &slots, &arena)
      return program.append(
        .role, children: [node],
        constants: (["customer"] + shop.roles).map { arena.constant($0) })
    case .setting(let inner, let name, let other):
      let nodes = [
        compile(inner, &program, &slots, &arena), compile(other, &program, &slots, &arena),
      ]
      return program.append(.setting, children: nodes, constants: [arena.constant(name)])
    case .onlyFor(let inner, let texts, let value):
      let nodes = [
        compile(inner, &program, &slots, &arena), compile(value, &program, &slots, &arena),
      ]
      return program.append(
        .onlyFor, children: nodes, constants: texts.map { arena.constant($0) })
    case .field(let key):
      return program.append(.init(operation: .field, first: Int32(slots.slot(field: key))))
    case .hashed(let inner):
      precondition(shop.pseudonyms != nil, "hashes have a key")
      let node = compile(inner, &program, &slots, &arena)
      return program.append(.hashed, children: [node])
    case .coarse(let form, let inner):
      let node = compile(inner, &program, &slots, &arena)
      return program.appendCoarse(form, child: node)
    default:
      return compileChildren(expression, &program, &slots, &arena)
    }
  }

  /// Those with a text or a number of their own beside their children.
  private mutating func compileSettled(
    _ expression: Expression, _ program: inout RowProgram, _ slots: inout SlotTable,
    _ arena: inout PageArena
  ) -> Int32 {
    let (operation, inner, text, number): (RowProgram.Operation, [Expression], String, Int) =
      switch expression {
      case .joined(let inner, let separator): (.joined, inner, separator, 0)
      case .quotient(let value, let divisor, let places): (.quotient, [value, divisor], "", places)
      case .serializedMember(let inner, let name): (.serializedMember, [inner], name, 0)
      case .listElement(let inner, let index, let other):
        (.listElement, [inner], other ?? "", index)
      default: preconditionFailure("nothing of its own")
      }
    var nodes: [Int32] = []
    for part in inner { nodes.append(compile(part, &program, &slots, &arena)) }
    return program.append(
      operation, children: nodes, constants: [arena.constant(text)], number: number)
  }

  private mutating func compileChildren(
    _ expression: Expression, _ program: inout RowProgram, _ slots: inout SlotTable,
    _ arena: inout PageArena
  ) -> Int32 {
    let (operation, inner): (RowProgram.Operation, [Expression]) =
      switch expression {
      case .status(let inner): (.status, [inner])
      case .rounded(let inner): (.rounded, [inner])
      case .negated(let inner): (.negated, [inner])
      case .isZero(let inner): (.isZero, [inner])
      case .local(let inner): (.local, [inner])
      case .sum(let inner): (.sum, inner)
      case .first(let inner): (.first, inner)
      case .difference(let first, let rest): (.difference, [first] + rest)
      case .origin(let type, let source): (.origin, [type, source])
      case .isTrue(let inner): (.isTrue, [inner])
      case .hasText(let inner): (.hasText, inner)
      case .hasMoment(let inner): (.hasMoment, [inner])
      case .condition(let test, let yes, let no): (.condition, [test, yes, no])
      case .trimmed(let inner): (.trimmed, [inner])
      case .capitalized(let inner): (.capitalized, [inner])
      case .taxTotal(let inner): (.taxTotal, [inner])
      case .written(let inner): (.written, [inner])
      case .monthly(let amount, let period, let interval): (.monthly, [amount, period, interval])
      case .all(let inner): (.all, inner)
      case .any(let inner): (.any, inner)
      case .not(let inner): (.not, [inner])
      case .isMissing(let inner): (.isMissing, [inner])
      case .isBelow(let left, let right): (.isBelow, [left, right])
      case .isOnSale(let regular, let sale, let from, let upto):
        (.isOnSale, [regular, sale, from, upto, .input("now")])
      case .product(let left, let right): (.product, [left, right])
      case .nonzero(let inner): (.nonzero, [inner])
      case .unescaped(let inner): (.unescaped, [inner])
      case .lowercased(let inner): (.lowercased, [inner])
      case .serializedSum(let inner): (.serializedSum, [inner])
      case .serializedList(let inner): (.serializedList, [inner])
      case .idList(let inner): (.idList, [inner])
      case .upperCased(let inner): (.upperCased, [inner])
      case .plainNumber(let inner): (.plainNumber, [inner])
      default: preconditionFailure("not an expression with children")
      }
    var nodes: [Int32] = []
    for part in inner { nodes.append(compile(part, &program, &slots, &arena)) }
    return program.append(operation, children: nodes)
  }
}
