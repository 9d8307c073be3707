import Bytes
import Foundation
import Testing
import Testkit

@testable import API

/// SQL in whatever can hold text, of every route there is: generated from the routes themselves.
///
/// Three witnesses: the server's log of errors, its log of statements, and the tables.
@Suite(.serialized) struct InjectionTests {
  private static let root = "/wp-json/wkpbic/v1"
  /// What every attack holds, and no statement of ours.
  static let mark = "zq7x"

  private static let isLong =
    ProcessInfo.processInfo.environment["WKPBIC_LONG_TESTS"] != nil
  private static let texts = [
    "\(mark)'", "\(mark)\"", "\(mark)`", "\(mark)\\", "\(mark)\\'", "'\(mark)", "\(mark)''",
    "\(mark)' OR '1'='1", "\(mark)') OR ('1'='1", "\(mark)' OR 1=1-- -", "1 OR 1=1 -- \(mark)",
    "\(mark)' UNION SELECT user_pass FROM wp_users-- -", "1; DROP TABLE wp_posts; -- \(mark)",
    "\(mark)'; DROP TABLE wp_posts; -- ", "\(mark)' AND SLEEP(5)#", "0 OR SLEEP(5)/*\(mark)*/",
    "\(mark)'/**/AND/**/(SELECT 1 FROM(SELECT COUNT(*),CONCAT(VERSION(),0x3a,FLOOR(RAND(0)*2))x "
      + "FROM information_schema.tables GROUP BY x)a)-- ", "\(mark)' PROCEDURE ANALYSE()-- ",
    "\(mark)' INTO OUTFILE '/tmp/\(mark)'-- ", "{prefix}\(mark)", "{now}\(mark)", "\(mark)?",
    "%\(mark)_", "\(mark)%27", "\(mark)\u{02BC}", "\(mark)＇ OR 1=1", "\(mark)\n'", "orders \(mark)",
    "\(mark)/*!50000'*/", "\u{FEFF}\(mark)'", "e'\(mark)", "\(mark)$$", "1e0\(mark)'",
    "-1 \(mark)", "\(mark)\u{0}'",
  ]
  /// Bytes that are no UTF-8, as they stand in an address: the tail of a character of GBK that
  /// swallows a backslash, a cut character, an overlong quote.
  private static let bytes = ["%bf%27\(mark)", "\(mark)%e4%27", "%c0%a7\(mark)", "\(mark)%ff%22"]

