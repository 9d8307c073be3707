internal import CMicroHTTPD
internal import Glibc

/// libmicrohttpd's connection, for the length of one callback.
@safe
struct Wire: ~Copyable {
  private let connection: OpaquePointer

  @unsafe init(_ connection: OpaquePointer) {
    unsafe self.connection = connection
  }

  /// The header fields in order; nil when there are more than `limit`.
  func headers(limit: Int) -> [HTTPServer.Header]? {
    let found = FoundHeaders(limit: limit)
    withExtendedLifetime(found) {
      _ = unsafe MHD_get_connection_values_n(
        connection, .HEADER_KIND, headerFound, Unmanaged.passUnretained(found).toOpaque())
    }
    return found.isOverflowing ? nil : found.headers
  }

  var peer: HTTPServer.Peer {
    guard let address = unsafe CMicroHTTPD_peer(connection),
      let name = unsafe SocketName(address)
    else { return .unix }
    return .tcp(host: name.host)
  }

  /// Queues an answer; false cuts the connection.
  func send(_ response: HTTPServer.Response, closing: Bool) -> Bool {
    if response.spoiling == .reset {
      reset()
      return false
    }
    guard let queued = unsafe Self.made(response) else { return false }
    defer { unsafe MHD_destroy_response(queued) }
    var headers = response.headers
    if response.closesConnection || closing {
      headers.append(HTTPServer.Header("Connection", "close"))
    }
    for header in headers {
      // Refused is what would break the framing of the answer: then there is no answer.
      guard unsafe MHD_add_response_header(queued, header.name, header.value) == .YES else {
        return sendFailure()
      }
    }
    return unsafe MHD_queue_response(connection, UInt32(response.status), queued) == .YES
  }

  private func sendFailure() -> Bool {
    guard let queued = unsafe Self.made(HTTPServer.Response(status: 500)) else { return false }
    defer { unsafe MHD_destroy_response(queued) }
    return unsafe MHD_queue_response(connection, 500, queued) == .YES
  }

  /// libmicrohttpd's response, its memory mode chosen here and nowhere else.
  @unsafe private static func made(_ response: HTTPServer.Response) -> OpaquePointer? {
    if case .truncated(let length) = response.spoiling {
      return unsafe truncated(response.body, after: length)
    }
    switch response.body {
    case .none:
      return unsafe MHD_create_response_from_buffer(0, nil, .RESPMEM_PERSISTENT)
    case .fixed(let text):
      let start = unsafe UnsafeMutableRawPointer(mutating: text.utf8Start)
      return unsafe MHD_create_response_from_buffer(
        text.utf8CodeUnitCount, start, .RESPMEM_PERSISTENT)
    case .bytes(var bytes):
      return unsafe bytes.withUnsafeMutableBytes {
        unsafe MHD_create_response_from_buffer($0.count, $0.baseAddress, .RESPMEM_MUST_COPY)
      }
    }
  }

  @unsafe private static func truncated(
    _ body: HTTPServer.Response.Body, after length: Int
  ) -> OpaquePointer? {
    precondition(length >= 0 && length < body.count, "fewer bytes than were announced")
    let rest = TruncatedBody(body, length: length)
    let retained = unsafe Unmanaged.passRetained(rest).toOpaque()
    let queued = unsafe MHD_create_response_from_callback(
      UInt64(body.count), TruncatedBody.blockBytes, truncatedBodyRead, retained,
      truncatedBodyReleased)
    if unsafe queued == nil { unsafe Unmanaged<TruncatedBody>.fromOpaque(retained).release() }
    return unsafe queued
  }

  /// Sends a reset over TCP; libmicrohttpd closes the socket afterwards.
  private func reset() {
    var none = sockaddr()
    none.sa_family = sa_family_t(AF_UNSPEC)
    // Connecting to "unspecified" is how Linux aborts a connection; a unix socket ignores it.
    unsafe connect(
      CMicroHTTPD_socket(connection), &none, socklen_t(MemoryLayout<sockaddr>.size))
  }
}

/// Header fields as the iterator brings them.
final class FoundHeaders {
  private let limit: Int
  private(set) var headers: [HTTPServer.Header] = []
  private(set) var isOverflowing = false

  init(limit: Int) {
    self.limit = limit
  }

  /// False when there is no room.
  func append(_ header: HTTPServer.Header) -> Bool {
    isOverflowing = headers.count == limit
    if !isOverflowing { headers.append(header) }
    return !isOverflowing
  }
}

/// The beginning of a body whose end is never sent.
final class TruncatedBody {
  private let bytes: ArraySlice<UInt8>

  /// What libmicrohttpd reads at a time.
  static let blockBytes = 16 << 10

  init(_ body: HTTPServer.Response.Body, length: Int) {
    switch body {
    case .none: bytes = []
    case .bytes(let all): bytes = all.prefix(length)
    case .fixed(let text):
      bytes = Array(String(describing: text).utf8).prefix(length)
    }
  }

  /// Copies bytes from `position` on; nil at the cut.
  @unsafe func read(from position: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    let piece = bytes.dropFirst(position).prefix(buffer.count)
    if piece.isEmpty { return nil }
    unsafe buffer.copyBytes(from: piece)
    return piece.count
  }
}
