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
    let fields = try fields()
    var entities: [Entity] = []
    for entity in Catalogue.entities {
      do throws(Fault) {
        entities.append(try entity.prepared(fields[entity.slug], fields.privacy))
      } catch {
        // Not what was typed just now is wrong, but what is configured.
        var fault = error
        fault.code = .configuration
        throw fault
      }
    }
    return entities
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
  func fields(_ site: Site, _ connection: inout Connection) throws(Fault) -> FieldSettings {
    let settings: [StoredSetting] = [.columns, .metaColumns, .privacy]
    let options = try site.options.read(settings.map(\.option), &connection)
    func value(_ setting: StoredSetting) -> PHPValue? {
      if let text = configuration.fields[setting] { return .text(text) }
      guard let row = options[setting.option], !row.value.isEmpty else { return nil }
      return PHPMaybe.unserialize(row.value)
    }
    var fields = FieldSettings()
    try FieldOptions.addColumns(value(.columns), .columns, to: &fields)
    try FieldOptions.addMeta(value(.metaColumns), .metaColumns, to: &fields)
    fields.privacy = try FieldOptions.privacy(value(.privacy), .privacy)
    return fields
  }

  /// What makes keyed hashes; nil when no rule asks for them.
  func pseudonyms(_ site: Site, _ connection: inout Connection) throws(Fault) -> Pseudonyms? {
    guard try fields(site, &connection).privacy.needsKey else { return nil }
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

  /// A Fault when settings about columns would not fit: before any is stored.
  func checkFields(
    _ values: [StoredSetting: String], _ site: Site, _ connection: inout Connection
  ) throws(Fault) {
    var fields = try fields(site, &connection)
    if let text = values[.columns] {
      for slug in fields.selections.keys { fields[slug].columns = nil }
      try FieldOptions.addColumns(try FieldOptions.value(.columns, text), .columns, to: &fields)
    }
    if let text = values[.metaColumns] {
      for slug in fields.selections.keys { fields[slug].meta = [] }
      try FieldOptions.addMeta(
        try FieldOptions.value(.metaColumns, text), .metaColumns, to: &fields)
    }
    if let text = values[.privacy] {
      fields.privacy = try FieldOptions.privacy(
        try FieldOptions.value(.privacy, text), .privacy)
    }
    for entity in Catalogue.entities {
      _ = try entity.prepared(fields[entity.slug], fields.privacy)
    }
  }
}
