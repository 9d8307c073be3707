import Bytes
import MariaDB
import Runtime
import Testing
import Testkit

/// Values that stand in a statement's text.
struct LiteralTests {
  /// What people have tried on others.
  static let attacks = [
    "'; DROP TABLE t; --", "' OR '1'='1", "\\'; DROP TABLE t; -- ", "\\", "\\\\'", "'", "''",
    "\u{0}' OR 1=1 -- ", "\" OR \"\"=\"", "/*! DROP TABLE t */", "%' AND SLEEP(9) AND '%'='",
    "0x27", "\u{BF}' OR 1=1 --", "{prefix}", "{v}", "? ? ?", "`t`", "';\n\u{1A}--", "𝕏'\\",
  ]

  @Test func attacksStayText() throws {
    var connection = try Connection.open(try Server.database("attacks"))
    try connection.run("CREATE TABLE t (s TEXT)", "INSERT INTO t VALUES ('innocent')")
    for attack in Self.attacks {
      let found = try connection.rows(
        SQLText("SELECT HEX({v}), (SELECT COUNT(*) FROM t WHERE s = {v})", ["v": .text(attack)]),
        "asking")
      #expect(found == [[Self.hex(Array(attack.utf8)), [UInt8(ascii: "0")]]], "\(attack)")
      try connection.execute(
        SQLText("INSERT INTO t VALUES ({v})", ["v": .text(attack)]), "writing")
    }
    let count = try connection.text("SELECT COUNT(*) FROM t")
    #expect(count == "\(Self.attacks.count + 1)")
  }

  @Test func anyBytesComeBack() throws {
    var connection = try Connection.open(try Server.database("bytes"))
    var random = SeededRandom(seed: 20_260_410)
    for round in 0..<2000 {
      let bytes = Self.bytes(&random)
      let found = try connection.rows(
        SQLText("SELECT HEX({v}), 'end'", ["v": .text(bytes)]), "asking")
      guard found == [[Self.hex(bytes), Array("end".utf8)]] else {
        Issue.record("round \(round) of seed \(random.seed): \(bytes)")
        return
      }
    }
    // Each byte alone, and each after a byte that begins a character.
    for byte in 0...255 {
      for bytes in [
        [UInt8(byte)], [0xF0, UInt8(byte)], [UInt8(byte), 0x27], [0xE2, 0x82, UInt8(byte)],
      ] {
        let found = try connection.rows(SQLText("SELECT HEX({v})", ["v": .text(bytes)]), "asking")
        #expect(found == [[Self.hex(bytes)]], "\(bytes)")
      }
    }
  }

  @Test func listsOfAnyBytesComeBack() throws {
    var connection = try Connection.open(try Server.database("lists"))
    var random = SeededRandom(seed: 7)
    for _ in 0..<200 {
      let values = (0..<8).map { _ in Self.bytes(&random) }
      let found = try connection.rows(
        SQLText("SELECT CONCAT_WS('-', {hexed})", ["hexed": .list(values.map { .text($0) })]),
        "asking")
      let joined = Array(values.joined(separator: [UInt8(ascii: "-")]))
      guard found == [[joined]] else {
        Issue.record("seed \(random.seed): \(values)")
        return
      }
    }
    let counts: [(values: [Literal], count: String)] = [
      ([], "0"), ([.integer(3), .integer(-4), .null, .text("5")], "2"),
    ]
    for (values, count) in counts {
      let found = try connection.rows(
        SQLText("SELECT COUNT(*) FROM seq_1_to_9 WHERE seq IN ({v})", ["v": .list(values)]),
        "asking")
      #expect(found == [[Array(count.utf8)]])
    }
  }

  @Test func numbersDatesAndNothing() throws {
    var connection = try Connection.open(try Server.database("numbers"))
    let found = try connection.rows(
      SQLText(
        "SELECT {min}, {max}, {min} - 0 < 0, {nothing} IS NULL, {moment}, 10{negative}",
        [
          "min": .integer(.min), "max": .integer(.max), "nothing": .null,
          "moment": .timestamp(CivilTime(seconds: 1_775_826_000)), "negative": .integer(-3),
        ]), "asking")
    let texts = try #require(found.first).map { String(decoding: $0 ?? [], as: UTF8.self) }
    #expect(
      texts == [
        "-9223372036854775808", "9223372036854775807", "1", "1", "2026-04-10 13:00:00", "7",
      ])
  }

  @Test(arguments: ["wp_", "shop7_", "A", "_", "0wp_", String(repeating: "x", count: 32)])
  func aPrefixThatMayBegin(_ text: String) {
    #expect(TablePrefix(text)?.text == text)
  }

  @Test(arguments: [
    "", "wp-", "wp_`", "wp_ ", "wp.", "wp_;", "wp_'", "wp_\"", "wp_\\", "wp_\u{0}", "wü_", "wp_\n",
    "{prefix}", "wp_/*", "ｗp_", String(repeating: "x", count: 33),
  ])
  func aPrefixThatMayNot(_ text: String) {
    #expect(TablePrefix(text) == nil)
  }

  @Test func aPrefixStandsInNames() throws {
    let prefix = try #require(TablePrefix("shop7_"))
    #expect(
      SQLText("SELECT 1 FROM {p}options", ["p": .prefix(prefix)])
        == SQLText("SELECT 1 FROM shop7_options"))
  }

  /// Bytes as they are worst: much of what quotes and escapes, and halves of characters.
  private static func bytes(_ random: inout SeededRandom) -> [UInt8] {
    let special: [UInt8] = [0, 0x27, 0x22, 0x5C, 0x0A, 0x0D, 0x1A, 0xC3, 0xF0, 0x9F, 0xBF, 0x25]
    return random.bytes(count: Int(random.next() % 40)).map { byte in
      random.isOne(in: 2) ? special[Int(byte) % special.count] : byte
    }
  }

  private static func hex(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }
}
