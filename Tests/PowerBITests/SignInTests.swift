import Bytes
import Runtime
import Testing
import Testkit

@testable import HTTPClient
@testable import PowerBI

/// The table from AADSTS numbers to hints, row by row.
@Suite struct SignInFaultTests {
  private func fault(
    _ body: String, status: Int = 400, fields: [String] = [], secret: String = "value~"
  ) throws -> Fault {
    let request = HTTPClient.Request(
      .post, try HTTPAddress("https://login.microsoftonline.com/"), operation: "signing in",
      subject: "login.microsoftonline.com", isRepeatable: true,
      limits: HTTPClient.Limits(
        connectTimeoutSeconds: 1, totalTimeoutSeconds: 1, idleTimeoutSeconds: 1, replyBytesMax: 1))
    let bytes = Array(body.utf8)
    return SignInFault.fault(
      .scripted(status, fields), body: bytes.rawSpan,
      credentials: Credentials(tenantID: "t", clientID: "c", clientSecret: Secret(secret)),
      request: request, now: Instant(unixSeconds: 0))
  }

  private func body(_ number: Int, _ error: String = "invalid_client") -> String {
    "{\"error\":\"\(error)\",\"error_description\":\"AADSTS\(number): Something is wrong.\\r\\n"
      + "Trace ID: 1f-2e\\r\\nCorrelation ID: 3d-4c\\r\\nTimestamp: 2026-01-01 00:00:00Z\","
      + "\"error_codes\":[\(number)],\"trace_id\":\"1f-2e\"}"
  }

  @Test(arguments: [
    (7_000_215, "use the secret's Value"), (7_000_222, "has expired"),
    (7_000_218, "Configure the client secret"), (700_016, "not in this tenant"),
    (7_000_112, "enable the enterprise application"),
    (70001, "enable the enterprise application"), (700_025, "send no secret"),
    (700_027, "certificate"), (50012, "certificate"), (700_030, "certificate"),
    (90002, "no such tenant"), (900_382, "another cloud"), (900_432, "another cloud"),
    (90038, "another cloud"), (500_011, "no Power BI"), (650_057, "API permission"),
    (650_052, "Sign the organisation up"), (65001, "consent"), (90094, "administrator"),
    (50034, "user is not in this tenant"), (50126, "password is wrong"), (50053, "locked"),
    (50055, "password has expired"), (50057, "disabled"), (50076, "second factor"),
    (50079, "second factor"), (50074, "service principal"), (50072, "service principal"),
    (53003, "Conditional access"), (530_032, "Conditional access"),
    (530_035, "Conditional access"), (53000, "Conditional access"),
    (53001, "Conditional access"), (50011, "redirect URI"), (70011, "/.default"),
    (70008, "sign in again"), (700_082, "sign in again"), (50173, "sign in again"),
    (70043, "sign in again"), (54005, "start the sign-in again"),
    (501_481, "start the sign-in again"), (70016, "device code"), (70019, "device code"),
    (900_144, "stray characters"), (9_002_313, "stray characters"),
    (9_001_023, "not common"),
  ])
  func numbersForAPerson(_ number: Int, _ hint: String) throws {
    let fault = try fault(body(number))
    #expect(fault.hint.contains(hint))
    #expect(fault.recovery == .operator)
    #expect(fault.number == number)
    #expect(fault.cause == "AADSTS\(number): Something is wrong")
    #expect(fault.requestID == "1f-2e")
    #expect(fault.code == (fault.hint.contains("Conditional") ? .permission : .credentials))
  }

  @Test(arguments: [
    (90055, Fault.Code.throttled), (90033, .unavailable), (90006, .unavailable),
    (90024, .unavailable), (50033, .unavailable), (90090, .unavailable), (50196, .throttled),
  ])
  func numbersThatPass(_ number: Int, _ code: Fault.Code) throws {
    let fault = try fault(body(number, "invalid_request"), fields: ["Retry-After: 12"])
    #expect(fault.recovery == .retry(afterSeconds: 12))
    #expect(fault.code == code)
  }

