import Bytes
import Emulator
import Runtime
import Testing

@Suite("Rows")
struct RowTests {
  /// Columns of every type.
  private static let all = table(
    "i:Int64", "d:Double", "b:Boolean", "w:DateTime", "s:String", "m:Decimal")

  @Test(arguments: [
    // Stored, and read back as.
    ("i", "0", "0"), ("i", "-0", "0"), ("i", "-7", "-7"),
    ("i", "9223372036854775806", "9223372036854775806"),
    ("i", "-9223372036854775807", "-9223372036854775807"),
    ("d", "1", "1"), ("d", "0.1", "0.1"), ("d", "-1e3", "-1000"), ("d", "1.5E-7", "1.5e-07"),
    ("d", "123456789.12345678", "123456789.12345678"),
    ("d", "9007199254740993", "9007199254740992"),
    ("b", "true", "true"), ("b", "false", "false"),
    ("w", "\"2026-04-10T13:00:00Z\"", "\"2026-04-10T13:00:00\""),
    ("w", "\"2026-04-10T15:00:00\"", "\"2026-04-10T15:00:00\""),
    ("w", "\"1900-01-01\"", "\"1900-01-01T00:00:00\""),
    ("w", "\"2026-04-10T13:00:00.500Z\"", "\"2026-04-10T13:00:00.500\""),
    // Three-hundredths of a second: .001 is nearest to 0, .002 to 1/300.
    ("w", "\"2026-04-10T13:00:00.001\"", "\"2026-04-10T13:00:00\""),
    ("w", "\"2026-04-10T13:00:00.002\"", "\"2026-04-10T13:00:00.003\""),
    ("w", "\"1969-12-31T23:59:59.990Z\"", "\"1969-12-31T23:59:59.990\""),
    ("s", "\"\"", "\"\""), ("s", "\"a\\u00e9\\n\\ud83d\\ude00\"", "\"aé\\n😀\""),
    ("m", "19.99", "19.99"), ("m", "1.00005", "1.0001"), ("m", "-1.00005", "-1.0001"),
    ("m", "999999999999999999999999.9999", "999999999999999999999999.9999"), ("m", "1e3", "1000"),
    ("i", "null", "null"), ("d", "null", "null"), ("b", "null", "null"), ("w", "null", "null"),
    ("s", "null", "null"), ("m", "null", "null"),
  ])
  func stores(column: String, sent: String, kept: String) throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("\(column):\(type(column))"))
    let reply = try client.post("{\"\(column)\":\(sent)}", to: id)
    #expect(reply.status == 200, "\(reply.text)")
    #expect(client.emulator.rows(dataset: id, table: "t") == ["{\"\(column)\":\(kept)}"])
  }

  private func type(_ column: String) -> String {
    ["i": "Int64", "d": "Double", "b": "Boolean", "w": "DateTime", "s": "String", "m": "Decimal"][
      column] ?? ""
  }

  @Test(arguments: [
    "{\"i\":9223372036854775807}", "{\"i\":-9223372036854775808}", "{\"i\":1.0}", "{\"i\":1e2}",
    "{\"i\":\"1\"}", "{\"i\":true}", "{\"i\":99999999999999999999}", "{\"i\":[1]}", "{\"i\":{}}",
    "{\"d\":\"1\"}", "{\"d\":1e999}", "{\"d\":1.7976931348623157e308}",
    "{\"d\":-1.7976931348623157e308}", "{\"d\":NaN}", "{\"d\":.5}", "{\"d\":01}",
    "{\"b\":1}", "{\"b\":\"true\"}", "{\"w\":\"1899-12-31T23:59:59\"}", "{\"w\":0}",
    "{\"w\":\"0000-00-00 00:00:00\"}", "{\"w\":\"2026-02-30\"}", "{\"w\":\"07/30/2014\"}",
    "{\"w\":\"2026-04-10 13:00:00\"}", "{\"w\":\"2026-04-10T13:00:00+02:00\"}",
    "{\"w\":\"2026-04-10T13:00:00.\"}", "{\"w\":\"2026-04-10Z\"}", "{\"w\":\"\"}",
    "{\"s\":1}", "{\"s\":\"\\ud800\"}", "{\"m\":\"1\"}", "{\"m\":10000000000000000000000000}",
    "{\"x\":1}", "{\"I\":1}", "{\"i\":1,\"i\":2}", "{\"i\":null,\"i\":2}", "1", "[]", "null",
    "{\"i\":1},", "{\"i\":1}{\"i\":2}", "{\"i\" 1}", "",
  ])
  func refusesTheWholeBatch(_ bad: String) throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(Self.all)
    let reply = try client.post(bad.isEmpty ? "" : "{\"i\":1},\(bad)", to: id)
    #expect(reply.status == 400, "\(reply.text)")
    #expect(reply.code == "BadRequest")
    #expect(client.emulator.rowCount(dataset: id, table: "t") == 0)
  }

  @Test(arguments: [
    "", "{}", "[]", "{\"Rows\":[{\"i\":1}]}", "{\"rows\":[{\"i\":1}],\"x\":1}",
    "{\"rows\":{\"i\":1}}", "{\"rows\":[{\"i\":1}]} x", "{\"rows\":[{\"i\":1}]",
  ])
  func refusesBodiesOfAnotherShape(_ body: String) throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(Self.all)
    let path = "\(client.group)/datasets/\(id)/tables/t/rows"
    #expect(try client.call("POST", path, body).status == 400)
    #expect(client.emulator.rowCount(dataset: id, table: "t") == 0)
  }

  @Test(arguments: [(4000, 200), (4001, 400)])
  func allows4000UTF16Units(units: Int, status: Int) throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("s:String"))
    let text = "😀" + String(repeating: "é", count: units - 2)
    #expect(try client.post("{\"s\":\"\(text)\"}", to: id).status == status)
  }

  @Test(arguments: [(10_000, 200), (10_001, 400)])
  func allows10000Rows(count: Int, status: Int) throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("i:Int64"))
    let rows = (1...count).map { "{\"i\":\($0)}" }.joined(separator: ",")
    #expect(try client.post(rows, to: id).status == status)
    #expect(client.emulator.rowCount(dataset: id, table: "t") == (status == 200 ? count : 0))
    if status == 200 {
      #expect(client.emulator.sum(dataset: id, table: "t", column: "i") == "50005000")
    }
  }

  @Test(arguments: [(1000, 200), (1001, 413)])
  func limitsTheBody(bytes: Int, status: Int) throws {
    let client = try Client.started { $0.bodyBytesMax = 1000 }
    defer { client.stop() }
    let id = try client.create(table("s:String"))
    let frame = "{\"rows\":[{\"s\":\"\"}]}".utf8.count
    let text = String(repeating: "x", count: bytes - frame)
    #expect(try client.post("{\"s\":\"\(text)\"}", to: id).status == status)
  }

  @Test func takes16MBAndNoMore() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("s:String"))
    let row = "{\"s\":\"\(String(repeating: "x", count: 3992))\"}"
    // 3,999 rows of 4,001 bytes with their comma, and 11 bytes around them.
    let rows = Array(repeating: row, count: 3998).joined(separator: ",")
    let size = rows.utf8.count + 11
    #expect(size < 16_000_000)
    #expect(try client.post(rows, to: id).status == 200)
    let padding = String(repeating: " ", count: 16_000_000 - size)
    #expect(try client.post(rows + padding, to: id).status == 200)
    #expect(try client.post(rows + padding + " ", to: id).status == 413)
  }

  @Test func refusesCompressedBodiesAndOtherTypes() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("i:Int64"))
    let gzip = try client.post("{\"i\":1}", to: id, headers: ["Content-Encoding: gzip"])
    #expect(gzip.status == 415)
    let path = "\(client.group)/datasets/\(id)/tables/t/rows"
    let body = Array("{\"rows\":[{\"i\":1}]}".utf8)
    let text = try client.send(
      "POST", path,
      headers: ["Authorization: Bearer \(client.token)", "Content-Type: text/plain"], body: body)
    #expect(text.status == 415)
  }

  @Test func addsUpExactly() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("d:Double", "m:Decimal", "s:String"))
    let rows = (0..<10).map { _ in "{\"d\":0.1,\"m\":0.0001}" }.joined(separator: ",")
    #expect(try client.post(rows, to: id).status == 200)
    #expect(client.emulator.sum(dataset: id, table: "t", column: "d") == "1")
    #expect(client.emulator.sum(dataset: id, table: "t", column: "m") == "0.001")
    #expect(client.emulator.sum(dataset: id, table: "t", column: "s") == nil)
    #expect(client.emulator.sum(dataset: id, table: "t", column: "x") == nil)
  }

  @Test func keysInAnyOrderAndAbsentOnesAreBlank() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64", "b:String", "c:Boolean"))
    let rows =
      "{\"c\":true,\"a\":1},{\"b\":\"x\"},{},{\"a\":1,\"b\":\"x\",\"c\":true},{\"\\u0061\":2}"
    #expect(try client.post(rows, to: id).status == 200)
    #expect(
      client.emulator.rows(dataset: id, table: "t") == [
        "{\"a\":1,\"b\":null,\"c\":true}", "{\"a\":null,\"b\":\"x\",\"c\":null}",
        "{\"a\":null,\"b\":null,\"c\":null}", "{\"a\":1,\"b\":\"x\",\"c\":true}",
        "{\"a\":2,\"b\":null,\"c\":null}",
      ])
    #expect(
      client.emulator.rows(dataset: id, table: "t", from: 1, limit: 1) == [
        "{\"a\":null,\"b\":\"x\",\"c\":null}"
      ])
  }

  @Test func namesTheBadValue() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    let reply = try client.post("{\"a\":1},{\"a\":\"x\"}", to: id)
    #expect(
      reply.text
        == "{\"error\":{\"code\":\"BadRequest\",\"message\":\"Bad Request\",\"details\":[{"
        + "\"message\":\"The value of 'a' in row 1 is not a valid Int64\","
        + "\"target\":\"rows[1].a\"}]}}")
  }

  @Test func tableNamesAreCaseSensitive() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    let reply = try client.post("{\"a\":1}", to: id, table: "T")
    #expect(reply.status == 404)
    #expect(reply.code == "PowerBIEntityNotFound")
    #expect(try client.post("{\"a\":1}", to: id, table: "t%00").status == 400)
    #expect(try client.post("{\"a\":1}", to: id, table: "t%2Fx").status == 404)
  }

  @Test func deletesAllRows() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    _ = try client.post("{\"a\":1},{\"a\":2}", to: id)
    let reply = try client.call("DELETE", "\(client.group)/datasets/\(id)/tables/t/rows")
    #expect(reply.status == 200)
    #expect(reply.body.isEmpty)
    #expect(client.emulator.rowCount(dataset: id, table: "t") == 0)
  }

  @Test func switchesDecide() throws {
    let client = try Client.started { behaviour in
      behaviour.keepsPartialBatches = true
      behaviour.rowKeysAreExact = false
    }
    defer { client.stop() }
    let id = try client.create(table("Name:String", "n:Int64"))
    let reply = try client.post("{\"NAME\":\"x\",\"n\":1},{\"name\":\"y\",\"n\":\"2\"}", to: id)
    #expect(reply.status == 400)
    #expect(client.emulator.rows(dataset: id, table: "t") == ["{\"Name\":\"x\",\"n\":1}"])
  }

  @Test func keepsSequenceNumbersPerClient() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    let path = "\(client.group)/datasets/\(id)/tables/t/sequenceNumbers"
    func known() throws -> JSONValue? { try JSONValue(try client.call("GET", path).body)["value"] }
    func send(_ number: String) throws -> Int {
      try client.post(
        "{\"a\":1}", to: id, headers: ["X-PowerBI-PushData-SequenceNumber: \(number)"]
      ).status
    }
    #expect(try known() == .array([]))
    _ = try client.post("{\"a\":1}", to: id)
    #expect(try known() == .array([]))
    #expect(try send("2") == 200)
    let entry = JSONValue.object([
      "clientId": .string(client.emulator.configuration.clientID), "sequenceNumber": .number("2"),
    ])
    #expect(try known() == .array([entry]))
    #expect(client.emulator.sequenceNumber(dataset: id, table: "t") == 2)
    #expect(try send("two") == 400)
    // Stored again: nothing is promised about repeated numbers.
    #expect(try send("2") == 200)
    #expect(client.emulator.rowCount(dataset: id, table: "t") == 3)
    client.emulator.behaviour.repeatedSequence = .dropped
    #expect(try send("2") == 200)
    client.emulator.behaviour.repeatedSequence = .refused
    #expect(try send("1") == 400)
    #expect(client.emulator.rowCount(dataset: id, table: "t") == 3)
    #expect(try send("3") == 200)
    client.emulator.behaviour.sequenceNumbers = .gone
    #expect(try client.call("GET", path).status == 404)
    #expect(try send("9") == 200)
    #expect(client.emulator.sequenceNumber(dataset: id, table: "t") == 3)
  }
}
