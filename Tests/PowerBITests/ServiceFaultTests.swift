import Bytes
import Runtime
import Testing

@testable import HTTPClient
@testable import PowerBI

/// The table from the API's replies to Faults, row by row.
@Suite struct ServiceFaultTests {
  private func fault(
    _ status: Int, _ body: String, _ purpose: ServiceFault.Purpose, fields: [String] = []
  ) throws -> Fault {
    let request = HTTPClient.Request(
      .post, try HTTPAddress("https://api.powerbi.com/"), operation: "posting rows",
      subject: "orders", isRepeatable: true,
      limits: HTTPClient.Limits(
        connectTimeoutSeconds: 1, totalTimeoutSeconds: 1, idleTimeoutSeconds: 1, replyBytesMax: 1))
    let bytes = Array(body.utf8)
    return ServiceFault.fault(
      .scripted(status, ["RequestId: 4e-5f"] + fields), body: bytes.rawSpan, purpose: purpose,
      request: request, now: Instant(unixSeconds: 0))
  }

  private static let gateway =
    "{\"error\":{\"code\":\"PowerBINotAuthorizedException\",\"pbi.error\":{\"code\":"
    + "\"PowerBINotAuthorizedException\",\"parameters\":{},\"details\":[{\"code\":"
    + "\"DetailsMessage\",\"detail\":{\"type\":1,\"value\":\"No access.\"}}],"
    + "\"exceptionCulprit\":1}}}"
  private static let validation =
    "{\"error\":{\"code\":\"BadRequest\",\"message\":\"Bad Request\",\"details\":[{\"message\":"
    + "\"The property 'x' does not exist.\",\"target\":\"dataset\"}]}}"
  private static let deprecated =
    "{\"error\":{\"code\":\"FeatureDeprecatedError\",\"pbi.error\":{\"code\":"
    + "\"FeatureDeprecatedError\",\"details\":[{\"code\":\"LearnMoreLink\",\"detail\":{\"type\":0,"
    + "\"value\":\"https://learn.microsoft.com/\"}},{\"code\":\"FeatureDeprecatedMessage\","
    + "\"detail\":{\"type\":0,\"value\":\"Creation of streaming dataset is deprecated.\"}}],"
    + "\"exceptionCulprit\":1}}}"
  private static let notPush =
    "{\"error\":{\"code\":\"ItemNotFound\",\"message\":\"Dataset 1-2 is not Push API dataset.\"}}"
  private static let throttle = "{\"message\":\"Requests exceeded. Retry in 3392 seconds.\"}"
  private static let expired =
    "{\"error\":{\"code\":\"TokenExpired\",\"message\":\"Access token has expired\"}}"

  @Test(arguments: ServiceFault.Purpose.allCases)
  func expiredToken(_ purpose: ServiceFault.Purpose) throws {
    for status in [401, 403] {
      let fault = try fault(status, Self.expired, purpose)
      #expect(fault.code == .credentials)
      #expect(fault.recovery == .renew)
      #expect(fault.hint.contains("clock"))
    }
  }

  @Test(arguments: [400, 403, 404, 500])
  func deprecatedFeature(_ status: Int) throws {
    let fault = try fault(status, Self.deprecated, .creating)
    #expect(fault.code == .rejected)
    #expect(fault.recovery == .operator)
    #expect(fault.hint.contains("existing dataset"))
    #expect(fault.cause.contains("Creation of streaming dataset is deprecated"))
  }

  @Test func throttled() throws {
    for purpose in ServiceFault.Purpose.allCases {
      let field = try fault(429, "", purpose, fields: ["Retry-After: 7"])
      #expect(field.code == .throttled)
      #expect(field.recovery == .retry(afterSeconds: 7))
      #expect(try fault(429, Self.throttle, purpose).recovery == .retry(afterSeconds: 3392))
      #expect(try fault(429, "", purpose).recovery == .retry(afterSeconds: 30))
    }
    let quota = try fault(
      400, "{\"error\":{\"code\":\"Request Throttled\",\"message\":\"Too many\"}}", .reading)
    #expect(quota.code == .throttled)
    #expect(quota.recovery == .retry(afterSeconds: 30))
  }

  @Test func unauthorized() throws {
    for body in ["", Self.gateway] {
      let fault = try fault(401, body, .reading)
      #expect(fault.code == .permission)
      #expect(fault.recovery == .renew)
      #expect(fault.hint.contains("service principals"))
    }
  }

