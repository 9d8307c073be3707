internal import Bytes
internal import Runtime

/// Rows of named cells, printed as WP-CLI prints lists.
struct Listing {
  var columns: [String]
  var rows: [[JSONValue]] = []
  /// The column that `--format=ids` prints.
  var idColumn: String

  /// How a list is printed.
  enum Format: String {
    case table, json, csv, yaml, ids, count
  }

  static func format(_ arguments: Arguments) throws(Fault) -> Format {
    guard let word = arguments["format"] else { return .table }
    guard let format = Format(rawValue: word) else {
      throw Arguments.fault(
        "--format=\(word) is not known", "Choose table, json, csv, yaml, ids or count")
    }
    return format
  }

  func text(_ format: Format) -> String {
    switch format {
    case .table: table
    case .json: json
    case .csv: csv
    case .yaml: yaml
    case .count: String(rows.count)
    case .ids: ids
    }
  }

  private var ids: String {
    guard let index = columns.firstIndex(of: idColumn) else { return "" }
    return rows.map { Self.plain($0[index]) }.joined(separator: " ")
  }

  private var table: String {
    let cells = rows.map { $0.map(Self.plain) }
    let widths = columns.indices.map { index in
      max(columns[index].count, cells.map { $0[index].count }.max() ?? 0)
    }
    let rule =
      "+" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "+")
      + "+"
    func line(_ texts: [String]) -> String {
      "| " + zip(texts, widths).map { Help.pad($0, $1) }.joined(separator: " | ") + " |"
    }
    return ([rule, line(columns), rule] + cells.map(line) + [rule]).joined(separator: "\n")
  }

  private var json: String {
    let objects = rows.map { row in
      JSONValue.object(zip(columns, row).map { JSONValue.Member($0, $1) })
    }
    return String(decoding: JSONValue.array(objects).encoded(), as: UTF8.self)
  }

  private var csv: String {
    ([columns] + rows.map { $0.map(Self.plain) }).map { cells in
      cells.map(Self.quoted).joined(separator: ",")
    }.joined(separator: "\n")
  }

  private var yaml: String {
    var lines = ["---"]
    for row in rows {
      lines.append("-")
      for (column, cell) in zip(columns, row) {
        lines.append("  \(column): \(Self.yamlScalar(cell))")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The cell as a person reads it.
  private static func plain(_ cell: JSONValue) -> String {
    switch cell {
    case .null: ""
    case .boolean(let flag): flag ? "true" : "false"
    case .number(let text), .string(let text): text
    case .array, .object: String(decoding: cell.encoded(), as: UTF8.self)
    }
  }

  private static func quoted(_ text: String) -> String {
    let needsQuotes = text.contains { $0 == "," || $0 == "\"" || $0.isNewline || $0 == " " }
    if !needsQuotes { return text }
    return "\"" + text.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }

  /// JSON is YAML, so a text in doubt is written as JSON writes it.
  private static func yamlScalar(_ cell: JSONValue) -> String {
    guard case .string(let text) = cell, let first = text.first else {
      return String(decoding: cell.encoded(), as: UTF8.self)
    }
    let isWord =
      first.isLetter && text.allSatisfy { $0.isLetter || $0.isNumber || "_- ".contains($0) }
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    if isWord, text.last != " ", !words.contains(text.lowercased()) { return text }
    return String(decoding: cell.encoded(), as: UTF8.self)
  }
}
