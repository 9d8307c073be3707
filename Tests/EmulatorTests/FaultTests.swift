import Bytes
import Emulator
import Glibc
import Runtime
import Testing
import Testkit

@Suite("Faults")
struct FaultTests {
  private let one = "{\"a\":1}"

  private func count(_ client: Client, _ id: String) -> Int? {
    client.emulator.rowCount(dataset: id, table: "t")
  }

  @Test func strikeTheNthRequestsAndAreCounted() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64"), table("a:Int64", name: "u"))
    var rule = FaultRule(
      .status(503, .odata, isDone: false, retryAfterSeconds: 7), on: .postRows, table: "t")
    rule.nth = 2
    rule.count = 2
    rule.dataset = "Shop"
    let fault = client.emulator.add(rule)
    _ = try client.post(one, to: id, table: "u")
    let statuses = try (0..<5).map { _ in try client.post(one, to: id).status }
    #expect(statuses == [200, 503, 503, 200, 200])
    #expect(count(client, id) == 3)
    #expect(client.emulator.faults.map(\.seen) == [5])
    #expect(client.emulator.faults.map(\.struck) == [2])
    #expect(client.emulator.removeFault(fault))
    #expect(!client.emulator.removeFault(fault))
    #expect(client.emulator.requestCount(.postRows) == 6)
    #expect(client.emulator.requests.last?.fault == "")
    #expect(client.emulator.requests.filter { $0.fault == "status" }.count == 2)
  }

  @Test func strikeByChanceFromASeed() throws {
    func outcome(_ seed: UInt64) throws -> [Int] {
      var configuration = Emulator.Configuration()
      configuration.seed = seed
      let emulator = Emulator(
        configuration: configuration, limits: .init(), clock: VirtualClock(Client.start))
      try emulator.start(port: 0)
      defer { emulator.stop() }
      let client = try Client(emulator)
      let id = try client.create(table("a:Int64"))
      var rule = FaultRule(.status(500, .empty, isDone: false, retryAfterSeconds: nil))
      rule.operation = .postRows
      rule.probability = 0.5
      rule.count = nil
      emulator.add(rule)
      return try (0..<40).map { _ in try client.post(one, to: id).status }
    }
    let first = try outcome(7)
    #expect(try outcome(7) == first)
    #expect(try outcome(8) != first)
    #expect((5...35).contains(first.count { $0 == 500 }))
  }

  @Test func canComeAfterTheRowsAreStored() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    client.emulator.add(
      FaultRule(.status(502, .html, isDone: true, retryAfterSeconds: nil), on: .postRows))
    let reply = try client.post(one, to: id)
    #expect(reply.status == 502)
    #expect(reply.value("content-type")?.hasPrefix("text/html") == true)
    #expect(reply.text.contains("<html>"))
    #expect(count(client, id) == 1)
    // What is refused anyway keeps its own answer.
    client.emulator.add(
      FaultRule(.status(502, .html, isDone: true, retryAfterSeconds: nil), on: .postRows))
    #expect(try client.post("{\"a\":\"x\"}", to: id).status == 400)
  }

  @Test(arguments: [true, false])
  func resetTheConnection(isDone: Bool) throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    client.emulator.add(FaultRule(.reset(isDone: isDone), on: .postRows))
    #expect(throws: Connection.Failure(number: ECONNRESET)) { try client.post(one, to: id) }
    #expect(count(client, id) == (isDone ? 1 : 0))
    #expect(client.emulator.requests.last?.status == 0)
  }

  @Test func letRowsLandLater() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    client.emulator.add(FaultRule(.lateLanding(seconds: 90), on: .postRows))
    #expect(throws: Connection.Failure(number: ECONNRESET)) { try client.post(one, to: id) }
    client.clock.advance(seconds: 89)
    #expect(count(client, id) == 0)
    #expect(try client.rows("EVALUATE ROW(\"n\",COUNTROWS('t'))", of: id) == "[{}]")
    client.clock.advance(seconds: 1)
    #expect(try client.rows("EVALUATE ROW(\"n\",COUNTROWS('t'))", of: id) == "[{\"[n]\":1}]")
    #expect(count(client, id) == 1)
  }

  @Test func showRowsLater() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    client.emulator.add(FaultRule(.lateVisibility(seconds: 10), on: .postRows))
    #expect(try client.post(one, to: id).status == 200)
    #expect(count(client, id) == 1)
    client.clock.advance(seconds: 9.9)
    #expect(try client.rows("EVALUATE ROW(\"n\",COUNTROWS('t'))", of: id) == "[{}]")
    client.clock.advance(seconds: 0.1)
    #expect(try client.rows("EVALUATE ROW(\"n\",COUNTROWS('t'))", of: id) == "[{\"[n]\":1}]")
  }

  @Test(arguments: [true, false])
  func delayTheAnswer(isDone: Bool) throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    client.emulator.add(FaultRule(.delay(seconds: 30, isDone: isDone), on: .postRows))
    #expect(try client.post(one, to: id).status == 200)
    #expect(client.clock.now == Client.start.adding(seconds: 30))
    #expect(client.emulator.requests.last?.milliseconds == 30_000)
  }

  @Test func stopEndsADelay() throws {
    let emulator = Emulator(configuration: .init(), limits: .init(), clock: SystemClock())
    try emulator.start(port: 0)
    let client = try Client(emulator)
    emulator.add(FaultRule(.delay(seconds: 600, isDone: false), on: .listDatasets))
    let waiting = TestThread { _ = try? client.call("GET", "\(client.group)/datasets") }
    for _ in 0..<5000 where emulator.faults[0].struck == 0 { usleep(1000) }
    emulator.stop()
    waiting.join()
  }

  @Test(arguments: [0, 5])
  func cutTheAnswerShort(bytes: Int) throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    client.emulator.add(FaultRule(.truncated(bytes: bytes)))
    let reply = try client.post(one, to: id)
    #expect(reply.status == 200)
    #expect(reply.body.count == bytes)
    #expect(reply.value("content-length") == "\(bytes + 1)")
    #expect(count(client, id) == 1)
    client.emulator.add(FaultRule(.truncated(bytes: bytes)))
    let list = try client.call("GET", "\(client.group)/datasets")
    #expect(list.body.count == bytes)
    #expect(Int(list.value("content-length") ?? "") ?? 0 > 100)
  }

  @Test func expireTokens() throws {
    var client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    client.emulator.add(FaultRule(.expiredToken, on: .postRows))
    let reply = try client.post(one, to: id)
    #expect(reply.status == 403)
    #expect(reply.code == "TokenExpired")
    #expect(try client.post(one, to: id).code == "TokenExpired")
    try client.signIn()
    #expect(try client.post(one, to: id).status == 200)
  }

  @Test func limitBodies() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    var rule = FaultRule(.bodyLimit(bytes: 30), on: .postRows)
    rule.count = nil
    client.emulator.add(rule)
    #expect(try client.post("\(one),\(one)", to: id).status == 200)
    #expect(try client.post("\(one),\(one),\(one)", to: id).status == 413)
  }

  @Test func redirect() throws {
    let client = try Client.started()
    defer { client.stop() }
    client.emulator.add(FaultRule(.redirect(origin: "https://wabi.example.com"), on: .listDatasets))
    let reply = try client.call("GET", "\(client.group)/datasets")
    #expect(reply.status == 307)
    #expect(reply.value("location") == "https://wabi.example.com\(client.group)/datasets")
  }

  @Test func refuseCreationAndQueries() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    client.emulator.add(FaultRule(.deprecated, on: .createDataset))
    client.emulator.add(FaultRule(.forbidden, on: .executeQueries))
    let body = "{\"name\":\"S\",\"tables\":[\(table("a:Int64"))]}"
    let reply = try client.call("POST", "\(client.group)/datasets", body)
    #expect(reply.status == 403)
    let error = try JSONValue(reply.body)["error"]
    #expect(error?["code"]?.string == "FeatureDeprecatedError")
    #expect(
      error?["pbi.error"]?["details"]?.array?.map { $0["code"]?.string } == [
        "LearnMoreLink", "FeatureDeprecatedMessage",
      ])
    #expect(try client.query("EVALUATE ROW(\"n\",1)", of: id).status == 403)
    #expect(try client.query("EVALUATE ROW(\"n\",1)", of: id).status == 200)
    client.emulator.behaviour.allowsQueries = false
    #expect(try client.query("EVALUATE ROW(\"n\",1)", of: id).status == 403)
  }

  @Test(arguments: FaultRule.Shape.allCases)
  func comeInEveryShape(shape: FaultRule.Shape) throws {
    let client = try Client.started()
    defer { client.stop() }
    client.emulator.add(FaultRule(.status(401, shape, isDone: false, retryAfterSeconds: 3)))
    let reply = try client.call("GET", "\(client.group)/datasets")
    #expect(reply.status == 401)
    #expect(reply.value("retry-after") == "3")
    #expect(reply.value("requestid") != nil)
    switch shape {
    case .empty: #expect(reply.body.isEmpty)
    case .html: #expect(reply.text.contains("</html>"))
    case .bare: #expect(reply.text.contains("Retry in 3 seconds"))
    case .gateway: #expect(try JSONValue(reply.body)["error"]?["pbi.error"] != nil)
    case .odata: #expect(reply.detail != nil)
    case .message: #expect(try JSONValue(reply.body)["error"]?["message"] != nil)
    }
  }
}