  @Test func noTextBecomesAStatement() throws {
    let server = try TemporaryMariaDB(
      TemporaryMariaDB.Options(hasTCP: false, arguments: ["--log-output=TABLE"]))
    defer { server.close() }
    let people = try People("injected", orders: 20, server: server)
    try people.add(101, "anna", ["administrator"])
    let before = try Self.shop(people.site)
    try server.run(
      "INSTALL SONAME 'sql_errlog'; TRUNCATE mysql.general_log; SET GLOBAL general_log = ON")
    try attackRoutes(people.site)
    try attackEverythingElse(people.site)
    try server.run("SET GLOBAL general_log = OFF")
    #expect(try Self.shop(people.site) == before)
    let errors = try server.run(
      "SELECT CONVERT(LOAD_FILE(CONCAT(@@datadir, 'sql_errors.log')) USING utf8mb4)")
    // The run that ended the log's first line is not ours.
    #expect(!errors.contains("ERROR"), "\(errors)")
    let statements = try server.run(
      "SELECT HEX(argument) FROM mysql.general_log WHERE argument LIKE '%\(Self.mark)%'"
    ).split(separator: "\n").map { Self.bytes(hex: $0) }
    // What was attacked did reach statements, and stood in quotes there.
    #expect(statements.count > 200)
    for statement in statements {
      #expect(
        !Self.hasMarkOutsideQuotes(statement), "\(String(decoding: statement, as: UTF8.self))")
    }
  }

  private func attackRoutes(_ site: Site) throws {
    let anna = People.basic("anna")
    var turn = 0
    for route in Routes.all {
      for text in Self.texts {
        for asking in Asking(route).attacked(text) {
          // Of the texts each parameter meets a third, unless there is time.
          turn += 1
          if !Self.isLong, turn % 3 > 0 { continue }
          let reply = try site.ask(
            route.method, asking.target(root: Self.root), as: nil, anna, json: asking.json)
          #expect(
            reply.status < 500, "\(route.method) \(route.pattern) \(text): \(reply.text)")
        }
      }
      for text in Self.bytes where route.isVariable {
        let path = route.pattern.replacing(/\{[^}]*\}/, with: text)
        let reply = try site.ask(
          route.method, Self.root + path, as: nil, anna, json: Asking(route).json)
        #expect(reply.status < 500, "\(route.method) \(path): \(reply.text)")
      }
    }
    // What was stored is read again.
    for route in Routes.all where route.method == "GET" && !route.isVariable {
      let reply = try site.ask("GET", Self.root + route.pattern, as: nil, anna)
      #expect(reply.status == 200, "\(route.pattern): \(reply.text)")
    }
  }

  /// Headers, names, cookies, and parameters that no route has.
  private func attackEverythingElse(_ site: Site) throws {
    for text in Self.texts where !text.contains("\n") && !text.contains("\0") {
      let escaped = text.utf8.map { byte in
        "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined()
      let name = People.cookie(101, "anna").prefix { $0 != "=" }
      let headers = [
        People.basic(text), People.basic("anna", text), People.basic("\(text)@shop.test"),
        ["\(name)=\(escaped)%7C4000000000%7Ctoken%7Ccode", "X-WP-Nonce: \(text)"],
        People.basic("anna") + ["Idempotency-Key: \(text)"],
        People.basic("anna") + ["X-Forwarded-For: \(text)", "Origin: \(text)", "Host: \(text)"],
      ]
      for more in headers {
        let reply = try site.ask(
          "POST", "\(Self.root)/sync/profiles?_fields=\(escaped)&\(escaped)=1&orderby=\(escaped)",
          as: nil, more, json: #"{"name":"one"}"#)
        #expect(reply.status < 500, "\(more): \(reply.text)")
      }
    }
  }

  /// The tables that there are, and what the shop's own hold.
  private static func shop(_ site: Site) throws -> String {
    let tables = try site.sql("SHOW TABLES")
    let own = tables.split(separator: "\n").filter {
      !$0.hasPrefix("wp_wkpbic") && !["wp_options", "wp_usermeta"].contains($0)
    }
    return try tables + site.sql("CHECKSUM TABLE \(own.joined(separator: ", "))")
  }

  private static func bytes(hex: Substring) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = hex[...]
    while rest.count >= 2 {
      bytes.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
      rest = rest.dropFirst(2)
    }
    return bytes
  }

  /// Whether the mark begins where the server reads words, not a text.
  static func hasMarkOutsideQuotes(_ statement: [UInt8]) -> Bool {
    let mark = Array(mark.utf8)
    var quote: UInt8?
    var index = 0
    while index < statement.count {
      let byte = statement[index]
      if let open = quote {
        if byte == UInt8(ascii: "\\"), open != UInt8(ascii: "`") { index += 1 }
        // A doubled quote closes and opens again, which comes to the same.
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"")
        || byte == UInt8(ascii: "`")
      {
        quote = byte
      } else if statement[index...].starts(with: mark) {
        return true
      }
      index += 1
    }
    return false
  }

  @Test func theWitnessSeesAnInjection() {
    for (text, isOutside) in [
      ("SELECT 'zq7x'", false), ("SELECT 'a\\' zq7x'", false), ("SELECT 'a'' zq7x'", false),
      ("SELECT 'a' zq7x'", true), ("SELECT 'a\\\\' zq7x", true), ("zq7x", true),
      ("SELECT \"'zq7x\" '", false), ("SELECT `a` = zq7x", true),
    ] {
      #expect(Self.hasMarkOutsideQuotes(Array(text.utf8)) == isOutside, "\(text)")
    }
  }
}
