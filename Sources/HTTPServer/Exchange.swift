internal import Bytes
internal import Runtime

/// One request on its way in: made when its target is seen, released when it is completed.
///
/// Used by one thread at a time, the one that serves its connection.
final class Exchange {
  private let reception: Reception
  private let target: [UInt8]
  private var headers: [HTTPServer.Header] = []
  private var body: [UInt8] = []
  private var announcedBytes: Int?
  private var discardedBytes = 0
  private var startSeconds = 0.0
  private var phase = Phase.fresh

  private enum Phase {
    case fresh, receiving, overflowing, answered
  }

  init(_ reception: Reception, target: [UInt8]) {
    self.reception = reception
    self.target = target
    reception.begin()
  }

  /// The request is over, however it ended.
  func complete() {
    reception.end()
  }

  /// What libmicrohttpd is to do next.
  enum Step {
    /// Go on reading.
    case proceed
    /// Cut the connection.
    case cut
    case reply(HTTPServer.Response)
    case ask(HTTPServer.Request)
  }

  /// The headers are there, or the whole request is.
  func advance(_ connection: borrowing Wire, method: String, version: String) -> Step {
    switch phase {
    case .fresh: start(connection, method: method, version: version)
    case .receiving: finish(connection, method: method)
    case .overflowing: refuse(413)
    case .answered: .cut
    }
  }

  private func start(_ connection: borrowing Wire, method: String, version: String) -> Step {
    startSeconds = reception.options.clock.monotonicSeconds
    guard let fields = connection.headers(limit: reception.options.headerCountMax) else {
      return refuse(431)
    }
    headers = fields
    guard Self.isPlain(target), HeadRules.allow(method: method, fields, version: version),
      let framing = Framing(fields)
    else { return refuse(400) }
    announcedBytes = framing.length
    let excess = (framing.length ?? 0) - reception.options.bodyBytesMax
    // Answered before the body: the connection is closed without reading it.
    if excess > reception.options.discardBytesMax { return refuse(413) }
    phase = excess > 0 ? .overflowing : .receiving
    return .proceed
  }

  /// A piece of the body.
  func receive(_ piece: RawSpan) -> Step {
    precondition(phase == .receiving || phase == .overflowing, "a body follows the headers")
    let elapsed = reception.options.clock.monotonicSeconds - startSeconds
    if elapsed > reception.options.bodySeconds { return .cut }
    if phase == .receiving, body.count + piece.byteCount > reception.options.bodyBytesMax {
      phase = .overflowing
      body = []
    }
    if phase == .overflowing {
      discardedBytes += piece.byteCount
      let bound = reception.options.bodyBytesMax + reception.options.discardBytesMax
      return discardedBytes > bound ? .cut : .proceed
    }
    if body.isEmpty, let announcedBytes { body.reserveCapacity(announcedBytes) }
    unsafe piece.withUnsafeBytes { unsafe body.append(contentsOf: $0) }
    return .proceed
  }

  private func finish(_ connection: borrowing Wire, method: String) -> Step {
    phase = .answered
    let mark = target.firstIndex(of: UInt8(ascii: "?"))
    let request = HTTPServer.Request(
      method: method, path: Array(target[..<(mark ?? target.endIndex)]),
      query: mark.map { Array(target[($0 + 1)...]) }, headers: headers, body: body,
      peer: connection.peer)
    body = []
    return .ask(request)
  }

  private func refuse(_ status: Int) -> Step {
    phase = .answered
    var response = reception.options.refusal(status)
    response.closesConnection = true
    return .reply(response)
  }

  /// Whether a target is a path without control bytes and spaces.
  private static func isPlain(_ target: [UInt8]) -> Bool {
    target.first == UInt8(ascii: "/") && target.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }
}

/// How the length of a body is told.
private struct Framing {
  var length: Int?

  /// Nil when it is told twice or in a way that two readers could read differently.
  init?(_ headers: [HTTPServer.Header]) {
    let lengths = headers.filter { $0.name.lowercased() == "content-length" }.map(\.value)
    let codings = headers.filter { $0.name.lowercased() == "transfer-encoding" }.map(\.value)
    if lengths.count + codings.count > 1 { return nil }
    if let coding = codings.first, coding.lowercased() != "chunked" { return nil }
    guard let text = lengths.first else { return }
    guard text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
      let number = Int(text)
    else { return nil }
    length = number
  }
}
