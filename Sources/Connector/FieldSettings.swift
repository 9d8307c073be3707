internal import Model
internal import Runtime
internal import WordPress

/// Which columns each entity delivers, and what happens to personal ones, as the site has chosen.
struct FieldSettings: Sendable {
  /// What is chosen, by entity; every column where nothing is.
  var selections: [String: FieldSelection] = [:]
  /// What happens to columns that tell something about a person.
  var privacy = PrivacyRules()

  subscript(_ entity: String) -> FieldSelection {
    get { selections[entity] ?? .standard }
    set { selections[entity] = newValue }
  }
}

/// Settings about columns as WordPress's options hold them: arrays, or the text that the variables
/// take.
enum FieldOptions {
  /// What the columns' setting lists.
  static func addColumns(
    _ value: PHPValue?, _ setting: StoredSetting, to fields: inout FieldSettings
  ) throws(Fault) {
    for (entity, word) in try lists(value, setting) {
      fields[entity].columns = (fields[entity].columns ?? []) + [word]
    }
  }

  /// What the meta keys' setting lists.
  static func addMeta(
    _ value: PHPValue?, _ setting: StoredSetting, to fields: inout FieldSettings
  ) throws(Fault) {
    for (entity, word) in try lists(value, setting) {
      fields[entity].meta.append(try MetaField(word, isSite: true))
    }
  }

  /// The privacy rules; what cannot be read is a Fault, since nothing may pass by mistake.
  static func privacy(_ value: PHPValue?, _ setting: StoredSetting) throws(Fault) -> PrivacyRules {
    guard let value else { return PrivacyRules() }
    if let text = value.bytes { return try PrivacyRules(String(decoding: text, as: UTF8.self)) }
    guard let array = value.array else { throw damaged(setting) }
    var rules = PrivacyRules()
    for entry in array.entries {
      let name = String(decoding: entry.key.bytes, as: UTF8.self)
      if let inner = entry.value.array {
        for entry in inner.entries {
          try set(name, String(decoding: entry.key.bytes, as: UTF8.self), entry.value, &rules)
        }
        continue
      }
      let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
      let isSite = parts.count < 2
      try set(isSite ? nil : parts[0], isSite ? name : parts[1], entry.value, &rules)
    }
    return rules
  }

  private static func set(
    _ entity: String?, _ privacy: String, _ rule: PHPValue, _ rules: inout PrivacyRules
  ) throws(Fault) {
    try rules.set(entity: entity, privacy: privacy, rule: rule.scalarText ?? "")
  }

  static func lists(
    _ value: PHPValue?, _ setting: StoredSetting
  ) throws(Fault) -> [(entity: String, word: String)] {
    guard let value else { return [] }
    if let text = value.bytes {
      return try FieldSelection.lists(String(decoding: text, as: UTF8.self))
    }
    guard let array = value.array else { throw damaged(setting) }
    var lists: [(entity: String, word: String)] = []
    for entry in array.entries {
      let entity = String(decoding: entry.key.bytes, as: UTF8.self)
      try FieldSelection.checkEntity(entity)
      for word in try words(entry.value, setting) { lists.append((entity, word)) }
    }
    return lists
  }

  /// `[word, …]`, `[key => type, …]` or a text with commas.
  private static func words(_ value: PHPValue, _ setting: StoredSetting) throws(Fault) -> [String] {
    if let array = value.array {
      var words: [String] = []
      for entry in array.entries {
        guard let text = entry.value.scalarText else { throw damaged(setting) }
        let name = String(decoding: entry.key.bytes, as: UTF8.self)
        words.append(array.isList ? text : "\(name):\(text)")
      }
      return words
    }
    guard let text = value.scalarText else { throw damaged(setting) }
    return text.split(separator: ",").map(String.init)
  }

  private static func damaged(_ setting: StoredSetting) -> Fault {
    Fault(
      .configuration, operation: "reading settings", subject: setting.option,
      cause: "the option cannot be understood",
      hint: "Store it again with wkpbic configure, or delete it", recovery: .operator)
  }

  // MARK: What is stored

  /// The option's value for what a person typed; nil for `none`, which takes the option away.
  static func value(_ setting: StoredSetting, _ text: String) throws(Fault) -> PHPValue? {
    if text == "none" { return nil }
    if setting == .privacy { return privacyValue(try PrivacyRules(text)) }
    var entities: [(name: String, words: [PHPValue])] = []
    for (entity, word) in try FieldSelection.lists(text) {
      if let index = entities.firstIndex(where: { $0.name == entity }) {
        entities[index].words.append(.text(word))
      } else {
        entities.append((entity, [.text(word)]))
      }
    }
    var array = PHPArray()
    for (name, words) in entities { array[PHPKey(name)] = .list(words) }
    return .array(array)
  }

  private static func privacyValue(_ rules: PrivacyRules) -> PHPValue {
    var array = PHPArray()
    for (entity, privacy, rule) in rules.entries {
      array[PHPKey(entity.map { "\($0).\(privacy)" } ?? privacy)] = .text(rule)
    }
    return .array(array)
  }
}
