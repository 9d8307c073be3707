internal import Bytes
internal import CCurl
internal import Glibc
package import Runtime

/// HTTP over libcurl: one request at a time, bounded in every direction, and honest about whether
/// a request that failed may have arrived.
///
/// May know: libcurl, bytes, Faults. Must not know: whose API it speaks, what a body means.
/// Invariant: nothing that matters is sent twice on its own account, and nothing secret leaves over
/// an unverified or unencrypted connection: redirects are not followed, certificates are always
/// verified, plain http reaches this machine only, and only repeatable requests are repeated.
///
/// One client belongs to one thread. Connections and TLS sessions are kept between requests.
@safe
package struct HTTPClient: ~Copyable {
  /// How long a wait lasts before the wish to stop is looked at again.
  private static let pollMilliseconds: Int32 = 100
  /// Idle connections that are kept: one host for tokens, one for the API, one to spare.
  private static let idleConnectionsMax = 3

  private let easy: UnsafeMutableRawPointer
  private let multi: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private let exchange: UnsafeMutablePointer<Exchange>
  private let options: Options

  /// Prepares libcurl for the whole process; main calls it once, before there are threads.
  package static func prepareProcess() {
    let status = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
    precondition(status == CURLE_OK, "libcurl and its TLS library start")
  }

  package init(_ options: Options) {
    guard let easy = unsafe curl_easy_init(), let multi = unsafe curl_multi_init() else {
      fatalError("libcurl gives a handle unless memory is exhausted")
    }
    unsafe self.easy = easy
    unsafe self.multi = multi
    self.options = options
    unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    unsafe exchange = .allocate(capacity: 1)
    unsafe exchange.initialize(to: Exchange())
    unsafe CCurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.idleConnectionsMax)
  }

  deinit {
    unsafe curl_easy_cleanup(easy)
    unsafe curl_multi_cleanup(multi)
    unsafe exchange.deinitialize(count: 1)
    unsafe exchange.deallocate()
    unsafe errorText.deallocate()
  }

  /// The body of the last reply, borrowed: gone with the next request.
  package var body: RawSpan {
    @_lifetime(borrow self)
    borrowing get {
      let span = unsafe exchange.pointee.reply.bytes
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Sends a request and waits for its reply, whatever its status.
  ///
  /// `body` is borrowed until the reply is there. The wish to stop ends a repeatable request at
  /// once, any other when it was wished twice.
  package mutating func send(
    _ request: Request, body: RawSpan, interruption: Interruption
  ) throws(Fault) -> Response {
    precondition(body.isEmpty || request.method.bearsBody, "this method bears no body")
    let stopsAt = request.isRepeatable ? 1 : 2
    if interruption.count >= stopsAt {
      throw TransferFault.interrupted(request, mayHaveArrived: false)
    }
    var list = try FieldList(request)
    defer { list.wipe() }
    unsafe body.withUnsafeBytes { bytes in
      unsafe exchange.pointee.start(body: bytes, replyBytesMax: request.limits.replyBytesMax)
    }
    defer { unsafe exchange.pointee.finish() }
    configure(request, list, bodyCount: body.byteCount)
    // The handle forgets body and list before either goes away.
    defer { unsafe curl_easy_reset(easy) }
    guard let code = transfer(interruption, stopsAt: stopsAt) else {
      throw TransferFault.interrupted(
        request, mayHaveArrived: mayHaveArrived(bodyCount: body.byteCount))
    }
    guard code == CURLE_OK else {
      throw TransferFault.fault(failure(code, bodyCount: body.byteCount), of: request)
    }
    return unsafe Response(
      status: number(CURLINFO_RESPONSE_CODE), fields: exchange.pointee.fields)
  }

  /// Sends a request that has no body.
  package mutating func send(
    _ request: Request, interruption: Interruption
  ) throws(Fault) -> Response {
    let nothing: [UInt8] = []
    return try send(request, body: nothing.rawSpan, interruption: interruption)
  }

  /// Moves bytes until the transfer ends; nil when it was cut.
  private func transfer(_ interruption: Interruption, stopsAt: Int) -> CURLcode? {
    unsafe errorText[0] = 0
    let added = unsafe curl_multi_add_handle(multi, easy)
    precondition(added == CURLM_OK, "the handle is not in use")
    defer { unsafe curl_multi_remove_handle(multi, easy) }
    var running: Int32 = 1
    // Bounded by the request's total time limit, which libcurl keeps.
    while unsafe curl_multi_perform(multi, &running) == CURLM_OK, running > 0 {
      if interruption.count >= stopsAt { return nil }
      guard unsafe curl_multi_poll(multi, nil, 0, Self.pollMilliseconds, nil) == CURLM_OK else {
        return CURLE_OUT_OF_MEMORY
      }
    }
    return unsafe running > 0 ? CURLE_OUT_OF_MEMORY : CCurl_multi_result(multi)
  }

  private func failure(_ code: CURLcode, bodyCount: Int) -> TransferFailure {
    unsafe TransferFailure(
      code: code, text: String(cString: errorText), refusal: exchange.pointee.refusal,
      mayHaveArrived: mayHaveArrived(bodyCount: bodyCount),
      bodyHadBegun: exchange.pointee.bodyTaken > 0, bodyCount: bodyCount)
  }

  /// Whether the head was written and the last byte of the body taken.
  private func mayHaveArrived(bodyCount: Int) -> Bool {
    unsafe number(CURLINFO_REQUEST_SIZE) > 0 && exchange.pointee.bodyTaken == bodyCount
  }

  private func number(_ which: CURLINFO) -> Int {
    var value = 0
    unsafe CCurl_get_long(easy, which, &value)
    return value
  }
}

extension HTTPClient {
  /// Sets every option of a handle that was reset: nothing of the last request is left.
  private func configure(_ request: Request, _ list: borrowing FieldList, bodyCount: Int) {
    unsafe set(CURLOPT_ERRORBUFFER, errorText)
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_QUICK_EXIT, 1)
    set(CURLOPT_URL, request.address.text)
    set(CURLOPT_USERAGENT, options.userAgent)
    unsafe set(CCurl_set_list(easy, CURLOPT_HTTPHEADER, list.head))
    configureSafety(request)
    configureLimits(request.limits)
    configureMethod(request.method, bodyCount: bodyCount)
    // On a kept connection libcurl repeats what got no reply; a body it cannot rewind, but a
    // request without one it could.
    if bodyCount == 0 && !request.isRepeatable { set(CURLOPT_FRESH_CONNECT, 1) }
    configureCallbacks()
  }

  private func configureSafety(_ request: Request) {
    set(CURLOPT_PROTOCOLS_STR, request.address.isEncrypted ? "https" : "http")
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_PATH_AS_IS, 1)
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    if let file = options.authoritiesFile { set(CURLOPT_CAINFO, file) }
    // An empty proxy also hides the environment's from libcurl.
    set(CURLOPT_PROXY, request.address.isLoopback ? "" : options.proxy ?? "")
    set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
    set(CURLOPT_ACCEPT_ENCODING, "gzip")
  }

  private func configureLimits(_ limits: Limits) {
    set(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(limits.connectTimeoutSeconds))
    set(CURLOPT_TIMEOUT_MS, Self.milliseconds(limits.totalTimeoutSeconds))
    set(CURLOPT_LOW_SPEED_LIMIT, 1)
    set(CURLOPT_LOW_SPEED_TIME, limits.idleTimeoutSeconds)
  }

  private func configureMethod(_ method: Method, bodyCount: Int) {
    if method.bearsBody {
      set(CURLOPT_POST, 1)
      unsafe set(CCurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, bodyCount))
      set(CURLOPT_UPLOAD_BUFFERSIZE, 512 << 10)
    } else {
      set(CURLOPT_HTTPGET, 1)
    }
    set(CURLOPT_CUSTOMREQUEST, method.rawValue)
  }

  private func configureCallbacks() {
    unsafe set(CCurl_set_transfer(easy, CURLOPT_READFUNCTION, giveBody))
    unsafe set(CURLOPT_READDATA, exchange)
    unsafe set(CCurl_set_seek(easy, CURLOPT_SEEKFUNCTION, refuseSeek))
    unsafe set(CCurl_set_transfer(easy, CURLOPT_WRITEFUNCTION, takeBody))
    unsafe set(CURLOPT_WRITEDATA, exchange)
    unsafe set(CCurl_set_transfer(easy, CURLOPT_HEADERFUNCTION, takeHead))
    unsafe set(CURLOPT_HEADERDATA, exchange)
  }

  private static func milliseconds(_ seconds: Double) -> Int {
    max(1, Int(min(seconds, 86_400) * 1000))
  }

  private func set(_ option: CURLoption, _ value: Int) {
    unsafe set(CCurl_set_long(easy, option, value))
  }

  private func set(_ option: CURLoption, _ value: String) {
    unsafe set(CCurl_set_text(easy, option, value))
  }

  private func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer) {
    unsafe set(CCurl_set_pointer(easy, option, value))
  }

  private func set(_ result: CURLcode) {
    precondition(result == CURLE_OK, "this build of libcurl knows every option used here")
  }
}
