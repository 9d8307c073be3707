import Bytes
import Runtime
import Testing
import Testkit

@testable import HTTPClient
@testable import PowerBI

extension HTTPClient.Response {
  /// A reply as if it had come.
  static func scripted(_ status: Int, _ lines: [String]) -> HTTPClient.Response {
    var fields = HTTPClient.Fields()
    for line in lines { _ = fields.append(line: Array(line.utf8)) }
    return HTTPClient.Response(status: status, fields: fields)
  }
}

/// A client whose sign-in and API are one scripted peer, and a clock that the test moves.
struct Scripted {
  static let workspace = "11111111-2222-3333-4444-555555555555"
  static let dataset = "66666666-7777-8888-9999-000000000000"
  static let rows = Array("{\"rows\":[{\"id\":1}]}".utf8)

  let peer: ScriptedPeer
  let clock = VirtualClock(Instant(unixSeconds: 1_800_000_000))
  let tokens: TokenSource

  init(_ script: [[ScriptedPeer.Step]], secret: String = "s~ecret/+&=ü") throws {
    peer = ScriptedPeer(script)
    let url = peer.url("")
    tokens = TokenSource(
      Credentials(tenantID: "contoso.com", clientID: "app-1", clientSecret: Secret(secret)),
      cloud: try Cloud(.public, authorityURL: url, apiURL: url, scope: nil), kept: nil)
  }

  func client() -> PowerBIClient {
    PowerBIClient(
      tokens: tokens,
      http: HTTPClient(HTTPClient.Options(userAgent: "tests", authoritiesFile: nil, proxy: nil)),
      clock: clock, interruption: Interruption())
  }

  /// Heads of the requests so far: `GET /path`.
  var heads: [String] {
    peer.seen.requests.map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
  }

  /// The body of a request.
  func body(_ index: Int) throws -> JSONValue {
    let text = peer.seen.requests[index]
    let end = try #require(text.firstRange(of: "\r\n\r\n"))
    return try JSONValue(Array(text[end.upperBound...].utf8))
  }
}

extension ScriptedPeer.Step {
  /// A token, for so long.
  static func token(_ name: String, seconds: Int = 3599) -> ScriptedPeer.Step {
    .reply(
      200, [],
      "{\"token_type\":\"Bearer\",\"expires_in\":\(seconds),\"access_token\":\"\(name)\"}")
  }

  static let expired = ScriptedPeer.Step.reply(
    403, ["RequestId: r-1"],
    "{\"error\":{\"code\":\"TokenExpired\",\"message\":\"Access token has expired, resubmit with "
      + "a new access token\"}}")
}
