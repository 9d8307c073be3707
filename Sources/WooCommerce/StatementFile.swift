/// The statements of one entity in one storage, as their file gives them.
///
/// A section begins with `--: KIND [NAME] [table=TABLE] [index=TABLE.INDEX]`, lines `--   …` right
/// after it are its rules, and the rest is one statement. `--: set NAME WORD…` gives statements a
/// place `{NAME}`. Several files may stand one after the other. They are ours and embedded: a
/// mistake in one traps.
struct StatementFile: Sendable {
  private(set) var sections: [Section] = []
  /// The words of each place that the file itself fills.
  private(set) var words: [String: [String]] = [:]

  /// One statement and what its rows mean.
  struct Section: Sendable, Equatable {
    var kind: Kind
    var name: String
    /// The section is left out when the shop has no such table.
    var table: String?
    /// Without the index the statement would read the whole table.
    var index: String?
    /// The words of each rule line.
    var rules: [[String]]
    var template: String
  }

  enum Kind: String, Sendable {
    /// One number: how many rows there are.
    case count
    /// One number: the highest key.
    case signpost
    /// One number: the last key of a page.
    case bound
    /// The entity's own rows.
    case rows
    /// At most one row a key; columns are inputs.
    case single
    /// One row a key and lane; columns are inputs named `LANE_COLUMN`.
    case lanes
    /// One row a key and name: meta. Rules `META = INPUT`, and `* = INPUT` for what buyers see
    /// of the other names, in one text.
    case pairs
    /// Texts of a lane joined in order, lanes mixed. Rules `LANE = INPUT`.
    case join
    /// Numbers added up. Rules `LANE NAME sum|rounded|count INPUT`, or `LANE NAME taxes INPUT
    /// unless NAME`; `*` for an empty lane or name.
    case fold
    /// Rows that others point to, in the order of `_key`; of several the first cell counts. Rules
    /// `INPUT LANE = NAME`: the number in the input finds the row of that lane, whose columns
    /// are inputs named `NAME_COLUMN`. A statement with a place `{wanted}` is asked for the rows
    /// that the satellites before it point to, and only once for each.
    case lookup
    /// The next keys, rising, of several pages; instead of `bound`, where an entity's keys lie far
    /// apart.
    case ids
    /// One row a key and name, only those that rules `META = INPUT` name.
    case named
    /// All nodes of a tree with parent and name, whatever the page; brings `path` and `level`.
    case tree
    /// Terms of a key, taxonomies mixed. Rules `TAXONOMY ids|names|name|slug|has:NAME INPUT`.
    case terms
    /// Meta keys behind a prefix and their values, brought as one text. Rule `PREFIX = INPUT`.
    case listed
    /// PHP arrays of the keys of other rows, which the section `members` finds. Rule `= INPUT`.
    case groups
    /// Keys among `{members}` for which something holds.
    case members
    /// Names of a key's terms by taxonomy, for the rows that `unfold` makes.
    case values
    /// Taxonomies and their labels, whatever the page, for the rows that `unfold` makes.
    case labels
    /// Every meta entry of some objects, to look at.
    case survey
    /// One number: the last id of the table that `wide` and sliced `changed` statements read.
    case slices
    /// At most one row a key and slice of another table's ids, for a wide range of keys. Rules
    /// `INPUT sum|latest|last`, one a column after the key.
    case wide
    /// Keys whose rows may have changed since `{since}`, in any order, again and again, and zeros.
    /// With a place `{slice_after}` it is asked for slices of another table's ids.
    case changed
    /// What an event of the kind that is the section's name touches. Rule `itself`: the keys that
    /// are the ids of `{touched}`. The statement, if there is one: each of these ids that exists,
    /// with a key or NULL. An id that is gone leaves the keys unknown, unless there is the rule
    /// `gone nothing`.
    case touched
    /// Two numbers: the lowest and the highest key whose row's main date may lie between the
    /// moments `{days_from}` and `{days_upto}`; keys outside of them need not be read for it.
    case dated
    /// Two numbers: the keys nearest to `{first}` and `{last}` outside of them that any row of the
    /// table has. Rows that vanished beside those that changed are between.
    case beside
  }

  init(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      if line.hasPrefix("--: set ") {
        let words = Self.words(line.dropFirst(8))
        self.words[words[0], default: []] += words.dropFirst()
      } else if line.hasPrefix("--: ") {
        sections.append(Self.section(line.dropFirst(4)))
      } else if sections.isEmpty {
        continue
      } else if line.hasPrefix("--   ") {
        sections[sections.count - 1].rules.append(Self.words(line.dropFirst(5)))
      } else if !line.hasPrefix("-- ") {
        sections[sections.count - 1].template += line + "\n"
      }
    }
  }

  /// The only section of that kind, or nil.
  func optional(_ kind: Kind) -> Section? {
    sections.contains { $0.kind == kind } ? section(kind) : nil
  }

  /// The only section of that kind.
  func section(_ kind: Kind) -> Section {
    let found = sections.filter { $0.kind == kind }
    precondition(found.count == 1, "a statement file has one \(kind) section")
    return found[0]
  }

  private static func section(_ header: Substring) -> Section {
    let words = words(header)
    guard let kind = Kind(rawValue: words[0]) else {
      preconditionFailure("unknown section \(words[0])")
    }
    let name = words.dropFirst().first { !$0.contains("=") } ?? kind.rawValue
    return Section(
      kind: kind, name: name, table: value(of: "table=", words),
      index: value(of: "index=", words), rules: [], template: "")
  }

  private static func value(of mark: String, _ words: [String]) -> String? {
    words.first { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
  }

  private static func words(_ text: Substring) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}
