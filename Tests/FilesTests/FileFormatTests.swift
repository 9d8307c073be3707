import Bytes
import Delivery
import Files
import Model
import Testing
import Testkit

/// What lines and cells hold, for rows written by hand as the encoder writes them.
struct FileFormatTests {
  private static func column(_ name: String, _ type: ColumnType) -> Column {
    Column(
      name, type, nullable: true, group: "g", presets: [], additive: false, privacy: .none, "d",
      value: .input(name))
  }

  private static let columns = [
    column("id", .int64), column("total", .decimal), column("note", .string),
    column("is_guest", .boolean), column("date_created_gmt", .dateTime),
  ]

  private static func rows(_ lines: [String]) -> RowBuffer {
    var rows = RowBuffer()
    for (index, line) in lines.enumerated() {
      let start = rows.bytes.count
      rows.bytes.append(utf8: line)
      rows.endRow(key: Int64(index + 1), start: start, dateKey: 0)
    }
    return rows
  }

  private static func row(_ note: String, id: String = "1", total: String = "9.50") -> String {
    "\"id\":\(id),\"total\":\(total),\"note\":\(note),\"is_guest\":true,"
      + "\"date_created_gmt\":\"2026-04-10T12:00:00Z\""
  }

  private static func csv(_ lines: [String]) -> String {
    var csv = CSVLines(columns)
    csv.append(rows(lines))
    return String(decoding: csv.bytes.array(), as: UTF8.self)
  }

  @Test func linesAreThoseOfRFC4180() {
    let text = Self.csv([
      Self.row(#""He said \"yes\", twice""#, total: "-1234567890123456.78901234"),
      Self.row(#""two\r\nlines""#), Self.row(#"" padded ""#), Self.row("null"),
      "\"id\":2,\"total\":null,\"note\":\"Zoë 🎁\",\"is_guest\":false,\"date_created_gmt\":null",
    ])
    let expected =
      "\u{FEFF}id,total,note,is_guest,date_created_gmt\r\n"
      + "1,-1234567890123456.78901234,\"He said \"\"yes\"\", twice\",true,2026-04-10T12:00:00Z\r\n"
      + "1,9.50,\"two\r\nlines\",true,2026-04-10T12:00:00Z\r\n"
      + "1,9.50,\" padded \",true,2026-04-10T12:00:00Z\r\n"
      + "1,9.50,,true,2026-04-10T12:00:00Z\r\n"
      + "2,,Zoë 🎁,false,\r\n"
    #expect(Array(text.utf8) == Array(expected.utf8))
  }

  @Test(
    arguments: [
      (#""=HYPERLINK(\"http://x\",\"y\")""#, #""'=HYPERLINK(""http://x"",""y"")""#),
      (#""+49 30 1234""#, "'+49 30 1234"), (#""-1""#, "'-1"), (#""@SUM(A1)""#, "'@SUM(A1)"),
      (#""\t=1""#, "'\t=1"), (#""\r=1""#, "\"'\r=1\""), (#""\u003d1""#, "'=1"),
      (#""＝1""#, "'＝1"), (#""a=1""#, "a=1"), (#""'=1""#, "'=1"),
    ] as [(String, String)])
  func whatASpreadsheetWouldRunIsText(_ json: String, _ field: String) {
    let line = Self.csv([Self.row(json)]).components("\r\n")[1]
    #expect(line == "1,9.50,\(field),true,2026-04-10T12:00:00Z")
  }

  @Test func linesOfJSONAreTheRowsThemselves() {
    var lines = NDJSONLines()
    lines.append(Self.rows(["\"a\":1", "\"a\":\"=1\""]))
    #expect(String(decoding: lines.bytes.array(), as: UTF8.self) == "{\"a\":1}\n{\"a\":\"=1\"}\n")
  }

  /// Cells as Python's own XML reader sees them: `type|style|text`.
  private static func cells(_ lines: [String]) throws -> [[String]] {
    let place = try TemporaryDirectory("xlsx")
    let path = place.file("rows.xlsx")
    var sheets = try SheetRows.create(path: path, name: "orders", columns: columns)
    try sheets.write(rows(lines))
    try sheets.close()
    let script = """
      import sys, zipfile, xml.etree.ElementTree as E
      n = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
      root = E.fromstring(zipfile.ZipFile(sys.argv[1]).read('xl/worksheets/sheet1.xml'))
      for row in root.iter(n + 'row'):
        out = []
        for c in row.iter(n + 'c'):
          assert c.find(n + 'f') is None
          text = c.find(n + 'v') if c.find(n + 'v') is not None else c.find(n + 'is/' + n + 't')
          out.append(c.get('t', 'n') + '|' + ascii(text.text)[1:-1])
        print(' ; '.join(out))
      """
    let outcome = try ChildProcess.run("python3", ["-c", script, path])
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome.output.components("\n").filter { !$0.isEmpty }.map { $0.components(" ; ") }
  }

  @Test func cellsHoldNumbersOnlyWhenTheyHoldThemExactly() throws {
    let cells = try Self.cells([
      Self.row("\"=1+1\"", id: "9007199254740993", total: "123456789012.345"),
      Self.row(#""a\u0000b\uffffc\u0001d _x0041_""#, total: "-0.00000001"),
      Self.row("\"x\"", total: "1234567890123456.78"),
      "\"id\":-3,\"total\":null,\"note\":null,\"is_guest\":false,"
        + "\"date_created_gmt\":\"1899-12-31T23:59:59Z\"",
    ])
    #expect(
      cells[0] == Self.columns.map { "inlineStr|\($0.name)" })
    // 2026-04-10 is day 46122 of the 1900 calendar.
    #expect(
      cells[1] == [
        "inlineStr|9007199254740993", "n|123456789012.345", "inlineStr|=1+1", "b|1",
        "n|46122.5",
      ])
    #expect(cells[2][1] == "n|-1E-08")
    // Excel reads _xHHHH_ as that character.
    #expect(cells[2][2] == #"inlineStr|a\ufffdb\ufffdc_x0001_d _x005F_x0041_"#)
    #expect(cells[3][1] == "inlineStr|1234567890123456.78")
    #expect(cells[4] == ["n|-3", "b|0", "inlineStr|1899-12-31T23:59:59Z"])
  }
}

extension String {
  /// Parts between a separator.
  fileprivate func components(_ separator: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}
