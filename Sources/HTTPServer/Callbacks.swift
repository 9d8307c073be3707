internal import Bytes
internal import CMicroHTTPD
internal import Glibc

// What libmicrohttpd calls, at file scope so that no actor is captured. The one retain of an
// Exchange stands in `targetSeen`, its one release in `requestCompleted`.

/// The request's target, raw, before libmicrohttpd takes it apart.
func targetSeen(
  _ reception: UnsafeMutableRawPointer?, _ target: UnsafePointer<CChar>?,
  _ connection: OpaquePointer?
) -> UnsafeMutableRawPointer? {
  guard let reception = unsafe reception, let target = unsafe target else { return nil }
  let owner = unsafe Unmanaged<Reception>.fromOpaque(reception).takeUnretainedValue()
  let bytes = unsafe Array(UnsafeRawBufferPointer(start: target, count: strlen(target)))
  return unsafe Unmanaged.passRetained(Exchange(owner, target: bytes)).toOpaque()
}

/// Leaves escapes as they are: decoding before splitting would turn `%2F` into a separator.
func bytesUnchanged(
  _ closure: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
  _ text: UnsafeMutablePointer<CChar>?
) -> Int {
  guard let text = unsafe text else { return 0 }
  return unsafe strlen(text)
}

/// Called with the headers, with each piece of the body, and at its end.
func requestContinued(
  _ reception: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
  _ url: UnsafePointer<CChar>?, _ method: UnsafePointer<CChar>?,
  _ version: UnsafePointer<CChar>?, _ piece: UnsafePointer<CChar>?,
  _ pieceLength: UnsafeMutablePointer<Int>?,
  _ context: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
  guard let reception = unsafe reception, let connection = unsafe connection,
    let method = unsafe method, let version = unsafe version, let pieceLength = unsafe pieceLength,
    let exchange = unsafe context?.pointee
  else { return .NO }
  let owner = unsafe Unmanaged<Reception>.fromOpaque(reception).takeUnretainedValue()
  let current = unsafe Unmanaged<Exchange>.fromOpaque(exchange).takeUnretainedValue()
  let wire = unsafe Wire(connection)
  let step: Exchange.Step
  if unsafe pieceLength.pointee > 0, let piece = unsafe piece {
    let bytes = unsafe RawSpan(
      _unsafeBytes: UnsafeRawBufferPointer(start: piece, count: pieceLength.pointee))
    step = current.receive(bytes)
    unsafe pieceLength.pointee = 0
  } else {
    step = unsafe current.advance(
      wire, method: String(cString: method), version: String(cString: version))
  }
  return perform(step, wire, owner) ? .YES : .NO
}

/// Does what a step asks for; false cuts the connection.
private func perform(
  _ step: Exchange.Step, _ wire: borrowing Wire, _ reception: Reception
) -> Bool {
  switch step {
  case .proceed: true
  case .cut: false
  case .reply(let response): wire.send(response, closing: true)
  case .ask(let request):
    wire.send(reception.answer(request), closing: reception.isStopping)
  }
}

/// The request is over: answered, refused, cut or abandoned.
func requestCompleted(
  _ reception: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
  _ context: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
  _ reason: MHD_RequestTerminationCode
) {
  guard let exchange = unsafe context?.pointee else { return }
  unsafe context?.pointee = nil
  let owned = unsafe Unmanaged<Exchange>.fromOpaque(exchange)
  unsafe owned.takeUnretainedValue().complete()
  unsafe owned.release()
}

/// One header field.
func headerFound(
  _ found: UnsafeMutableRawPointer?, _ kind: MHD_ValueKind, _ name: UnsafePointer<CChar>?,
  _ nameLength: Int, _ value: UnsafePointer<CChar>?, _ valueLength: Int
) -> MHD_Result {
  guard let found = unsafe found, let name = unsafe name else { return .NO }
  let collector = unsafe Unmanaged<FoundHeaders>.fromOpaque(found).takeUnretainedValue()
  let nameBytes = unsafe UnsafeRawBufferPointer(start: name, count: nameLength)
  let valueBytes = unsafe UnsafeRawBufferPointer(start: value, count: valueLength)
  let header = unsafe HTTPServer.Header(
    String(decoding: nameBytes, as: UTF8.self), String(decoding: valueBytes, as: UTF8.self))
  return collector.append(header) ? .YES : .NO
}

/// The next bytes of a body that will be cut.
func truncatedBodyRead(
  _ body: UnsafeMutableRawPointer?, _ position: UInt64, _ buffer: UnsafeMutablePointer<CChar>?,
  _ length: Int
) -> Int {
  // What MHD_CONTENT_READER_END_WITH_ERROR is; its cast does not reach Swift.
  let endWithError = -2
  guard let body = unsafe body else { return endWithError }
  let rest = unsafe Unmanaged<TruncatedBody>.fromOpaque(body).takeUnretainedValue()
  let target = unsafe UnsafeMutableRawBufferPointer(start: buffer, count: length)
  return unsafe rest.read(from: Int(position), into: target) ?? endWithError
}

/// The cut body is no longer needed.
func truncatedBodyReleased(_ body: UnsafeMutableRawPointer?) {
  guard let body = unsafe body else { return }
  unsafe Unmanaged<TruncatedBody>.fromOpaque(body).release()
}
