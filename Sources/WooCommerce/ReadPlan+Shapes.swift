internal import MariaDB
internal import Runtime

extension ReadPlan {
  /// Shapes that follow from a section's rules alone.
  static func shape(
    _ section: StatementFile.Section, _ slots: inout SlotTable
  ) -> Satellite.Shape {
    switch section.kind {
    case .named:
      return .pairs(
        NameTable(section.rules.map { $0[0] }),
        slots: section.rules.map { slots.slot(input: $0[2]) }, others: nil)
    case .tree:
      return .tree(path: slots.slot(input: "path"), level: slots.slot(input: "level"))
    case .terms:
      return .terms(TermRules(section.rules, &slots))
    case .listed:
      let rule = section.rules[0]
      return .listed(prefix: Array(rule[0].utf8), slot: slots.slot(input: rule[2]))
    case .groups: return .groups(slot: slots.slot(input: section.rules[0][1]))
    case .values: return .values
    case .labels: return .labels
    case .count, .signpost, .bound, .rows, .single, .lanes, .pairs, .join, .fold, .ids,
      .members, .lookup, .survey, .slices, .wide, .changed, .touched, .beside, .dated:
      preconditionFailure("\(section.name) has a shape of its own")
    }
  }

  /// Lets the server run a statement that brings nothing.
  static func prove(
    _ template: [UInt8], _ values: [String: Literal], _ connection: inout Connection
  ) throws(Fault) {
    var stream = try connection.stream(SQLText(template: template, values), "preparing to read")
    while try stream.next() {}
  }
}
