internal import Bytes
internal import CCurl

/// The memory that libcurl points to during one request: the borrowed body on its way out, and
/// the reply on its way in.
@safe
struct Exchange: ~Copyable {
  /// What stopped the reply from our side.
  enum Refusal: Equatable { case bodyTooLarge, headTooLarge }

  var reply = ByteBuffer(capacity: 16 << 10)
  var replyBytesMax = 0
  var fields = HTTPClient.Fields()
  var refusal: Refusal?

  private var body = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
  /// How many bytes of the body libcurl has taken.
  private(set) var bodyTaken = 0

  /// Starts over with a body that must stay where it is until `finish`.
  mutating func start(body: UnsafeRawBufferPointer, replyBytesMax: Int) {
    unsafe self.body = body
    self.replyBytesMax = replyBytesMax
    bodyTaken = 0
    refusal = nil
    fields = HTTPClient.Fields()
    reply.removeAll()
  }

  /// Lets go of the borrowed body.
  mutating func finish() {
    unsafe body = UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// Copies the next bytes of the body to libcurl.
  mutating func read(into target: UnsafeMutableRawPointer, count: Int) -> Int {
    let length = unsafe min(count, body.count - bodyTaken)
    guard length > 0, let start = unsafe body.baseAddress else { return 0 }
    unsafe target.copyMemory(from: start + bodyTaken, byteCount: length)
    bodyTaken += length
    return length
  }

  /// Takes bytes of the reply's body; false when that is too much.
  mutating func accept(_ bytes: RawSpan) -> Bool {
    guard reply.count + bytes.byteCount <= replyBytesMax else {
      refusal = .bodyTooLarge
      return false
    }
    reply.append(bytes)
    return true
  }

  /// Takes one line of a head; a status line starts a new one (after 100, after a proxy's).
  mutating func accept(headLine line: [UInt8]) -> Bool {
    if line.rawSpan.starts(with: "HTTP/") {
      fields = HTTPClient.Fields()
      return true
    }
    if fields.append(line: line) { return true }
    refusal = .headTooLarge
    return false
  }
}

/// Gives libcurl the next bytes of the body.
let giveBody: CCurl_transfer_callback = { target, size, count, context in
  guard let target = unsafe target, let context = unsafe context else { return 0 }
  let exchange = unsafe context.assumingMemoryBound(to: Exchange.self)
  return unsafe exchange.pointee.read(into: UnsafeMutableRawPointer(target), count: size * count)
}

/// Refuses to send a body a second time: whether that is right is not for the driver to say.
let refuseSeek: curl_seek_callback = { _, _, _ in CURL_SEEKFUNC_FAIL }

/// Takes bytes of the reply's body.
let takeBody: CCurl_transfer_callback = { source, size, count, context in
  guard let source = unsafe source, let context = unsafe context else { return 0 }
  let exchange = unsafe context.assumingMemoryBound(to: Exchange.self)
  let span = unsafe RawSpan(
    _unsafeStart: UnsafeRawPointer(source), byteCount: size * count)
  return unsafe exchange.pointee.accept(span) ? size * count : 0
}

/// Takes one line of the reply's head.
let takeHead: CCurl_transfer_callback = { source, size, count, context in
  guard let source = unsafe source, let context = unsafe context else { return 0 }
  let exchange = unsafe context.assumingMemoryBound(to: Exchange.self)
  let line = unsafe Array(UnsafeRawBufferPointer(start: source, count: size * count))
  return unsafe exchange.pointee.accept(headLine: line) ? size * count : 0
}
