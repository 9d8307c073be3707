internal import CCurl
internal import Glibc
internal import Runtime

/// One mail on its way: a connection of its own, from the greeting to the goodbye.
@safe
struct MailTransfer: ~Copyable {
  /// How long a wait lasts before the wish to stop is looked at again.
  private static let pollMilliseconds: Int32 = 100
  private static let connectSeconds = 10.0
  /// How long the server may think about one command.
  private static let replySeconds = 20

  private let easy: UnsafeMutableRawPointer
  private let multi: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private let transcript: UnsafeMutablePointer<Transcript>

  init() {
    guard let easy = unsafe curl_easy_init(), let multi = unsafe curl_multi_init() else {
      fatalError("libcurl gives a handle unless memory is exhausted")
    }
    unsafe self.easy = easy
    unsafe self.multi = multi
    unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    unsafe transcript = .allocate(capacity: 1)
    unsafe transcript.initialize(to: Transcript())
  }

  deinit {
    unsafe curl_easy_cleanup(easy)
    unsafe curl_multi_cleanup(multi)
    unsafe transcript.deinitialize(count: 1)
    unsafe transcript.deallocate()
    unsafe errorText.deallocate()
  }

  func send(
    _ message: MailMessage, through server: MailServer, seconds: Double,
    _ interruption: Interruption
  ) throws(Fault) -> [RefusedRecipient] {
    let head = TextList(try message.head())
    let recipients = TextList(message.recipients.map { "<\($0.text)>" })
    let body = unsafe Self.body(message, easy)
    // The handle forgets lists and body before they go away.
    defer {
      unsafe curl_easy_reset(easy)
      unsafe curl_mime_free(body)
    }
    configure(server, seconds: seconds)
    unsafe set(CCurl_set_text(easy, CURLOPT_MAIL_FROM, "<\(message.from.text)>"))
    unsafe set(CCurl_set_list(easy, CURLOPT_MAIL_RCPT, recipients.head))
    unsafe set(CCurl_set_list(easy, CURLOPT_HTTPHEADER, head.head))
    unsafe set(CCurl_set_mime(easy, body))
    guard let code = transfer(interruption) else {
      throw Fault(
        .interrupted, operation: MailFault.operation, subject: server.host,
        cause: "stopped as asked", recovery: .interrupted)
    }
    let replies = unsafe transcript.pointee
    guard code == CURLE_OK else {
      throw unsafe MailFault.fault(code, String(cString: errorText), replies, server)
    }
    return replies.refused(of: message.recipients)
  }

  /// Moves bytes until the transfer ends; nil when it was cut.
  private func transfer(_ interruption: Interruption) -> CURLcode? {
    let added = unsafe curl_multi_add_handle(multi, easy)
    precondition(added == CURLM_OK, "the handle is not in use")
    defer {
      stopListening()
      unsafe curl_multi_remove_handle(multi, easy)
    }
    var running: Int32 = 1
    // Bounded by the total time limit, which libcurl keeps.
    while unsafe curl_multi_perform(multi, &running) == CURLM_OK, running > 0 {
      if interruption.isRaised { return nil }
      guard unsafe curl_multi_poll(multi, nil, 0, Self.pollMilliseconds, nil) == CURLM_OK else {
        return CURLE_OUT_OF_MEMORY
      }
    }
    return unsafe running > 0 ? CURLE_OUT_OF_MEMORY : CCurl_multi_result(multi)
  }

  /// Sees to it that the goodbye is said, and nobody waits for its answer: libcurl would, for two
  /// minutes.
  private func stopListening() {
    var connection: curl_socket_t = -1
    unsafe CCurl_get_socket(easy, &connection)
    if connection >= 0 { shutdown(connection, Int32(SHUT_RD)) }
  }

  /// The text as MIME: UTF-8, and every line short enough for any server.
  private static func body(
    _ message: MailMessage, _ easy: UnsafeMutableRawPointer
  ) -> OpaquePointer? {
    let mime = unsafe curl_mime_init(easy)
    let part = unsafe curl_mime_addpart(mime)
    let text = message.wireText
    let statuses = unsafe [
      text.withUnsafeBytes { bytes in
        unsafe curl_mime_data(
          part, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
      },
      curl_mime_type(part, "text/plain; charset=utf-8"),
      curl_mime_encoder(part, "quoted-printable"),
    ]
    precondition(
      statuses.allSatisfy { $0 == CURLE_OK }, "a text becomes MIME unless memory is exhausted")
    return unsafe mime
  }
}

extension MailTransfer {
  private func configure(_ server: MailServer, seconds: Double) {
    unsafe set(CCurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText))
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_URL, server.text)
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    set(CURLOPT_CONNECTTIMEOUT_MS, Int(min(seconds, Self.connectSeconds) * 1000))
    set(CURLOPT_TIMEOUT_MS, max(1, Int(seconds * 1000)))
    set(CURLOPT_SERVER_RESPONSE_TIMEOUT, Self.replySeconds)
    // An empty proxy also hides the environment's from libcurl.
    set(CURLOPT_PROXY, "")
    configureSafety(server)
    unsafe set(CCurl_allow_refused_recipients(easy))
    unsafe set(CCurl_set_transfer(easy, CURLOPT_HEADERFUNCTION, takeReply))
    unsafe set(CCurl_set_pointer(easy, CURLOPT_HEADERDATA, transcript))
    unsafe set(CCurl_set_transfer(easy, CURLOPT_WRITEFUNCTION, dropBytes))
  }

  private func configureSafety(_ server: MailServer) {
    set(
      CURLOPT_USE_SSL,
      Int((server.encryption == .on ? CURLUSESSL_ALL : CURLUSESSL_NONE).rawValue))
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    if let file = server.authoritiesFile { set(CURLOPT_CAINFO, file) }
    guard let user = server.user else { return }
    set(CURLOPT_USERNAME, user)
    guard var password = server.password?.reveal() else { return }
    password.append(0)
    unsafe password.withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      let text = unsafe start.assumingMemoryBound(to: CChar.self)
      unsafe set(CCurl_set_text(easy, CURLOPT_PASSWORD, text))
      unsafe explicit_bzero(start, bytes.count)
    }
  }

  private func set(_ option: CURLoption, _ value: Int) {
    unsafe set(CCurl_set_long(easy, option, value))
  }

  private func set(_ option: CURLoption, _ value: String) {
    unsafe set(CCurl_set_text(easy, option, value))
  }

  private func set(_ result: CURLcode) {
    precondition(result == CURLE_OK, "this build of libcurl knows every option used here")
  }
}

/// Lines as libcurl wants them.
@safe
private struct TextList: ~Copyable {
  let head: UnsafeMutablePointer<curl_slist>?

  init(_ lines: [String]) {
    var head: UnsafeMutablePointer<curl_slist>?
    for line in lines {
      guard let longer = unsafe curl_slist_append(head, line) else {
        fatalError("a line is allocated unless memory is exhausted")
      }
      unsafe head = longer
    }
    unsafe self.head = head
  }

  deinit {
    unsafe curl_slist_free_all(head)
  }
}
