package import Runtime

/// What happens to columns that tell something about a person, by class and entity.
///
/// A rule for one entity stands before the one for the whole site; without any, values pass.
package struct PrivacyRules: Sendable, Equatable {
  private var rules: [Place: Rule] = [:]

  /// What a rule is about; the whole site without an entity.
  private struct Place: Hashable {
    var entity: String?
    var privacy: Column.Privacy
  }

  /// What happens to a column, from the most lenient to the strictest.
  package enum Rule: String, Sendable, Comparable, CaseIterable {
    /// Values are sent as they are.
    case pass
    /// Values are made coarser; a column without a coarser form is left out.
    case generalise
    /// Values become keyed hashes: equal ones stay equal.
    case hash
    /// The column is left out.
    case drop

    package static func < (left: Rule, right: Rule) -> Bool {
      left.strictness < right.strictness
    }

    private var strictness: Int {
      switch self {
      case .pass: 0
      case .generalise: 1
      case .hash: 2
      case .drop: 3
      }
    }
  }

  /// Everything passes.
  package init() {}

  /// Reads `class=rule` and `entity.class=rule`, comma-separated.
  ///
  /// What cannot be understood is a Fault: a rule that is passed over would let everything pass.
  package init(_ text: String) throws(Fault) {
    for part in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2 else {
        throw FieldFault.configuration(
          String(part), "a rule is class=rule or entity.class=rule", Self.hint)
      }
      let place = sides[0].split(separator: ".", omittingEmptySubsequences: false)
      guard place.count <= 2 else {
        throw FieldFault.configuration(String(part), "a rule names one entity", Self.hint)
      }
      try set(
        entity: place.count == 2 ? String(place[0]) : nil, privacy: String(place[place.count - 1]),
        rule: sides[1])
    }
  }

  private static let hint =
    "Classes are personal, contact, identifier and all; rules pass, generalise, hash and drop"

  /// Adds a rule, given in words; the entity nil or `*` means the whole site.
  package mutating func set(entity: String?, privacy: String, rule: String) throws(Fault) {
    let slug = entity == "*" ? nil : entity
    if let slug, Catalogue.entity(slug) == nil {
      throw FieldFault.configuration(slug, "there is no such entity", Self.hint)
    }
    guard let meant = Self.rule(rule) else {
      throw FieldFault.configuration(rule, "there is no such rule", Self.hint)
    }
    let word = privacy.lowercased()
    let classes = word == "all" ? Self.classes : Self.classes.filter { $0.rawValue == word }
    guard !classes.isEmpty else {
      throw FieldFault.configuration(privacy, "there is no such class", Self.hint)
    }
    for privacy in classes { rules[Place(entity: slug, privacy: privacy)] = meant }
  }

  private static let classes: [Column.Privacy] = [.personal, .contact, .identifier]

  private static func rule(_ word: String) -> Rule? {
    let lower = word.lowercased()
    return lower == "generalize" ? .generalise : Rule(rawValue: lower)
  }

  /// The strictest rule of these classes.
  package func rule(for classes: [Column.Privacy], entity: String) -> Rule {
    classes.map { privacy in
      rules[Place(entity: entity, privacy: privacy)] ?? rules[Place(entity: nil, privacy: privacy)]
        ?? .pass
    }.max() ?? .pass
  }

  /// Whether any rule asks for hashes, which need a key.
  package var needsKey: Bool { rules.values.contains(.hash) }

  /// All rules in words, the site's first.
  package var entries: [(entity: String?, privacy: String, rule: String)] {
    rules.map { ($0.key.entity, $0.key.privacy.rawValue, $0.value.rawValue) }
      .sorted { ($0.0 ?? "", $0.1) < ($1.0 ?? "", $1.1) }
  }
}