@Suite("The control endpoint")
struct ControlTests {
  private let json = ["Content-Type: application/json"]

  private func send(
    _ client: Client, _ method: String, _ path: String, _ body: String? = nil
  ) throws -> Reply {
    try client.send(
      method, "/_emulator/\(path)", headers: body == nil ? [] : json,
      body: body.map { Array($0.utf8) })
  }

  @Test(arguments: [
    "{\"operation\":\"postRows\",\"nth\":3,\"count\":2,\"effect\":\"status\",\"status\":503,\"shape\":\"html\",\"done\":true,\"retry_after\":9}",
    "{\"dataset\":\"Shop\",\"table\":\"t\",\"nth\":1,\"count\":0,\"probability\":0.25,\"effect\":\"delay\",\"seconds\":1.5,\"done\":false}",
    "{\"nth\":1,\"count\":1,\"effect\":\"reset\",\"done\":true}",
    "{\"nth\":1,\"count\":1,\"effect\":\"late_landing\",\"seconds\":90.0}",
    "{\"nth\":1,\"count\":1,\"effect\":\"late_visibility\",\"seconds\":5.0}",
    "{\"nth\":1,\"count\":1,\"effect\":\"truncated\",\"bytes\":12}",
    "{\"nth\":1,\"count\":1,\"effect\":\"expired_token\"}",
    "{\"nth\":1,\"count\":1,\"effect\":\"body_limit\",\"bytes\":1000}",
    "{\"nth\":1,\"count\":1,\"effect\":\"redirect\",\"origin\":\"https://x.example\"}",
    "{\"nth\":1,\"count\":1,\"effect\":\"deprecated\"}",
    "{\"nth\":1,\"count\":1,\"effect\":\"forbidden\"}",
  ])
  func switchesFaultsOnAndOff(rule: String) throws {
    let client = try Client.started()
    defer { client.stop() }
    let added = try send(client, "POST", "faults", rule)
    #expect(added.status == 201)
    #expect(added.text == "{\"id\":1}")
    let shown = rule.dropLast() + ",\"seen\":0,\"struck\":0}"
    #expect(try send(client, "GET", "faults").text == "[{\"id\":1,\(shown.dropFirst())]")
    #expect(try send(client, "DELETE", "faults/2").status == 404)
    #expect(try send(client, "DELETE", "faults/1").status == 200)
    #expect(try send(client, "GET", "faults").text == "[]")
  }

