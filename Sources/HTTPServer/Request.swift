extension HTTPServer {
  /// One request, whole.
  package struct Request: Sendable {
    /// The method, as it came.
    package var method: String
    /// The path as it was sent: percent-encoded, never empty.
    package var path: [UInt8]
    /// What stood after the first `?`, as it was sent; nil without one.
    package var query: [UInt8]?
    /// Header fields in the order in which they came, repeated ones kept.
    package var headers: [Header]
    /// The body, whole; empty without one.
    package var body: [UInt8]
    /// Who asks.
    package var peer: Peer

    package init(
      method: String, path: [UInt8], query: [UInt8]?, headers: [Header], body: [UInt8], peer: Peer
    ) {
      self.method = method
      self.path = path
      self.query = query
      self.headers = headers
      self.body = body
      self.peer = peer
    }

    /// The values of a header field, in order; names are compared without regard to case.
    package func values(_ name: String) -> [String] {
      let wanted = name.lowercased()
      return headers.filter { $0.name.lowercased() == wanted }.map(\.value)
    }

    /// The value of a header field that stands there once; nil when absent or repeated.
    package func value(_ name: String) -> String? {
      let all = values(name)
      return all.count == 1 ? all[0] : nil
    }
  }

  /// A header field.
  package struct Header: Sendable, Equatable {
    /// The name, as it came.
    package var name: String
    /// The value, as it came.
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }
}
