internal import MariaDB
internal import Model
internal import Runtime

/// An entity's statements, made ready for one shop: indexes resolved, inputs bound to slots.
struct ReadPlan: Sendable {
  /// Nil when the rows can only be counted by reading them.
  let count: [UInt8]?
  let signpost: [UInt8]
  /// Brings the last key of a page, or the keys of several.
  let bound: [UInt8]
  /// Whether statements name a page's keys one by one, as `{ids}`.
  let namesKeys: Bool
  let rows: [UInt8]
  /// Whether the shop lacks the table of the rows: then there are none.
  let isAbsent: Bool
  /// Finds the last id of the table that wide statements read; nil when there are none.
  let slices: [UInt8]?
  /// Finds between which keys rows of some days lie; nil when only reading all of them tells.
  let dated: [UInt8]?
  /// How the entity tells which keys may have changed.
  let changes: ChangePlan
  private(set) var satellites: [Satellite] = []
  /// The slot of each column of the entity's own rows, after the key.
  private(set) var ownSlots: [Int] = []
  /// The statement that finds which of other rows' keys something holds for.
  private(set) var members: [UInt8]?
  /// How a row becomes several; nil when it stays one.
  private(set) var unfolding: Unfolding?
  /// Values of the places that stay the same from page to page.
  private let constants: [String: Literal]

  /// Asks the server for the columns of each statement, which also proves that it can run it.
  init(
    _ file: StatementFile, entity: Entity, shop: Shop, schema: StoreSchema, filter: RowFilter,
    slots: inout SlotTable, connection: inout Connection
  ) throws(Fault) {
    count = file.optional(.count).map { Self.resolve($0.template, schema) }
    signpost = Self.resolve(file.section(.signpost).template, schema)
    let ids = file.optional(.ids)
    namesKeys = ids != nil
    bound = Self.resolve((ids ?? file.section(.bound)).template, schema)
    rows = Self.resolve(file.section(.rows).template, schema)
    isAbsent = file.section(.rows).table.map { !schema.has($0) } ?? false
    slices = file.optional(.slices).map { Self.resolve($0.template, schema) }
    dated = file.optional(.dated).flatMap { section in
      let isQuick = section.index.map(schema.indexes.contains) ?? true
      return isQuick ? Self.resolve(section.template, schema) : nil
    }
    changes = ChangePlan(file, shop: shop, schema: schema)
    let need = InputNeed(entity, file)
    let kept = file.sections.filter { Self.isThere($0, schema) && need.takes($0) }
    let keys = Self.metaKeys(need, kept)
    constants = Self.constants(shop: shop, entity: entity, filter: filter, keys: keys)
      .merging(file.words.mapValues { .list($0.map { .text($0) }) }) { own, _ in own }
    if isAbsent { return }
    let names = try columns(of: rows, &connection)
    ownSlots = names.dropFirst().map { slots.slot(input: $0) }
    members = file.optional(.members).map { Self.resolve($0.template, schema) }
    if let members {
      let nothing = values(after: 0, upto: 0, limit: 1, signpost: 0)
      try Self.prove(members, nothing, &connection)
    }
    if file.optional(.values) != nil { unfolding = Unfolding(&slots) }
    for section in kept {
      let template = Self.resolve(section.template, schema)
      guard
        let shape = try shape(section, template, keys, need, &slots, &connection)
      else { continue }
      satellites.append(Satellite(name: section.name, shape: shape, template: template))
    }
    if let fields = FieldReading.satellite(entity, shop, schema, namesKeys: namesKeys, &slots) {
      satellites.append(fields)
    }
  }

  /// The values of a page's places.
  func values(
    after: Int64, upto: Int64, limit: Int, signpost: Int64, keys: [Int64] = []
  ) -> [String: Literal] {
    var values = constants
    values["after"] = .integer(after)
    values["upto"] = .integer(upto)
    values["limit"] = .integer(Int64(limit))
    values["signpost"] = .integer(signpost)
    if namesKeys { values["ids"] = .list(keys.map { .integer($0) }) }
    values["wanted"] = .list([])
    return values
  }

