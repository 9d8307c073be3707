internal import HTTPClient
internal import Runtime

/// The one table from the API's replies to Faults.
enum ServiceFault {
  /// What was asked for: the same status means different things.
  enum Purpose: CaseIterable, Equatable {
    /// Lists, queries, checks: asking again does no harm.
    case reading
    /// Rows, which may be stored although the reply says otherwise.
    case rows
    /// Making a dataset or a workspace.
    case creating
    /// Changing, clearing or deleting.
    case changing
  }

  /// What a Fault tells the program, before the reply's own numbers are put in.
  enum Remedy: Equatable {
    case renew, shrink, `operator`
    /// After the time that the reply asks for.
    case wait
    /// Evidence first, unless it was only reading.
    case settleOrWait
  }

  struct Row {
    var statuses: ClosedRange<Int>
    /// The service's codes; empty means any.
    var codes: [String] = []
    /// A part of the message; empty means any.
    var words = ""
    var purposes: [Purpose] = Purpose.allCases
    var code: Fault.Code
    var remedy: Remedy
    var hint: String
  }

  /// First match wins.
  static let table: [Row] = [
    Row(
      statuses: 401...403, codes: ["TokenExpired"], code: .credentials, remedy: .renew,
      hint: "Check this machine's clock"),
    Row(
      statuses: 400...599, codes: ["FeatureDeprecatedError"], code: .rejected, remedy: .operator,
      hint: "Microsoft has ended the creation of push datasets here; use an existing dataset"),
    Row(
      statuses: 400...499, codes: ["Request Throttled"], code: .throttled, remedy: .wait, hint: ""),
    Row(statuses: 429...429, code: .throttled, remedy: .wait, hint: ""),
    Row(
      statuses: 401...401, code: .permission, remedy: .renew,
      hint: "Let service principals use the Power BI APIs (admin portal, developer settings) and "
        + "make the app a member of the workspace"),
    Row(
      statuses: 403...403, purposes: [.reading], code: .permission, remedy: .operator,
      hint: "Make the app a member of the workspace, and let service principals use the "
        + "Power BI APIs (admin portal, developer settings)"),
    Row(
      statuses: 403...403, code: .permission, remedy: .operator,
      hint: "Give the app the role Contributor, Member or Admin in the workspace; "
        + "Viewer may only read"),
    Row(
      statuses: 404...404, words: "not Push API dataset", code: .notFound, remedy: .operator,
      hint: "Only datasets made as push datasets take rows; publish a new one"),
    Row(
      statuses: 404...404, purposes: [.rows], code: .notFound, remedy: .operator,
      hint: "The workspace, the dataset or the table is gone, or its name differs in case; "
        + "choose another dataset or publish a new one"),
    Row(
      statuses: 404...404, code: .notFound, remedy: .operator,
      hint: "The workspace or the dataset is gone, or the app may not see it"),
    Row(
      statuses: 400...400, purposes: [.rows], code: .rejected, remedy: .shrink,
      hint: "A row does not fit the table's columns"),
    Row(
      statuses: 400...400, purposes: [.creating], code: .rejected, remedy: .operator,
      hint: "Power BI has refused valid requests for days before; try again later"),
    Row(statuses: 400...400, code: .rejected, remedy: .operator, hint: ""),
    Row(statuses: 413...413, purposes: [.rows], code: .tooLarge, remedy: .shrink, hint: ""),
    Row(statuses: 408...408, code: .unavailable, remedy: .settleOrWait, hint: ""),
    Row(statuses: 500...599, code: .unavailable, remedy: .settleOrWait, hint: ""),
    Row(
      statuses: 300...399, code: .configuration, remedy: .operator,
      hint: "Set the API URL to the host that the reply names"),
  ]

  /// What no row names.
  static let other = Row(
    statuses: 100...599, code: .rejected, remedy: .operator, hint: "")

  static func row(status: Int, envelope: ErrorEnvelope, purpose: Purpose) -> Row {
    table.first { row in
      row.statuses.contains(status) && row.purposes.contains(purpose)
        && (row.codes.isEmpty || row.codes.contains(envelope.code ?? ""))
        && (row.words.isEmpty || envelope.message?.contains(row.words) == true)
    } ?? other
  }

  static func fault(
    _ response: HTTPClient.Response, body: RawSpan, purpose: Purpose,
    request: HTTPClient.Request, now: Instant
  ) -> Fault {
    let envelope = ErrorEnvelope(body)
    let row = row(status: response.status, envelope: envelope, purpose: purpose)
    return Fault(
      row.code, operation: request.operation, subject: request.subject,
      cause: envelope.cause(status: response.status) + whereabouts(response), hint: row.hint,
      recovery: recovery(
        row.remedy, purpose,
        seconds: RetryAfter.seconds(response, message: envelope.message, now: now)),
      number: response.status, requestID: requestID(response))
  }

  /// The identifier that Microsoft's support asks for.
  static func requestID(_ response: HTTPClient.Response) -> String? {
    let id = response["RequestId"] ?? response["x-ms-request-id"] ?? response["request-id"]
    return id.map { String(ErrorEnvelope.oneLine($0).prefix(100)) }
  }

  private static func recovery(
    _ remedy: Remedy, _ purpose: Purpose, seconds: Double
  ) -> Fault.Recovery {
    switch remedy {
    case .renew: .renew
    case .shrink: .shrink
    case .operator: .operator
    case .wait: .retry(afterSeconds: seconds)
    case .settleOrWait: purpose == .reading ? .retry(afterSeconds: seconds) : .settle
    }
  }

  /// Where the service says that the tenant lives, or the request should go.
  private static func whereabouts(_ response: HTTPClient.Response) -> String {
    let place = response["Location"] ?? response["home-cluster-uri"]
    guard let place, (300...399).contains(response.status) || response.status >= 400 else {
      return ""
    }
    return "; it points to \(ErrorEnvelope.oneLine(place).prefix(200))"
  }
}
