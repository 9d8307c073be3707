internal import CCurl
internal import Runtime

/// How a transfer ended that did not come through.
struct TransferFailure {
  var code: CURLcode
  /// libcurl's own words, empty when it had none.
  var text: String
  var refusal: Exchange.Refusal?
  /// Whether the request's last byte may have left: only then can the other side have acted.
  var mayHaveArrived: Bool
  /// Whether the body had begun to travel.
  var bodyHadBegun: Bool
  var bodyCount: Int
}

/// The one table from libcurl's result codes to Faults.
enum TransferFault {
  /// A moment, in which a name server or a route may recover; callers back off from here.
  static let retryAfterSeconds: Double = 2
  /// Bodies below this size are not the reason why a transfer breaks.
  static let shrinkableBytesMin = 1 << 20

  /// What a result code says about the request.
  enum Meaning: Equatable {
    /// It ended before the request was on its way.
    case beforeSending
    /// It may have ended at any point of the transfer.
    case underway
    /// It will fail again until somebody changes something.
    case setup(hint: String)
  }

  static let table: [(codes: [CURLcode], meaning: Meaning)] = [
    (
      [
        CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
        CURLE_SSL_CONNECT_ERROR, CURLE_PROXY,
      ], .beforeSending
    ),
    (
      [
        CURLE_OPERATION_TIMEDOUT, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING,
        CURLE_PARTIAL_FILE, CURLE_SEND_FAIL_REWIND, CURLE_WEIRD_SERVER_REPLY,
        CURLE_BAD_CONTENT_ENCODING, CURLE_WRITE_ERROR, CURLE_READ_ERROR, CURLE_OUT_OF_MEMORY,
        CURLE_UNSUPPORTED_PROTOCOL,
      ], .underway
    ),
    (
      [
        CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
        CURLE_SSL_CRL_BADFILE,
      ],
      .setup(
        hint: "Check the clock, the URL and the proxy; trust a private authority by its CA file")
    ),
    (
      [CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM],
      .setup(hint: "Check that the CA file exists, is readable and holds PEM certificates")
    ),
    (
      [CURLE_SSL_CIPHER, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED],
      .setup(hint: "Check the TLS settings of this machine; TLS 1.2 or later is needed")
    ),
    ([CURLE_URL_MALFORMAT], .setup(hint: "Check the URL")),
  ]

  static func meaning(of code: CURLcode) -> Meaning {
    table.first { $0.codes.contains(code) }?.meaning ?? .underway
  }

  static func fault(_ failure: TransferFailure, of request: HTTPClient.Request) -> Fault {
    let meaning = meaning(of: failure.code)
    return Fault(
      failure.refusal == nil ? .network : .data, operation: request.operation,
      subject: request.subject, cause: cause(failure, request),
      hint: hint(meaning, failure), recovery: recovery(meaning, failure, request),
      number: Int(failure.code.rawValue))
  }

  /// What remains when somebody asked to stop.
  static func interrupted(_ request: HTTPClient.Request, mayHaveArrived: Bool) -> Fault {
    let isInDoubt = mayHaveArrived && !request.isRepeatable
    return Fault(
      .interrupted, operation: request.operation, subject: request.subject,
      cause: isInDoubt ? "stopped while the reply was awaited" : "stopped as asked",
      recovery: isInDoubt ? .settle : .interrupted)
  }

  private static func recovery(
    _ meaning: Meaning, _ failure: TransferFailure, _ request: HTTPClient.Request
  ) -> Fault.Recovery {
    switch meaning {
    case .setup: return .operator
    case .beforeSending: return .retry(afterSeconds: retryAfterSeconds)
    case .underway: break
    }
    if failure.mayHaveArrived && !request.isRepeatable { return .settle }
    if failure.refusal != nil { return .operator }
    let isPartWay = failure.bodyHadBegun && !failure.mayHaveArrived
    if isPartWay && failure.bodyCount >= shrinkableBytesMin { return .shrink }
    return .retry(afterSeconds: retryAfterSeconds)
  }

  private static func cause(_ failure: TransferFailure, _ request: HTTPClient.Request) -> String {
    let host = request.address.host
    switch failure.refusal {
    case .bodyTooLarge:
      return "\(host) sent more than \(request.limits.replyBytesMax) bytes"
    case .headTooLarge:
      return "\(host) sent more header fields than \(HTTPClient.Fields.bytesMax) bytes or "
        + "\(HTTPClient.Fields.countMax) lines"
    case nil:
      // libcurl wanted to send the body again, and was not allowed to.
      if failure.code == CURLE_SEND_FAIL_REWIND {
        return "\(host): the connection ended before the reply"
      }
      let words = unsafe String(cString: curl_easy_strerror(failure.code))
      return "\(host): \(failure.text.isEmpty ? words : failure.text)"
    }
  }

  private static func hint(_ meaning: Meaning, _ failure: TransferFailure) -> String {
    switch meaning {
    case .setup(let hint): hint
    case .beforeSending: "Check name resolution, firewall and proxy of this machine"
    case .underway: failure.refusal == nil ? "" : "Check that the URL is the service's own"
    }
  }
}