  /// `{force:table.index}` becomes a hint when the shop has that index, and nothing otherwise;
  /// `{charset:table}` and `{collation:table}` become how the table holds and compares text.
  static func resolve(_ template: String, _ schema: StoreSchema) -> [UInt8] {
    var out = ""
    var rest = template[...]
    while let start = rest.firstIndex(of: "{") {
      guard let end = rest[start...].firstIndex(of: "}") else { preconditionFailure("unclosed {") }
      out += rest[..<start]
      out += resolved(rest[rest.index(after: start)..<end], schema) ?? String(rest[start...end])
      rest = rest[rest.index(after: end)...]
    }
    return Array((out + rest).utf8)
  }

  /// Longer than any status: what stands in a list of statuses that is empty.
  private static let noStatus = "(no status is left out)"
  /// What the schema puts into a place; nil when the place is none of the schema's.
  private static func resolved(_ place: Substring, _ schema: StoreSchema) -> String? {
    guard let colon = place.firstIndex(of: ":") else { return nil }
    let name = String(place[place.index(after: colon)...])
    switch place[..<colon] {
    case "force":
      guard schema.indexes.contains(name), let index = name.split(separator: ".").last else {
        return ""
      }
      return "FORCE INDEX (\(index == "PRIMARY" ? "PRIMARY" : "`\(index)`"))"
    case "charset": return schema.charset(of: name)
    case "collation": return schema.collation(of: name)
    default: preconditionFailure("unknown place {\(place)}")
    }
  }

  /// Whether the shop has the tables that the section cannot do without.
  static func isThere(_ section: StatementFile.Section, _ schema: StoreSchema) -> Bool {
    section.table?.split(separator: ",").allSatisfy { schema.has(String($0)) } ?? true
  }

  private static func constants(
    shop: Shop, entity: Entity, filter: RowFilter, keys: [String]
  ) -> [String: Literal] {
    let isDefault = filter.statuses == nil && !filter.isEveryStatus
    let excluded = isDefault ? entity.exclusion?.values ?? [] : []
    var values = shopValues(shop)
    values["excluded"] = .list(
      excluded.isEmpty ? [.text(Self.noStatus)] : excluded.flatMap(RowFilter.spellings))
    values["statuses"] = .list((filter.statuses ?? []).flatMap(RowFilter.spellings))
    values["every_status"] = .integer(filter.statuses == nil ? 1 : 0)
    values["keys"] = .list(keys.map { .text($0) })
    values["field_keys"] = .list(FieldReading.keys(of: entity).map { .text($0) })
    values["meta_units"] = .integer(FieldReading.unitsMax)
    return values
  }

  /// The values of the places that only the shop decides.
  static func shopValues(_ shop: Shop) -> [String: Literal] {
    let uncounted = shop.analytics.excludedStatuses + AnalyticsRules.neverCounted
    return [
      "prefix": .prefix(shop.prefix),
      "user_prefix": .prefix(shop.userPrefix ?? shop.prefix),
      "price_decimals": .integer(Int64(shop.priceDecimals)),
      "uncounted": .list(uncounted.flatMap(RowFilter.spellings)),
      "members": .list([]),
      "excluded": .list(AnalyticsRules.neverCounted.flatMap(RowFilter.spellings)),
    ]
  }

  /// All meta keys to ask for: those that rules name, and those of the catalogue.
  private static func metaKeys(
    _ need: InputNeed, _ sections: [StatementFile.Section]
  ) -> [String] {
    var keys: [String] = []
    for section in sections where section.kind == .pairs {
      keys += section.rules.filter { $0[0] != "*" && need.inputs.contains($0[2]) }.map { $0[0] }
    }
    keys += need.metaKeys
    var seen: Set<String> = []
    return keys.filter { seen.insert($0).inserted }
  }
}

extension ReadPlan {
  private func columns(of template: [UInt8], _ connection: inout Connection) throws(Fault)
    -> [String]
  {
    var nothing = values(after: 0, upto: 0, limit: 1, signpost: 0)
    nothing["slice_after"] = .integer(0)
    nothing["slice_upto"] = .integer(0)
    var stream = try connection.stream(
      SQLText(template: template, nothing), "preparing to read")
    let names = stream.columnNames()
    while try stream.next() {}
    return names
  }

