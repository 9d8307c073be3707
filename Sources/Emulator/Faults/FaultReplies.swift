internal import Bytes

/// Answers that come from a switch, not from the request.
enum FaultReplies {
  private static let html = [("Content-Type", "text/html; charset=us-ascii")]

  static var tooLarge: Reply {
    Reply(
      413, headers: html.map { (name: $0.0, value: $0.1) },
      body: Array(
        """
        <html><head><title>413 - Request Entity Too Large</title></head>
        <body><h2>The page was not displayed because the request entity is too large.</h2></body>
        </html>
        """.utf8))
  }

  static func status(
    _ status: Int, _ shape: FaultRule.Shape, retryAfterSeconds: Int?
  ) -> Reply {
    let message = "An error has occurred."
    var reply =
      switch shape {
      case .empty: Reply(status)
      case .gateway: Refusal.gateway(status, "UnknownError", message).reply
      case .message: Refusal.plain(status, "UnknownError", message).reply
      case .odata: odata(status, message)
      case .bare: bare(status, retryAfterSeconds)
      case .html: page(status)
      }
    if let retryAfterSeconds { reply.headers.append(("Retry-After", String(retryAfterSeconds))) }
    return reply
  }

  private static func odata(_ status: Int, _ message: String) -> Reply {
    var reply = Refusal.invalid(message, target: "request").reply
    reply.status = status
    return reply
  }

  private static func bare(_ status: Int, _ seconds: Int?) -> Reply {
    let text =
      "You have exceeded the amount of requests allowed in the current time frame and further "
      + "requests will fail. Retry in \(seconds ?? 60) seconds."
    return Reply(status, .object(["message": .string(text)]))
  }

  private static func page(_ status: Int) -> Reply {
    Reply(
      status, headers: html.map { (name: $0.0, value: $0.1) },
      body: Array(
        """
        <!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN">
        <html><head><title>\(status)</title></head>
        <body><h2>Our services aren't available right now</h2></body></html>
        """.utf8))
  }
}