  @Test(arguments: [
    "[]", "{}", "{\"effect\":\"explode\"}", "{\"effect\":\"delay\"}", "{\"effect\":\"status\"}",
    "{\"effect\":\"delay\",\"seconds\":-1}", "{\"effect\":\"status\",\"status\":99}",
    "{\"effect\":\"reset\",\"operation\":\"dance\"}", "{\"effect\":\"reset\",\"often\":1}",
    "{\"effect\":\"reset\",\"probability\":2}", "{\"effect\":\"redirect\",\"origin\":\"x\"}",
    "{\"effect\":\"body_limit\"}", "{\"effect\":\"status\",\"status\":500,\"shape\":\"round\"}",
    "{\"effect\":\"reset\",\"nth\":\"2\"}", "{\"effect\":\"reset\",\"count\":1.5}",
    "{\"effect\":\"reset\",\"table\":1}", "{\"effect\":\"reset\",\"done\":\"yes\"}",
    "{\"effect\":\"reset\",\"operation\":null}",
  ])
  func refusesFaultsItDoesNotUnderstand(rule: String) throws {
    let client = try Client.started()
    defer { client.stop() }
    #expect(try send(client, "POST", "faults", rule).status == 400)
    #expect(client.emulator.faults.isEmpty)
  }

  @Test func changesBehaviour() throws {
    let client = try Client.started()
    defer { client.stop() }
    let before = try JSONValue(try send(client, "GET", "behaviour").body)
    #expect(before["quota"]?.boolean == true)
    let changed = try send(
      client, "POST", "behaviour", "{\"quota\":false,\"repeated_sequence\":\"dropped\"}")
    #expect(changed.status == 200)
    #expect(!client.emulator.behaviour.enforcesQuota)
    #expect(client.emulator.behaviour.repeatedSequence == .dropped)
    // Nothing of a change that is wrong in part is done.
    let wrong = try send(client, "POST", "behaviour", "{\"decimal\":false,\"quota\":1}")
    #expect(wrong.status == 400)
    #expect(client.emulator.behaviour.acceptsDecimal)
    // Every switch can be set to what it shows.
    let shown = try send(client, "GET", "behaviour").text
    #expect(try send(client, "POST", "behaviour", shown).text == shown)
  }

  @Test func showsStateAndPage() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64", "s:String"))
    _ = try client.post("{\"a\":1},{\"a\":41}", to: id)
    let state = try JSONValue(try send(client, "GET", "state").body)
    let shown = state["datasets"]?.array?.first?["tables"]?.array?.first
    #expect(shown?["rows"]?.integer == 2)
    #expect(shown?["columns"]?.array?.first?["sum"]?.string == "42")
    #expect(state["requests"]?.array?.first?["operation"]?.string == "postRows")
    let page = try client.send("GET", "/")
    #expect(page.status == 200)
    #expect(page.value("content-type") == "text/html; charset=utf-8")
    for outside in ["src=", "href=", "url(", "@import"] { #expect(!page.text.contains(outside)) }
    #expect(try send(client, "POST", "reset", "{}").status == 200)
    #expect(client.emulator.datasets.isEmpty)
  }

  @Test func wantsJSON() throws {
    let client = try Client.started()
    defer { client.stop() }
    let reply = try client.send(
      "POST", "/_emulator/faults", headers: ["Content-Type: text/plain"],
      body: Array("{\"effect\":\"reset\"}".utf8))
    #expect(reply.status == 415)
    #expect(client.emulator.faults.isEmpty)
  }
}