  private func shape(
    _ section: StatementFile.Section, _ template: [UInt8], _ keys: [String], _ need: InputNeed,
    _ slots: inout SlotTable, _ connection: inout Connection
  ) throws(Fault) -> Satellite.Shape? {
    switch section.kind {
    case .count, .signpost, .bound, .rows, .survey, .slices, .changed, .touched, .beside,
      .dated:
      return nil
    case .single:
      let names = try columns(of: template, &connection).dropFirst()
      if !names.contains(where: need.inputs.contains) { return nil }
      return .single(names.map { slots.slot(input: $0) })
    case .lanes:
      let names = try columns(of: template, &connection).dropFirst(2)
      let lanes = section.rules[0]
      return .lanes(
        NameTable(lanes),
        slots: lanes.map { lane in names.map { slots.slot(input: "\(lane)_\($0)") } })
    case .pairs:
      let named = Dictionary(
        section.rules.map { ($0[0], $0[2]) }, uniquingKeysWith: { first, _ in first })
      if keys.isEmpty, named["*"] == nil { return nil }
      _ = try columns(of: template, &connection)
      return .pairs(
        NameTable(keys),
        slots: keys.map { key in
          named[key].map { slots.slot(input: $0) } ?? slots.slot(meta: key)
        },
        others: named["*"].map { slots.slot(input: $0) })
    case .join:
      _ = try columns(of: template, &connection)
      return .join(
        NameTable(section.rules.map { $0[0] }),
        slots: section.rules.map { slots.slot(input: $0[2]) })
    case .fold:
      _ = try columns(of: template, &connection)
      return .fold(Self.fold(section, &slots))
    case .lookup:
      let names = try columns(of: template, &connection).dropFirst(2)
      return .lookup(
        Satellite.Lookup(
          lanes: NameTable(section.rules.map { $0[1] }),
          by: section.rules.map { slots.slot(input: $0[0]) },
          slots: section.rules.map { rule in
            names.map { slots.slot(input: "\(rule[3])_\($0)") }
          },
          isCached: section.template.contains("{wanted}")))
    case .wide:
      _ = try columns(of: template, &connection)
      return .wide(Self.wide(section, &slots))
    case .named, .tree, .terms, .listed, .groups, .values, .labels:
      let constants = values(after: 0, upto: 0, limit: 1, signpost: 0)
      try Self.prove(template, constants, &connection)
      return Self.shape(section, &slots)
    case .ids, .members:
      return nil
    }
  }

  private static func wide(
    _ section: StatementFile.Section, _ slots: inout SlotTable
  ) -> [Satellite.WideRule] {
    section.rules.map { rule in
      guard rule.count == 2, let merging = Satellite.WideRule.Merging(rawValue: rule[1]) else {
        preconditionFailure("a wide section's rule")
      }
      return Satellite.WideRule(slot: slots.slot(input: rule[0]), merging: merging)
    }
  }

  private static func fold(
    _ section: StatementFile.Section, _ slots: inout SlotTable
  ) -> Satellite.Fold {
    var outputs: [String] = []
    var lanes: [String] = []
    var names: [String] = []
    var rules: [Satellite.Rule] = []
    func place(_ word: String, in words: inout [String]) -> Int {
      let text = word == "*" ? "" : word
      if let index = words.firstIndex(of: text) { return index }
      words.append(text)
      return words.count - 1
    }
    for rule in section.rules {
      guard let measure = Satellite.Measure(rawValue: rule[2]), rule.count == 4 || rule.count == 6
      else { preconditionFailure("a fold's rule") }
      let lane = place(rule[0], in: &lanes)
      rules.append(
        Satellite.Rule(
          lane: lane, name: place(rule[1], in: &names), measure: measure,
          unless: rule.count == 6
            ? rules.firstIndex { $0.lane == lane && names[$0.name] == rule[5] } : nil,
          output: place(rule[3], in: &outputs)))
    }
    return Satellite.Fold(
      lanes: NameTable(lanes), names: NameTable(names), rules: rules,
      slots: outputs.map { slots.slot(input: $0) })
  }
}
