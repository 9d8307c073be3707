package import Runtime

extension Entity {
  /// The entity as a shop delivers it: with its meta columns, under the privacy rules, with the
  /// chosen columns only, and within the limits of a table.
  ///
  /// Whatever is read, described, counted, sent or exported goes through here.
  package func prepared(
    _ selection: FieldSelection, _ privacy: PrivacyRules
  ) throws(Fault) -> Entity {
    let metaColumns = try metaColumns(selection.meta)
    var entity = self
    entity.columns += metaColumns.map(\.column)
    entity.apply(privacy) { column in
      metaColumns.first { $0.column.name == column.name }?.classes
        ?? MetaKey.classes(of: column)
    }
    try entity.choose(selection, from: self, metaColumns.map(\.column.name))
    try entity.checkLimits()
    return entity
  }

  /// A Fault when the service would refuse a table of these columns.
  package func checkLimits() throws(Fault) {
    guard columns.count <= Model.entityColumnsMax else {
      let spare = columns.first { $0.presets.isEmpty && !key.contains($0.name) }?.name ?? "NAME"
      throw FieldFault.usage(
        slug,
        "\(columns.count) columns are more than the \(Model.entityColumnsMax) that a table "
          + "has room for", "Leave some out with --columns: analytics, or -\(spare) and others")
    }
    var seen = Set(EngineColumn.allCases.map { $0.rawValue.lowercased() })
    for column in columns {
      let isPlain = column.name.utf8.allSatisfy { byte in
        byte == UInt8(ascii: "_") || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= 0x7A)
          || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
      }
      guard isPlain, !column.name.isEmpty, column.name.utf8.count <= Model.columnNameMax else {
        throw FieldFault.usage(
          "\(slug).\(column.name)", "no column can be called that",
          "Use 1 to \(Model.columnNameMax) of the characters A-Z a-z 0-9 _")
      }
      guard seen.insert(column.name.lowercased()).inserted else {
        throw FieldFault.usage(
          "\(slug).\(column.name)", "two columns bear that name", "Choose one of them")
      }
    }
  }
}

extension Entity {
  /// The names of the columns that meta keys become.
  package func metaColumnNames(_ fields: [MetaField]) throws(Fault) -> [String] {
    try metaColumns(fields).map(\.column.name)
  }

  private func metaColumns(
    _ fields: [MetaField]
  ) throws(Fault) -> [(column: Column, classes: [Column.Privacy])] {
    if fields.isEmpty { return [] }
    guard let home = metaHome else {
      throw FieldFault.usage(
        slug, "its rows have no meta", "Choose meta keys of orders, items, products or customers")
    }
    var taken = Set(columns.map { $0.name.lowercased() })
    var keys: Set<String> = []
    var found: [(column: Column, classes: [Column.Privacy])] = []
    for field in fields {
      guard keys.insert(field.key).inserted else {
        throw FieldFault.usage("\(slug).\(field.key)", "the key stands twice", "Name it once")
      }
      let name = MetaKey.columnName(field.key, taken: taken)
      taken.insert(name.lowercased())
      let classes = field.privacy.map { [$0] } ?? MetaKey.classes(field.key, in: home)
      let column = Column(
        name, field.type, nullable: true, group: "Custom Fields", presets: [], additive: false,
        privacy: classes[0], "Meta key \(field.key)", value: .field(field.key))
      found.append((column, classes))
    }
    return found
  }

  /// Puts every column under the rule of its classes.
  private mutating func apply(_ rules: PrivacyRules, classes: (Column) -> [Column.Privacy]) {
    var kept: [Column] = []
    for column in columns {
      let rule = rules.rule(for: classes(column), entity: slug)
      if let result = column.under(rule) { kept.append(result) }
    }
    keep(kept)
  }

  private mutating func choose(
    _ selection: FieldSelection, from catalogue: Entity, _ metaNames: [String]
  ) throws(Fault) {
    guard let words = selection.columns else { return }
    var names = try Self.names(words, catalogue, metaNames)
    if !selection.isExact {
      let needed = ["source_store"] + key + (mainDate.map { [$0] } ?? [])
      names += needed.filter { !names.contains($0) } + metaNames.filter { !names.contains($0) }
      keep(columns.filter { names.contains($0.name) })
      return
    }
    var kept: [Column] = []
    for name in names {
      // One that a rule has left out stays out, whoever names it.
      if let column = columns.first(where: { $0.name == name }) { kept.append(column) }
    }
    guard !kept.isEmpty else {
      throw FieldFault.usage(
        slug, "no column is left", "Name columns that no privacy rule leaves out")
    }
    keep(kept)
  }

  /// The names that words mean: columns, presets, `all`, and `-name` for all but that one.
  private static func names(
    _ words: [String], _ catalogue: Entity, _ metaNames: [String]
  ) throws(Fault) -> [String] {
    let every = catalogue.columns.map(\.name)
    var names: [String] = []
    for (index, word) in words.enumerated() {
      if word.hasPrefix("-") {
        if index == 0 { names = every }
        let name = String(word.dropFirst())
        guard every.contains(name) else { throw Self.unknown(name, catalogue) }
        names.removeAll { $0 == name }
        continue
      }
      var added = [word]
      if let preset = Column.Preset(rawValue: word) {
        added = catalogue.columns.filter { $0.presets.contains(preset) }.map(\.name)
      } else if word == "all" {
        added = every
      } else if !every.contains(word), !metaNames.contains(word) {
        throw Self.unknown(word, catalogue)
      }
      names += added.filter { !names.contains($0) }
    }
    return names
  }

  private static func unknown(_ name: String, _ catalogue: Entity) -> Fault {
    FieldFault.usage(
      "\(catalogue.slug).\(name)", "there is no such column",
      "Columns are \(catalogue.columns.map(\.name).joined(separator: ", ")); also essential, "
        + "analytics and all")
  }

  /// Delivers these columns only; what they follow from stays, unseen.
  private mutating func keep(_ kept: [Column]) {
    let known =
      underlying
      + columns.filter { column in
        !underlying.contains { $0.name == column.name }
      }
    var needed: [Column] = []
    var open = kept
    while let column = open.popLast() {
      for case .column(let name) in column.value.references {
        let isHere = kept.contains { $0.name == name && !$0.isVeiled }
        guard !isHere, !needed.contains(where: { $0.name == name }),
          let original = known.first(where: { $0.name == name })
        else { continue }
        needed.append(original)
        open.append(original)
      }
    }
    columns = kept
    underlying = needed
  }
}

extension Column {
  /// Whether its values are no longer what the shop holds.
  package var isVeiled: Bool {
    switch value {
    case .hashed, .coarse: true
    default: false
    }
  }

  /// How its values are hidden, in a word; empty when they are what the shop holds.
  package var veil: String {
    switch value {
    case .hashed: "hash"
    case .coarse(let form, _): "\(form)"
    default: ""
    }
  }

  /// The column under a rule; nil when it is left out.
  fileprivate func under(_ rule: PrivacyRules.Rule) -> Column? {
    var column = self
    switch rule {
    case .pass: return self
    case .drop: return nil
    case .hash:
      guard isText else { return nil }
      column.value = .hashed(.column(name))
      column.description += " (as a keyed hash)"
    case .generalise:
      guard let form = Coarsening(self) else { return nil }
      column.value = .coarse(form, .column(name))
      column.description += " (made coarser)"
    }
    column.type = .string
    column.isNullable = true
    column.isAdditive = false
    return column
  }

  /// Whether its values can be had as text.
  private var isText: Bool {
    if case .field = value { return true }
    return type == .string
  }
}
