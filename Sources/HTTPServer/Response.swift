extension HTTPServer {
  /// One answer.
  package struct Response: Sendable {
    /// The status code.
    package var status: Int
    /// Header fields, in the order in which they are sent.
    package var headers: [Header]
    /// What follows the head.
    package var body: Body
    /// Whether the connection is closed after the answer.
    package var closesConnection = false
    /// Whether, and how, the answer is spoilt.
    package var spoiling = Spoiling.none

    /// The bytes of an answer; libmicrohttpd's memory mode follows from the case.
    package enum Body: Sendable {
      case none
      /// Copied by libmicrohttpd.
      case bytes([UInt8])
      /// Lives as long as the program; not copied.
      case fixed(StaticString)

      /// Bytes of the body.
      package var count: Int {
        switch self {
        case .none: 0
        case .bytes(let bytes): bytes.count
        case .fixed(let text): text.utf8CodeUnitCount
        }
      }
    }

    /// Faults of a server that a stand-in for one must be able to show.
    package enum Spoiling: Sendable, Equatable {
      case none
      /// No answer: the connection is reset.
      case reset
      /// The whole length is announced, so many bytes of it are sent, then the connection closes.
      case truncated(after: Int)
    }

    package init(status: Int, headers: [Header] = [], body: Body = .none) {
      precondition(status >= 200 && status <= 599, "a final status")
      self.status = status
      self.headers = headers
      self.body = body
    }

    /// No answer at all: the connection is reset.
    package static var reset: Response {
      var response = Response(status: 500)
      response.spoiling = .reset
      return response
    }
  }
}
