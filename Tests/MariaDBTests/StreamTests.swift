import Bytes
import MariaDB
import Runtime
import Testing
import Testkit

/// Rows as they come.
struct StreamTests {
  @Test func aHundredThousandRows() throws {
    var connection = try Connection.open(try Server.database("stream"))
    var count = 0
    var sum: Int64 = 0
    var stream = try connection.stream(
      "SELECT seq, CONCAT('row ', seq) AS name FROM seq_1_to_100000", "reading")
    #expect(stream.columnNames() == ["seq", "name"])
    while try stream.next() {
      count += 1
      let text = stream.cell(0)?.text() ?? ""
      sum += Int64(text) ?? 0
      if stream.cell(1)?.text() != "row \(text)" { Issue.record("row \(count)") }
    }
    #expect(count == 100_000)
    #expect(sum == 5_000_050_000)
    #expect(try !stream.next(), "the end stays the end")
  }

  @Test func nothingIsNotEmptyAndBytesAreBytes() throws {
    var connection = try Connection.open(try Server.database("cells"))
    let rows = try connection.rows(
      "SELECT NULL, '', UNHEX('00FF27005C0A'), '0', 'Ünïcode 😀', x''", "reading")
    #expect(
      rows == [
        [nil, [], [0, 0xFF, 0x27, 0, 0x5C, 0x0A], [0x30], Array("Ünïcode 😀".utf8), []]
      ])
    #expect(try connection.rows("SELECT 1 FROM DUAL WHERE FALSE", "reading").isEmpty)
  }

  @Test func aCellOfFiveMegabytes() throws {
    var connection = try Connection.open(try Server.database("large"))
    var stream = try connection.stream(
      "SELECT REPEAT('0123456789', 524288), 'after' UNION ALL SELECT 'b', 'c'", "reading")
    #expect(try stream.next())
    let length = stream.cell(0)?.byteCount
    #expect(length == 5_242_880)
    let last = stream.cell(0)?.byte(at: 5_242_879)
    #expect(last == UInt8(ascii: "9"))
    let after = stream.cell(1)?.text()
    #expect(after == "after")
    #expect(try stream.next())
    #expect(try !stream.next())
  }

  @Test func aStreamLeftEarlyLeavesTheConnectionFree() throws {
    var connection = try Connection.open(try Server.database("left"))
    for _ in 0..<3 {
      do {
        var stream = try connection.stream("SELECT seq FROM seq_1_to_50000", "reading")
        #expect(try stream.next())
      }
      #expect(try connection.text("SELECT 'free'") == "free")
    }
    do { _ = try connection.stream("SELECT seq FROM seq_1_to_50000", "reading") }
    #expect(try connection.write("DO ?", [.integer(1)], "writing") == 0)
    // A statement's rows that nobody asked for are thrown away.
    try connection.run("SELECT seq FROM seq_1_to_50000")
    #expect(connection.isAlive() == true)
  }

  @Test func aSmallResultStaysSmall() throws {
    var connection = try Connection.open(try Server.database("small"))
    let all = try connection.rows("SELECT seq FROM seq_1_to_100000", "reading")
    #expect(all.count == Connection.smallResultRowsMax)
    let caught = try fault {
      _ = try connection.rows("SELECT seq FROM seq_1_to_100001", "reading")
    }
    #expect(caught.code == .data)
    #expect(try connection.text("SELECT 1") == "1")
  }

  @Test func aMistakeInTheMiddleOfTheRowsIsNotTheirEnd() throws {
    var connection = try Connection.open(try Server.database("middle"))
    // The subquery has one row too many from the 60,000th row on.
    var stream = try connection.stream(
      """
      SELECT seq, (SELECT 1 UNION ALL SELECT 2 FROM DUAL WHERE s.seq >= 60000)
      FROM seq_1_to_100000 AS s
      """, "reading")
    var count = 0
    var number: Int?
    do {
      while try stream.next() { count += 1 }
    } catch {
      number = error.number
    }
    #expect(number == 1242)
    #expect(count == 59_999)
  }
}