  @Test func everyNumberStandsOnce() {
    let numbers = SignInFault.table.flatMap(\.numbers)
    #expect(Set(numbers).count == numbers.count)
    #expect(numbers.count == 46 + 7)
  }

  @Test func secretsThatAreIDs() throws {
    let id = "0a1b2c3d-0000-4fff-8000-0123456789ab"
    #expect(try fault(body(7_000_215), secret: id).hint.contains("secret's ID"))
    #expect(
      try fault("{\"error\":\"invalid_client\"}", status: 401, secret: id).hint
        .contains("secret's ID"))
    let other = try fault("{\"error\":\"invalid_client\"}", status: 401)
    #expect(other.hint == "Check tenant ID, client ID and client secret")
    #expect(other.cause == "invalid_client")
  }

  @Test func numberIsReadFromTheTextToo() throws {
    let fault = try fault(
      "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000222: Expired.\"}")
    #expect(fault.number == 7_000_222)
    #expect(fault.hint.contains("has expired"))
  }

  @Test(arguments: ["temporarily_unavailable", "server_error"])
  func wordsThatPass(_ error: String) throws {
    #expect(try fault("{\"error\":\"\(error)\"}").recovery == .retry(afterSeconds: 30))
  }

  @Test(arguments: [429, 500, 502, 503, 504, 408])
  func statusesThatPass(_ status: Int) throws {
    let fault = try fault(
      "<html>Bad Gateway</html>", status: status, fields: ["Retry-After: 5", "RequestId: q"])
    #expect(fault.recovery == .retry(afterSeconds: 5))
    #expect(fault.code == (status == 429 ? .throttled : .unavailable))
    #expect(fault.cause.contains("web page"))
    #expect(fault.number == status)
    #expect(fault.requestID == "q")
  }

  @Test(arguments: [301, 404])
  func wrongAddress(_ status: Int) throws {
    let fault = try fault("", status: status)
    #expect(fault.code == .configuration)
    #expect(fault.hint.contains("authority URL"))
    #expect(fault.recovery == .operator)
  }

  @Test(arguments: [
    "", "[]", "null", "{}", "{\"error\":7}", "{\"error_codes\":[]}", "{\"error_codes\":[\"x\"]}",
    "{\"error\":\"\",\"error_description\":\"\"}", "{\"error_description\":\"AADSTS\"}",
    "{\"error\":{\"code\":\"x\"}}", "{", "\u{0}",
  ])
  func strangeReplies(_ body: String) throws {
    let fault = try fault(body)
    #expect(fault.recovery == .operator)
    #expect(!fault.cause.isEmpty)
  }
}

/// When tokens are asked for, and when not.
@Suite struct TokenSourceTests {
  private func token(_ scripted: borrowing Scripted) throws -> String {
    var http = HTTPClient(
      HTTPClient.Options(userAgent: "tests", authoritiesFile: nil, proxy: nil))
    return try scripted.tokens.token(
      over: &http, timeoutSeconds: 5, clock: scripted.clock, interruption: Interruption()
    ).revealText()
  }

