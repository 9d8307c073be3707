internal import MariaDB
internal import Model
internal import Runtime
internal import WooCommerce
internal import WordPress

/// Entities as this shop delivers them.
///
/// This is the only file of the product's verbs that touches the catalogue: whatever reads, counts,
/// describes, sends or exports gets its entities here, and so under the site's privacy rules.
extension Connector {
  /// All entities, with the chosen columns and under the privacy rules.
  func readyEntities() throws(Fault) -> [Entity] {
    var connection = try Connection.open(configuration.database)
    return try readyEntities(try reading(&connection))
  }

  func readyEntities(_ reading: ShopReading) throws(Fault) -> [Entity] {
    var entities: [Entity] = []
    for entity in Catalogue.entities {
      do throws(Fault) {
        entities.append(try readyEntity(entity, reading))
      } catch {
        // Not what was typed just now is wrong, but what is configured.
        var fault = error
        fault.code = .configuration
        throw fault
      }
    }
    return entities
  }

  /// One entity, as the site has chosen it.
  func readyEntity(_ entity: Entity, _ reading: ShopReading) throws(Fault) -> Entity {
    try reading.entity(entity.slug) { () throws(Fault) in
      let fields = try fields(reading.options.options, [:])
      return try entity.prepared(fields[entity.slug], fields.privacy)
    }
  }

  /// One entity, with other columns than the site has chosen; under its privacy rules all the same.
  func readyEntity(
    _ slug: String, columns: [String]?, meta: [String]?
  ) throws(Fault) -> Entity {
    let fields = try fields()
    let entity = try catalogued(slug)
    var selection = fields[slug]
    if let meta {
      selection.meta = []
      for word in meta { selection.meta.append(try MetaField(word, isSite: false)) }
    }
    if let columns {
      selection.columns = columns
      selection.isExact = true
    }
    // Keys that are asked for beside exact columns are among them.
    if let columns, meta != nil {
      selection.columns = columns + (try entity.metaColumnNames(selection.meta))
    }
    return try entity.prepared(selection, fields.privacy)
  }

  /// The slugs of all entities.
  package static var entitySlugs: [String] { Catalogue.entities.map(\.slug) }

  func catalogued(_ slug: String) throws(Fault) -> Entity {
    if let entity = Catalogue.entity(slug) { return entity }
    let known = Catalogue.entities.map(\.slug).joined(separator: ", ")
    throw Fault(
      .usage, operation: "choosing entities", subject: slug, cause: "there is no such entity",
      hint: "Choose among: \(known)", recovery: .operator)
  }

  private func fields() throws(Fault) -> FieldSettings {
    var connection = try Connection.open(configuration.database)
    return try fields(try site(&connection), &connection)
  }

  /// What the site has chosen: settings stand before options.
  ///
  /// `typed` stands before both, as a person has just typed it.
  func fields(
    _ site: Site, _ connection: inout Connection, typed: [StoredSetting: String] = [:]
  ) throws(Fault) -> FieldSettings {
    let names = Self.fieldSettings.map(\.option)
    return try fields(try site.options.read(names, &connection), typed)
  }

  static let fieldSettings: [StoredSetting] = [.columns, .metaColumns, .privacy]

  func fields(
    _ options: StoredOptions, _ typed: [StoredSetting: String]
  ) throws(Fault) -> FieldSettings {
    func value(_ setting: StoredSetting) throws(Fault) -> PHPValue? {
      if let text = typed[setting] { return try FieldOptions.value(setting, text) }
      if let text = configuration.fields[setting] { return .text(text) }
      guard let row = options[setting.option], !row.value.isEmpty else { return nil }
      return PHPMaybe.unserialize(row.value)
    }
    var fields = FieldSettings()
    try FieldOptions.addColumns(try value(.columns), .columns, to: &fields)
    try FieldOptions.addMeta(try value(.metaColumns), .metaColumns, to: &fields)
    fields.privacy = try FieldOptions.privacy(try value(.privacy), .privacy)
    return fields
  }

  /// The rules in force, and the chosen meta columns that they leave out.
  func privacyFinding() throws(Fault) -> Finding {
    let fields = try fields()
    var lost: [String] = []
    for entity in Catalogue.entities {
      let selection = fields[entity.slug]
      let ready = try entity.prepared(selection, fields.privacy)
      let names = try entity.metaColumnNames(selection.meta)
      lost += names.filter { name in !ready.columns.contains { $0.name == name } }
        .map { "\(entity.slug).\($0)" }
    }
    let rules = fields.privacy.entries.map { entity, privacy, rule in
      "\(entity.map { "\($0)." } ?? "")\(privacy)=\(rule)"
    }
    let words = rules.isEmpty ? "everything passes" : rules.joined(separator: ", ")
    if lost.isEmpty { return Finding("privacy", .ok, words) }
    return Finding(
      "privacy", .warning, "\(words); chosen and left out: \(lost.joined(separator: ", "))",
      remedy:
        "Take them out of --meta, or say that a key is harmless: --meta=orders.KEY:String:none")
  }

  /// What makes keyed hashes; nil when no rule asks for them.
  func pseudonyms(
    _ fields: FieldSettings, _ connection: inout Connection
  ) throws(Fault) -> Pseudonyms? {
    guard fields.privacy.needsKey else { return nil }
    if let key = configuration.privacyKey { return Pseudonyms(key: key) }
    return Pseudonyms(salt: try authSalt(&connection))
  }

  /// Stores or takes away a setting about columns; false when nothing had to be written.
  func setFields(
    _ setting: StoredSetting, _ text: String, _ site: Site, _ connection: inout Connection
  ) throws(Fault) -> Bool {
    guard let value = try FieldOptions.value(setting, text) else {
      return try site.options.delete(setting.option, &connection)
    }
    return try site.options.set(setting.option, value, .off, &connection)
  }

  /// What was typed just now is its author's mistake, not the configuration's.
  private static func checkTyped(_ setting: StoredSetting, _ text: String) throws(Fault) {
    do throws(Fault) {
      var fields = FieldSettings()
      let value = try FieldOptions.value(setting, text)
      switch setting {
      case .columns: try FieldOptions.addColumns(value, setting, to: &fields)
      case .metaColumns: try FieldOptions.addMeta(value, setting, to: &fields)
      default: fields.privacy = try FieldOptions.privacy(value, setting)
      }
    } catch {
      var fault = error
      fault.code = .usage
      throw fault
    }
  }

  /// A Fault when settings about columns would not fit: before any is stored.
  func checkFields(
    _ values: [StoredSetting: String], _ site: Site, _ connection: inout Connection
  ) throws(Fault) {
    if values.isEmpty { return }
    for (setting, text) in values { try Self.checkTyped(setting, text) }
    let fields = try fields(site, &connection, typed: values)
    for entity in Catalogue.entities {
      _ = try entity.prepared(fields[entity.slug], fields.privacy)
    }
  }
}
