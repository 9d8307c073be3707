internal import Bytes
package import HTTPClient
package import Runtime

/// Power BI's API for one thread: every verb asks once, or twice when the token was stale, and
/// says in its Fault what may be done next.
package struct PowerBIClient: ~Copyable {
  static let connectTimeoutSeconds: Double = 15
  /// Reading lists and small changes.
  static let timeoutSeconds: Double = 60
  /// Datasets of many tables are made slowly; queries wait for their turn.
  package static let slowTimeoutSeconds: Double = 120
  /// Less than this is not worth starting a request.
  static let remainderSecondsMin: Double = 0.1
  /// Lists of datasets and workspaces, and what a query may return (15 MB).
  static let replyBytesMax = 20 << 20

  let cloud: Cloud
  let tokens: TokenSource
  var http: HTTPClient
  let clock: any Clock
  let interruption: Interruption
  /// Told of every request once it has ended, sign-ins excepted.
  private let onCall: ((CallRecord) -> Void)?

  package init(
    tokens: TokenSource, http: consuming HTTPClient, clock: any Clock,
    interruption: Interruption, onCall: ((CallRecord) -> Void)? = nil
  ) {
    self.onCall = onCall
    cloud = tokens.cloud
    self.tokens = tokens
    self.http = http
    self.clock = clock
    self.interruption = interruption
  }

  /// Signs in, unless a token is at hand; when it ends.
  package mutating func signIn() throws(Fault) -> Instant? {
    _ = try token(timeoutSeconds: TokenSource.timeoutSeconds)
    return tokens.current?.expiry
  }

  /// Asks the smallest question that needs a token and the service; returns by how many seconds
  /// our clock is ahead of the service's, nil when its reply bears no date.
  @discardableResult
  package mutating func checkAvailability() throws(Fault) -> Double? {
    let call = Call(
      .get, ["groups"], query: ["$top": "1"], "calling the Power BI API", cloud.api.host, .reading)
    let response = try send(call)
    _ = try object(of: call)
    return response["Date"].flatMap(Instant.init(httpDate:)).map { clock.now.seconds(since: $0) }
  }
}

extension PowerBIClient {
  /// One request as a verb describes it.
  struct Call {
    var method: HTTPClient.Method
    /// Path segments after `v1.0/myorg`.
    var path: [String]
    var query: KeyValuePairs<String, String>
    var operation: String
    var subject: String
    var purpose: ServiceFault.Purpose
    var timeoutSeconds = PowerBIClient.timeoutSeconds
    var fields: [HTTPClient.Field] = []

    init(
      _ method: HTTPClient.Method, _ path: [String], query: KeyValuePairs<String, String> = [:],
      _ operation: String, _ subject: String, _ purpose: ServiceFault.Purpose
    ) {
      self.method = method
      self.path = path
      self.query = query
      self.operation = operation
      self.subject = subject
      self.purpose = purpose
    }
  }

  /// Sends a call with a JSON body.
  mutating func send(_ call: Call, _ body: JSONValue) throws(Fault) -> HTTPClient.Response {
    let bytes = body.encoded()
    return try send(call, body: bytes.rawSpan)
  }

  /// Sends a call that has no body.
  mutating func send(_ call: Call) throws(Fault) -> HTTPClient.Response {
    let nothing: [UInt8] = []
    return try send(call, body: nothing.rawSpan)
  }

  /// Sends a call; a stale token is replaced once, everything within the call's time limit.
  mutating func send(_ call: Call, body: RawSpan) throws(Fault) -> HTTPClient.Response {
    let deadline = clock.monotonicSeconds + call.timeoutSeconds
    let stale = try token(timeoutSeconds: call.timeoutSeconds)
    do throws(Fault) {
      return try attempt(call, stale, body: body, deadline: deadline)
    } catch  where error.recovery == .renew {
      guard tokens.reject(stale, clock: clock) else { throw Self.refused(error) }
    }
    let fresh = try token(timeoutSeconds: try remainder(deadline, call))
    do throws(Fault) {
      return try attempt(call, fresh, body: body, deadline: deadline)
    } catch  where error.recovery == .renew {
      throw Self.refused(error)
    }
  }