  @Test func forbidden() throws {
    for purpose in ServiceFault.Purpose.allCases {
      let fault = try fault(403, Self.gateway, purpose)
      #expect(fault.code == .permission)
      #expect(fault.recovery == .operator)
      #expect(fault.hint.contains(purpose == .reading ? "service principals" : "Contributor"))
      #expect(fault.cause == "PowerBINotAuthorizedException: No access (HTTP 403)")
    }
  }

  @Test func notThere() throws {
    let notPush = try fault(404, Self.notPush, .rows)
    #expect(notPush.code == .notFound)
    #expect(notPush.recovery == .operator)
    #expect(notPush.hint.contains("push datasets"))
    let rows = try fault(404, "", .rows)
    #expect(rows.code == .notFound)
    #expect(rows.recovery == .operator)
    #expect(rows.hint.contains("differs in case"))
    let list = try fault(404, "", .reading)
    #expect(list.code == .notFound)
    #expect(list.hint.contains("may not see it"))
  }

  @Test func rejected() throws {
    let rows = try fault(400, Self.validation, .rows)
    #expect(rows.code == .rejected)
    #expect(rows.recovery == .shrink)
    #expect(rows.cause == "BadRequest: Bad Request; The property 'x' does not exist (HTTP 400)")
    let creating = try fault(400, Self.validation, .creating)
    #expect(creating.recovery == .operator)
    #expect(creating.hint.contains("try again later"))
    #expect(try fault(400, Self.validation, .reading).recovery == .operator)
    #expect(try fault(400, Self.validation, .changing).hint == "")
  }

  @Test func tooLarge() throws {
    let fault = try fault(413, "<html>Too large</html>", .rows)
    #expect(fault.code == .tooLarge)
    #expect(fault.recovery == .shrink)
    #expect(try self.fault(413, "", .creating).recovery == .operator)
  }

  @Test(arguments: [408, 500, 502, 503, 504])
  func ambiguous(_ status: Int) throws {
    for purpose in ServiceFault.Purpose.allCases {
      let fault = try fault(status, "", purpose, fields: ["Retry-After: 9"])
      #expect(fault.code == .unavailable)
      #expect(fault.recovery == (purpose == .reading ? .retry(afterSeconds: 9) : .settle))
    }
  }

  @Test(arguments: [301, 302, 307, 308])
  func elsewhere(_ status: Int) throws {
    let fault = try fault(status, "", .rows, fields: ["Location: https://wabi-x.example/v1.0"])
    #expect(fault.code == .configuration)
    #expect(fault.recovery == .operator)
    #expect(fault.cause.contains("https://wabi-x.example/v1.0"))
    #expect(fault.hint.contains("API URL"))
  }

  @Test(arguments: [402, 405, 409, 418, 451])
  func others(_ status: Int) throws {
    let fault = try fault(status, "", .rows)
    #expect(fault.code == .rejected)
    #expect(fault.recovery == .operator)
    #expect(fault.cause == "HTTP \(status) without a word")
  }

  @Test func everyFaultNamesItsRequest() throws {
    for status in [301, 400, 401, 403, 404, 408, 413, 418, 429, 500] {
      let fault = try fault(status, "", .rows)
      #expect(fault.requestID == "4e-5f")
      #expect(fault.number == status)
      #expect(fault.line.contains("[request 4e-5f]"))
    }
  }

  @Test func homeClusterIsSaid() throws {
    let fault = try fault(404, "", .rows, fields: ["home-cluster-uri: https://home.example/"])
    #expect(fault.cause.contains("https://home.example/"))
  }

  @Test(arguments: [
    "[]", "null", "7", "\"text\"", "{", "{\"error\":null}", "{\"error\":\"text\"}",
    "{\"error\":[]}",
    "{\"error\":{\"code\":5,\"message\":{},\"details\":[1,{\"message\":null}]}}",
    "{\"message\":\"a\\r\\nb\\u0000\"}", "   ", "\u{FEFF}{}",
  ])
  func strangeReplies(_ body: String) throws {
    let fault = try fault(500, body, .reading)
    #expect(fault.recovery == .retry(afterSeconds: 30))
    #expect(!fault.cause.contains("\n"))
  }

  @Test func longWordsAreCut() throws {
    let words = String(repeating: "word ", count: 10_000)
    let fault = try fault(400, "{\"message\":\"\(words)\"}", .reading)
    #expect(fault.cause.count < 700)
  }
}
