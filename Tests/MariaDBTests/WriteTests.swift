import MariaDB
import Runtime
import Testing
import Testkit

/// Values that are written, and what is counted.
struct WriteTests {
  private func table(_ database: String, _ columns: String) throws -> ConnectionOptions {
    let options = try Server.database(database)
    var connection = try Connection.open(options)
    try connection.run("CREATE TABLE t (\(columns)) ENGINE=InnoDB")
    return options
  }

  @Test func valuesArriveAsTheyAre() throws {
    var connection = try Connection.open(
      try table("values", "id INT PRIMARY KEY AUTO_INCREMENT, n BIGINT, b LONGBLOB, s LONGTEXT"))
    var random = SeededRandom(seed: 41)
    let megabyte = random.bytes(count: 1 << 20)
    let texts = [
      "", "O'Hara \"Bo\" \\ ` ; --", "a\u{0}b", "😀 👩‍👧‍👦 é e\u{301}", "line\r\nbreak\ttab", "?",
      String(repeating: "ß😀", count: 200_000),
    ]
    let blobs: [[UInt8]] = [[], [0], [0, 0, 0], [0xFF, 0xFE, 0x27, 0x5C], megabyte, [63], [10]]
    let numbers: [Int64] = [.min, .max, 0, -1, 1, 1 << 53, -(1 << 53) - 1]
    for (index, text) in texts.enumerated() {
      let changed = try connection.write(
        "INSERT INTO t (n, b, s) VALUES (?, ?, ?)",
        [.integer(numbers[index]), .bytes(blobs[index]), .text(text)], "writing")
      #expect(changed == 1)
      #expect(connection.insertedID == UInt64(index + 1))
    }
    try connection.write(
      "INSERT INTO t (n, b, s) VALUES (?, ?, ?)", [.null, .null, .null], "writing")
    let rows = try connection.rows("SELECT n, b, s FROM t ORDER BY id", "reading")
    #expect(rows.count == texts.count + 1)
    for (index, row) in rows.dropLast().enumerated() {
      #expect(row[0] == Array("\(numbers[index])".utf8), "number \(index)")
      #expect(row[1] == blobs[index], "blob \(index)")
      #expect(row[2] == Array(texts[index].utf8), "text \(index)")
    }
    #expect(rows.last == [nil, nil, nil])
  }

  @Test func valuesAreNeverWords() throws {
    var connection = try Connection.open(
      try table("words", "id INT PRIMARY KEY AUTO_INCREMENT, s TEXT"))
    for attack in LiteralTests.attacks {
      try connection.write("INSERT INTO t (s) VALUES (?)", [.text(attack)], "writing")
      let changed = try connection.write(
        "UPDATE t SET s = CONCAT(s, '!') WHERE s = ?", [.text(attack)], "writing")
      #expect(changed == 1, "\(attack)")
    }
    #expect(try connection.text("SELECT COUNT(*) FROM t") == "\(LiteralTests.attacks.count)")
  }

  @Test func onlyWhatChangedCounts() throws {
    let options = try table("counted", "id INT PRIMARY KEY, n INT")
    // Both ways of writing count alike.
    for isPrepared in [false, true] {
      func expect(
        _ count: UInt64, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
      ) throws {
        var connection = try Connection.open(options)
        let changed =
          if isPrepared {
            try connection.write(SQLText(text), [], "writing")
          } else {
            try connection.execute(SQLText(text), "writing")
          }
        #expect(changed == count, sourceLocation: sourceLocation)
      }
      try expect(3, "INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)")
      try expect(0, "UPDATE t SET n = 1 WHERE id = 1")
      try expect(3, "UPDATE t SET n = 5")
      try expect(0, "UPDATE t SET n = 5")
      try expect(0, "INSERT IGNORE INTO t VALUES (1, 9)")
      try expect(2, "INSERT INTO t VALUES (1, 9) ON DUPLICATE KEY UPDATE n = VALUES(n)")
      try expect(0, "INSERT INTO t VALUES (1, 9) ON DUPLICATE KEY UPDATE n = VALUES(n)")
      try expect(0, "DELETE FROM t WHERE id = 77")
      try expect(3, "DELETE FROM t")
    }
  }

  /// As WordPress, which takes the strict modes away, expects its database to be.
  @Test func zeroDatesAndLongTextsPass() throws {
    var connection = try Connection.open(
      try table("lenient", "d DATETIME NOT NULL, s VARCHAR(5), n TINYINT, e ENUM('a','b')"))
    try connection.run("INSERT INTO t VALUES ('0000-00-00 00:00:00', 'abcdefgh', 300, 'c')")
    try connection.write(
      "INSERT INTO t VALUES (?, ?, ?, ?)",
      [.text("2026-00-00"), .text("😀😀😀😀😀😀"), .integer(-1000), .text("")], "writing")
    try connection.run("INSERT INTO t (s) VALUES ('nodate')")
    let rows = try connection.rows("SELECT d, s, n FROM t", "reading").map { row in
      row.map { $0.map { String(decoding: $0, as: UTF8.self) } }
    }
    #expect(
      rows == [
        ["0000-00-00 00:00:00", "abcde", "127"], ["2026-00-00 00:00:00", "😀😀😀😀😀", "-128"],
        ["0000-00-00 00:00:00", "nodat", nil],
      ])
  }

  @Test func aPacketThatTheServerDoesNotTake() throws {
    let server = try TemporaryMariaDB(
      TemporaryMariaDB.Options(hasTCP: false, arguments: ["--max-allowed-packet=1M"]))
    var connection = try Connection.open(Server.options(server, database: "mysql"))
    let bytes = [UInt8](repeating: 0x41, count: 3 << 20)
    let caught = try fault { try connection.write("DO ?", [.bytes(bytes)], "writing") }
    // The server says so, or hangs up on the way: neither may look like success.
    #expect(caught.code == .tooLarge || caught.isForRetry, "\(caught.line)")
  }
}
