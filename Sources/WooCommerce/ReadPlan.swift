internal import MariaDB
internal import Model
internal import Runtime

/// Which rows of an entity are read.
package struct RowFilter: Sendable, Equatable {
  /// The only statuses, with or without `wc-`; nil leaves out what the entity leaves out by
  /// default.
  package var statuses: [String]?
  /// Whether every status is read, whatever it is.
  package var isEveryStatus: Bool

  package init(statuses: [String]?, isEveryStatus: Bool) {
    self.statuses = statuses
    self.isEveryStatus = isEveryStatus
  }

  /// What the entity gives without being asked for more.
  package static let standard = RowFilter(statuses: nil, isEveryStatus: false)

  /// A status in both spellings that tables use.
  static func spellings(_ status: String) -> [Literal] {
    let bare = status.hasPrefix("wc-") ? String(status.dropFirst(3)) : status
    return [.text(bare), .text("wc-" + bare)]
  }
}

/// An entity's statements, made ready for one shop: indexes resolved, inputs bound to slots.
struct ReadPlan: Sendable {
  let count: [UInt8]
  let signpost: [UInt8]
  let bound: [UInt8]
  let rows: [UInt8]
  private(set) var satellites: [Satellite] = []
  /// The slot of each column of the entity's own rows, after the key.
  private(set) var ownSlots: [Int] = []
  /// Values of the places that stay the same from page to page.
  private let constants: [String: Literal]

  /// Asks the server for the columns of each statement, which also proves that it can run it.
  init(
    _ file: StatementFile, entity: Entity, shop: Shop, schema: StoreSchema, filter: RowFilter,
    slots: inout SlotTable, connection: inout Connection
  ) throws(Fault) {
    count = Self.resolve(file.section(.count).template, schema)
    signpost = Self.resolve(file.section(.signpost).template, schema)
    bound = Self.resolve(file.section(.bound).template, schema)
    rows = Self.resolve(file.section(.rows).template, schema)
    let kept = file.sections.filter { $0.table.map(schema.has) ?? true }
    let keys = Self.metaKeys(entity, kept)
    constants = Self.constants(shop: shop, entity: entity, filter: filter, keys: keys)
    let names = try columns(of: rows, &connection)
    ownSlots = names.dropFirst().map { slots.slot(input: $0) }
    for section in kept {
      let template = Self.resolve(section.template, schema)
      guard
        let shape = try shape(section, template, keys, &slots, &connection)
      else { continue }
      satellites.append(Satellite(name: section.name, shape: shape, template: template))
    }
    if let fields = FieldReading.satellite(entity, shop, schema, namesKeys: false, &slots) {
      satellites.append(fields)
    }
  }

  /// The values of a page's places.
  func values(after: Int64, upto: Int64, limit: Int, signpost: Int64) -> [String: Literal] {
    var values = constants
    values["after"] = .integer(after)
    values["upto"] = .integer(upto)
    values["limit"] = .integer(Int64(limit))
    values["signpost"] = .integer(signpost)
    return values
  }

  /// `{force:table.index}` becomes a hint when the shop has that index, and nothing otherwise.
  static func resolve(_ template: String, _ schema: StoreSchema) -> [UInt8] {
    var out = ""
    var rest = template[...]
    while let start = rest.firstRange(of: "{force:") {
      out += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      guard let end = rest.firstIndex(of: "}") else { preconditionFailure("unclosed {force:") }
      let name = String(rest[..<end])
      if schema.indexes.contains(name), let index = name.split(separator: ".").last {
        out += "FORCE INDEX (\(index == "PRIMARY" ? "PRIMARY" : "`\(index)`"))"
      }
      rest = rest[rest.index(after: end)...]
    }
    return Array((out + rest).utf8)
  }

  private static func constants(
    shop: Shop, entity: Entity, filter: RowFilter, keys: [String]
  ) -> [String: Literal] {
    let isDefault = filter.statuses == nil && !filter.isEveryStatus
    let excluded = isDefault ? entity.exclusion?.values ?? [] : []
    return [
      "prefix": .prefix(shop.prefix),
      "excluded": .list(excluded.isEmpty ? [.text("")] : excluded.flatMap(RowFilter.spellings)),
      "statuses": .list((filter.statuses ?? []).flatMap(RowFilter.spellings)),
      "every_status": .integer(filter.statuses == nil ? 1 : 0),
      "keys": .list(keys.map { .text($0) }),
      "field_keys": .list(FieldReading.keys(of: entity).map { .text($0) }),
      "meta_units": .integer(FieldReading.unitsMax),
    ]
  }

  /// All meta keys to ask for: those that rules name, and those of the catalogue.
  private static func metaKeys(_ entity: Entity, _ sections: [StatementFile.Section]) -> [String] {
    var keys: [String] = []
    for section in sections where section.kind == .pairs {
      keys += section.rules.map { $0[0] }
    }
    for column in entity.columns + entity.underlying {
      for case .meta(let key) in column.value.references { keys.append(key) }
    }
    var seen: Set<String> = []
    return keys.filter { seen.insert($0).inserted }
  }
}

extension ReadPlan {
  private func columns(of template: [UInt8], _ connection: inout Connection) throws(Fault)
    -> [String]
  {
    let nothing = values(after: 0, upto: 0, limit: 1, signpost: 0)
    var stream = try connection.stream(
      SQLText(template: template, nothing), "preparing to read")
    let names = stream.columnNames()
    while try stream.next() {}
    return names
  }

  private func shape(
    _ section: StatementFile.Section, _ template: [UInt8], _ keys: [String],
    _ slots: inout SlotTable, _ connection: inout Connection
  ) throws(Fault) -> Satellite.Shape? {
    switch section.kind {
    case .count, .signpost, .bound, .rows, .survey:
      return nil
    case .single:
      let names = try columns(of: template, &connection)
      return .single(names.dropFirst().map { slots.slot(input: $0) })
    case .lanes:
      let names = try columns(of: template, &connection).dropFirst(2)
      let lanes = section.rules[0]
      return .lanes(
        NameTable(lanes),
        slots: lanes.map { lane in names.map { slots.slot(input: "\(lane)_\($0)") } })
    case .pairs:
      if keys.isEmpty { return nil }
      _ = try columns(of: template, &connection)
      let named = Dictionary(
        section.rules.map { ($0[0], $0[2]) }, uniquingKeysWith: { first, _ in first })
      return .pairs(
        NameTable(keys),
        slots: keys.map { key in
          named[key].map { slots.slot(input: $0) } ?? slots.slot(meta: key)
        })
    case .join:
      _ = try columns(of: template, &connection)
      return .join(
        NameTable(section.rules.map { $0[0] }),
        slots: section.rules.map { slots.slot(input: $0[2]) })
    case .fold:
      _ = try columns(of: template, &connection)
      return .fold(Self.fold(section, &slots))
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
      precondition(rule.count == 4 && (rule[2] == "sum" || rule[2] == "rounded"), "a fold's rule")
      rules.append(
        Satellite.Rule(
          lane: place(rule[0], in: &lanes), name: place(rule[1], in: &names),
          isRounded: rule[2] == "rounded", output: place(rule[3], in: &outputs)))
    }
    return Satellite.Fold(
      lanes: NameTable(lanes), names: NameTable(names), rules: rules,
      slots: outputs.map { slots.slot(input: $0) })
  }
}
