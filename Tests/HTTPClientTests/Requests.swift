import Bytes
import HTTPClient
import Runtime

extension HTTPClient {
  /// Sends without anybody who may wish to stop.
  mutating func send(_ request: Request, body: [UInt8] = []) throws(Fault) -> Response {
    try send(request, body: body.rawSpan, interruption: Interruption())
  }

  mutating func send(
    _ request: Request, body: [UInt8], interruption: Interruption
  ) throws(Fault) -> Response {
    try send(request, body: body.rawSpan, interruption: interruption)
  }
}

extension HTTPClient.Options {
  static let plain = HTTPClient.Options(userAgent: "tests", authoritiesFile: nil, proxy: nil)
}

extension HTTPClient.Limits {
  static let short = HTTPClient.Limits(
    connectTimeoutSeconds: 2, totalTimeoutSeconds: 5, idleTimeoutSeconds: 5,
    replyBytesMax: 64 << 10)
}

extension HTTPClient.Request {
  static func get(_ url: String) throws -> HTTPClient.Request {
    HTTPClient.Request(
      .get, try HTTPAddress(url), operation: "reading a page", subject: "page",
      isRepeatable: true, limits: .short)
  }

  /// A request that must not be sent twice.
  static func post(_ url: String) throws -> HTTPClient.Request {
    HTTPClient.Request(
      .post, try HTTPAddress(url), operation: "posting rows", subject: "orders",
      isRepeatable: false, limits: .short)
  }
}