  @Test func formIsAsEntraWantsIt() throws {
    let scripted = try Scripted([[.read, .token("t1")]])
    defer { scripted.peer.stop() }
    #expect(try token(scripted) == "t1")
    let request = scripted.peer.seen.requests[0]
    #expect(request.hasPrefix("POST /contoso.com/oauth2/v2.0/token HTTP/1.1\r\n"))
    #expect(request.contains("\r\nContent-Type: application/x-www-form-urlencoded\r\n"))
    #expect(
      request.hasSuffix(
        "\r\n\r\ngrant_type=client_credentials&client_id=app-1"
          + "&scope=https%3A%2F%2Fanalysis.windows.net%2Fpowerbi%2Fapi%2F.default"
          + "&client_secret=s~ecret%2F%2B%26%3D%C3%BC"))
    #expect(!request.contains("Authorization"))
  }

  @Test func tokenIsKeptUntilShortlyBeforeItsEnd() throws {
    let scripted = try Scripted([[.read, .token("t1")], [.read, .token("t2")]])
    defer { scripted.peer.stop() }
    #expect(scripted.tokens.current == nil)
    #expect(try token(scripted) == "t1")
    #expect(scripted.tokens.current?.expiry == Instant(unixSeconds: 1_800_003_599))
    scripted.clock.advance(seconds: 3298)
    #expect(try token(scripted) == "t1")
    scripted.clock.advance(seconds: 2)
    #expect(try token(scripted) == "t2")
    #expect(scripted.peer.seen.connectionCount == 2)
  }

  @Test func shortTokensAreUsedForHalfTheirLife() throws {
    let scripted = try Scripted([
      [.read, .token("t1", seconds: 100)], [.read, .token("t2", seconds: 100)],
    ])
    defer { scripted.peer.stop() }
    #expect(try token(scripted) == "t1")
    scripted.clock.advance(seconds: 49)
    #expect(try token(scripted) == "t1")
    scripted.clock.advance(seconds: 2)
    #expect(try token(scripted) == "t2")
  }

  @Test func lifetimeMayBeText() throws {
    let scripted = try Scripted([
      [.read, .reply(200, [], "{\"expires_in\":\"60\",\"access_token\":\"t\"}")]
    ])
    defer { scripted.peer.stop() }
    #expect(try token(scripted) == "t")
    #expect(scripted.tokens.current?.expiry == Instant(unixSeconds: 1_800_000_060))
  }

  @Test(arguments: [
    "{}", "", "[]", "{\"access_token\":\"t\"}", "{\"expires_in\":3599}",
    "{\"access_token\":\"\",\"expires_in\":3599}", "{\"access_token\":\"t\",\"expires_in\":0}",
    "{\"access_token\":5,\"expires_in\":3599}",
  ])
  func repliesWithoutToken(_ body: String) throws {
    let scripted = try Scripted([[.read, .reply(200, [], body)]])
    defer { scripted.peer.stop() }
    let fault = try #require(throws: Fault.self) { try token(scripted) }
    #expect(fault.cause.contains("no token"))
    #expect(fault.recovery == .operator)
  }

  @Test func refusalStandsForAMinute() throws {
    let refusal = ScriptedPeer.Step.reply(
      401, [], "{\"error\":\"invalid_client\",\"error_codes\":[7000222]}")
    let scripted = try Scripted([[.read, refusal], [.read, .token("t1")]])
    defer { scripted.peer.stop() }
    let first = try #require(throws: Fault.self) { try token(scripted) }
    scripted.clock.advance(seconds: 59)
    let second = try #require(throws: Fault.self) { try token(scripted) }
    #expect(first == second)
    #expect(scripted.peer.seen.connectionCount == 1)
    scripted.clock.advance(seconds: 2)
    #expect(try token(scripted) == "t1")
  }

  @Test func throttlingStandsForItsTime() throws {
    let throttled = ScriptedPeer.Step.reply(429, ["Retry-After: 120"], "")
    let scripted = try Scripted([[.read, throttled], [.read, .token("t1")]])
    defer { scripted.peer.stop() }
    #expect(throws: Fault.self) { try token(scripted) }
    scripted.clock.advance(seconds: 119)
    #expect(throws: Fault.self) { try token(scripted) }
    scripted.clock.advance(seconds: 2)
    #expect(try token(scripted) == "t1")
    #expect(scripted.peer.seen.connectionCount == 2)
  }

  @Test func tokenThatStillHoldsBridgesAnOutage() throws {
    let outage = ScriptedPeer.Step.reply(503, ["Retry-After: 60"], "")
    let scripted = try Scripted([
      [.read, .token("t1")], [.read, outage], [.read, outage], [.read, .token("t2")],
    ])
    defer { scripted.peer.stop() }
    #expect(try token(scripted) == "t1")
    scripted.clock.advance(seconds: 3400)
    #expect(try token(scripted) == "t1")
    #expect(try token(scripted) == "t1")
    #expect(scripted.peer.seen.connectionCount == 2)
    scripted.clock.advance(seconds: 200)
    #expect(throws: Fault.self) { try token(scripted) }
    scripted.clock.advance(seconds: 61)
    #expect(try token(scripted) == "t2")
  }

  @Test func refusalEndsATokenThatStillHolds() throws {
    let refusal = ScriptedPeer.Step.reply(401, [], "{\"error\":\"invalid_client\"}")
    let scripted = try Scripted([[.read, .token("t1")], [.read, refusal]])
    defer { scripted.peer.stop() }
    #expect(try token(scripted) == "t1")
    scripted.clock.advance(seconds: 3400)
    #expect(throws: Fault.self) { try token(scripted) }
    #expect(throws: Fault.self) { try token(scripted) }
    #expect(scripted.peer.seen.connectionCount == 2)
  }

  @Test func forgettingAsksAgain() throws {
    let scripted = try Scripted([[.read, .token("t1")], [.read, .token("t2")]])
    defer { scripted.peer.stop() }
    #expect(try token(scripted) == "t1")
    scripted.tokens.forget()
    #expect(scripted.tokens.current == nil)
    #expect(try token(scripted) == "t2")
  }

  @Test func keptTokenIsUsed() throws {
    let scripted = try Scripted([])
    defer { scripted.peer.stop() }
    let kept = Token(secret: Secret("kept"), expiry: Instant(unixSeconds: 1_800_000_301))
    let tokens = TokenSource(
      scripted.tokens.credentials, cloud: scripted.tokens.cloud, kept: kept)
    var http = HTTPClient(
      HTTPClient.Options(userAgent: "tests", authoritiesFile: nil, proxy: nil))
    let token = try tokens.token(
      over: &http, timeoutSeconds: 5, clock: scripted.clock, interruption: Interruption())
    #expect(token.revealText() == "kept")
    #expect(scripted.peer.seen.connectionCount == 0)
  }

  @Test func renewalsKeepTheirDistance() throws {
    let scripted = try Scripted([[.read, .token("t1")], [.read, .token("t2")]])
    defer { scripted.peer.stop() }
    _ = try token(scripted)
    let first = try #require(scripted.tokens.current?.secret)
    #expect(scripted.tokens.reject(first, clock: scripted.clock))
    #expect(scripted.tokens.current == nil)
    #expect(try token(scripted) == "t2")
    let second = try #require(scripted.tokens.current?.secret)
    // Somebody who still holds the first one may take the second.
    #expect(scripted.tokens.reject(first, clock: scripted.clock))
    #expect(scripted.tokens.current?.secret === second)
    #expect(!scripted.tokens.reject(second, clock: scripted.clock))
    scripted.clock.advance(seconds: 61)
    #expect(scripted.tokens.reject(second, clock: scripted.clock))
  }

  @Test func oneThreadAsksForAll() async throws {
    let scripted = try Scripted([[.read, .pause(seconds: 0.2), .token("t1")]])
    defer { scripted.peer.stop() }
    let tokens = scripted.tokens
    let clock = scripted.clock
    let found = await withTaskGroup(of: String?.self) { group in
      for _ in 0..<4 {
        group.addTask {
          var http = HTTPClient(
            HTTPClient.Options(userAgent: "tests", authoritiesFile: nil, proxy: nil))
          return try? tokens.token(
            over: &http, timeoutSeconds: 5, clock: clock, interruption: Interruption()
          ).revealText()
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(found == ["t1", "t1", "t1", "t1"])
    #expect(scripted.peer.seen.connectionCount == 1)
  }
}