  /// Sends a call without a body and reads the object it brings.
  mutating func object(_ call: Call) throws(Fault) -> JSONValue {
    _ = try send(call)
    return try object(of: call)
  }

  /// The object that the last reply holds.
  func object(of call: Call) throws(Fault) -> JSONValue {
    let tree = try? JSONValue(http.body, bytesMax: Self.replyBytesMax)
    if let tree, tree.members != nil { return tree }
    throw Self.unreadable(call, "the reply is not the object that was expected")
  }

  static func unreadable(_ call: Call, _ cause: String) -> Fault {
    Fault(
      .data, operation: call.operation, subject: call.subject, cause: cause,
      hint: "Check the API URL",
      recovery: call.purpose == .reading ? .operator : .settle)
  }

  private mutating func token(timeoutSeconds: Double) throws(Fault) -> Secret {
    try tokens.token(
      over: &http, timeoutSeconds: timeoutSeconds, clock: clock, interruption: interruption)
  }

  private mutating func attempt(
    _ call: Call, _ token: Secret, body: RawSpan, deadline: Double
  ) throws(Fault) -> HTTPClient.Response {
    let seconds = try remainder(deadline, call)
    var request = HTTPClient.Request(
      call.method,
      try cloud.api.appending(segments: ["v1.0", "myorg"] + call.path, query: call.query),
      operation: call.operation, subject: call.subject, isRepeatable: call.purpose == .reading,
      limits: HTTPClient.Limits(
        connectTimeoutSeconds: min(Self.connectTimeoutSeconds, seconds),
        totalTimeoutSeconds: seconds, idleTimeoutSeconds: max(1, Int(seconds.rounded(.up))),
        replyBytesMax: Self.replyBytesMax))
    request.fields = call.fields + [HTTPClient.Field("Accept", "application/json")]
    if !body.isEmpty {
      request.fields.append(HTTPClient.Field("Content-Type", "application/json; charset=utf-8"))
    }
    request.token = token
    let beganAt = clock.monotonicSeconds
    do throws(Fault) {
      let response = try http.send(request, body: body, interruption: interruption)
      if !response.isSuccess {
        throw ServiceFault.fault(
          response, body: http.body, purpose: call.purpose, request: request, now: clock.now)
      }
      tell(call, body.byteCount, since: beganAt, status: response.status) {
        $0.requestID = ServiceFault.requestID(response)
      }
      return response
    } catch {
      tell(call, body.byteCount, since: beganAt, status: error.number.flatMap(Self.status)) {
        $0.requestID = error.requestID
        $0.error = error.cause
      }
      throw error
    }
  }

  private func tell(
    _ call: Call, _ byteCount: Int, since beganAt: Double, status: Int?,
    _ fill: (inout CallRecord) -> Void
  ) {
    guard let onCall else { return }
    var record = call.record(
      bytesSent: byteCount, seconds: max(clock.monotonicSeconds - beganAt, 0))
    record.status = status
    fill(&record)
    onCall(record)
  }

  /// Numbers of other kinds (curl's) are smaller.
  private static func status(_ number: Int) -> Int? {
    (100...599).contains(number) ? number : nil
  }

  /// What is left of a call's time; a Fault when that is nothing.
  private func remainder(_ deadline: Double, _ call: Call) throws(Fault) -> Double {
    let seconds = deadline - clock.monotonicSeconds
    if seconds >= Self.remainderSecondsMin { return seconds }
    throw Fault(
      .network, operation: call.operation, subject: call.subject,
      cause: "signing in took all of the time limit, nothing was sent",
      recovery: .retry(afterSeconds: 1))
  }

  /// A token refused right after it was made is no matter of tokens.
  private static func refused(_ fault: Fault) -> Fault {
    var fault = fault
    fault.recovery = .operator
    return fault
  }
}
