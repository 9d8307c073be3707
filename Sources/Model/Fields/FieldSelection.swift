package import Runtime

/// Which columns of an entity are delivered, and which meta keys beside them.
package struct FieldSelection: Sendable, Equatable {
  /// Names of columns and of presets, `-name` for all but that one; nil for every column.
  package var columns: [String]?
  /// The meta keys, in the order of their columns.
  package var meta: [MetaField]
  /// Whether the columns are exactly those named; a table always has its key and its main date.
  package var isExact: Bool

  package init(columns: [String]?, meta: [MetaField], isExact: Bool) {
    self.columns = columns
    self.meta = meta
    self.isExact = isExact
  }

  /// Every column, and no meta.
  package static let standard = FieldSelection(columns: nil, meta: [], isExact: false)

  /// Reads `entity.name` words into what each entity's selection lists.
  package static func lists(_ text: String) throws(Fault) -> [(entity: String, word: String)] {
    var lists: [(entity: String, word: String)] = []
    for part in text.split(separator: ",") {
      let word = part.drop { $0 == " " }
      guard let dot = word.firstIndex(of: "."), word.index(after: dot) < word.endIndex else {
        throw FieldFault.usage(
          String(word), "the entity is missing", "Write it before a dot: orders.\(word)")
      }
      let entity = String(word[..<dot])
      try checkEntity(entity)
      lists.append((entity, String(word[word.index(after: dot)...])))
    }
    return lists
  }

  /// A Fault when there is no such entity.
  package static func checkEntity(_ slug: String) throws(Fault) {
    guard Catalogue.entity(slug) == nil else { return }
    throw FieldFault.usage(
      slug, "there is no entity \(slug)",
      "Choose among: \(Catalogue.entities.map(\.slug).joined(separator: ", "))")
  }
}
