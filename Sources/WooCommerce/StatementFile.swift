/// The statements of one entity in one storage, as their file gives them.
///
/// A section begins with `--: KIND [NAME] [table=TABLE]`, lines `--   …` right after it are its
/// rules, and the rest is one statement. Files are ours and embedded: a mistake in one traps.
struct StatementFile: Sendable {
  private(set) var sections: [Section] = []

  /// One statement and what its rows mean.
  struct Section: Sendable, Equatable {
    var kind: Kind
    var name: String
    /// The section is left out when the shop has no such table.
    var table: String?
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
    /// One row a key and name: meta. Rules `META = INPUT`.
    case pairs
    /// Texts of a lane joined in order, lanes mixed. Rules `LANE = INPUT`.
    case join
    /// Numbers added up. Rules `LANE NAME sum|rounded INPUT`, `*` for an empty lane or name.
    case fold
    /// Every meta entry of some objects, to look at.
    case survey
  }

  init(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      if line.hasPrefix("--: ") {
        sections.append(Self.section(line.dropFirst(4)))
      } else if sections.isEmpty {
        continue
      } else if line.hasPrefix("--   ") {
        sections[sections.count - 1].rules.append(Self.words(line.dropFirst(5)))
      } else {
        sections[sections.count - 1].template += line + "\n"
      }
    }
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
    let table = words.first { $0.hasPrefix("table=") }.map { String($0.dropFirst(6)) }
    let name = words.dropFirst().first { !$0.hasPrefix("table=") } ?? kind.rawValue
    return Section(kind: kind, name: name, table: table, rules: [], template: "")
  }

  private static func words(_ text: Substring) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}
