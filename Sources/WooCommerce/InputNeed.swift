internal import Model

/// Which inputs an entity's columns follow from, so that nothing else is read: entities share
/// statement files of which each wants a part.
struct InputNeed: Sendable {
  /// Names of inputs, and `meta:KEY` for meta keys.
  private(set) var inputs: Set<String> = []
  /// The meta keys, in the order of the catalogue.
  private(set) var metaKeys: [String] = []

  init(_ entity: Entity, _ file: StatementFile) {
    for column in entity.columns + entity.underlying {
      for reference in column.value.references {
        switch reference {
        case .input(let name): inputs.insert(name)
        case .meta(let key):
          metaKeys.append(key)
          inputs.insert("meta:\(key)")
        default: break
        }
      }
    }
    // Of what a row is unfolded, no column says.
    if file.optional(.values) != nil { inputs.insert(ReadPlan.Unfolding.definitionInput) }
    // What finds the rows of a lookup is needed for what those bring.
    for section in file.sections where section.kind == .lookup && takes(section) {
      for rule in section.rules {
        inputs.insert(rule[0])
        if rule[0].hasPrefix("meta:") { metaKeys.append(String(rule[0].dropFirst(5))) }
      }
    }
  }

  /// Whether a section brings anything that is needed, as far as its rules tell.
  func takes(_ section: StatementFile.Section) -> Bool {
    switch section.kind {
    case .count, .signpost, .bound, .ids, .rows, .single, .survey, .slices: true
    case .changed, .touched, .beside, .dated: true
    case .wide: section.rules.contains { inputs.contains($0[0]) }
    case .tree, .listed, .groups, .members, .values, .labels: true
    case .lanes: section.rules[0].contains(where: hasPrefixed)
    case .pairs:
      !metaKeys.isEmpty || section.rules.contains { inputs.contains($0[2]) }
    case .join, .named: section.rules.contains { inputs.contains($0[2]) }
    case .terms: section.rules.contains { $0.last.map(inputs.contains) ?? false }
    case .fold: section.rules.contains { inputs.contains($0[3]) }
    case .lookup: section.rules.contains { hasPrefixed($0[3]) }
    }
  }

  private func hasPrefixed(_ name: String) -> Bool {
    inputs.contains { $0.hasPrefix("\(name)_") }
  }
}
