internal import Bytes
internal import Runtime

/// An error as WordPress words it: a code, a message and the status.
struct Refusal: Error, Equatable {
  let code: String
  let message: String
  let status: Int
  /// What stands in `data` beside the status.
  var details: [JSONValue.Member] = []
  /// Seconds for the header `Retry-After`; nil when waiting does not help.
  var retryAfterSeconds: Int?

  init(_ code: String, _ message: String, status: Int) {
    self.code = code
    self.message = message
    self.status = status
  }

  /// Whether nothing but code and message is told, as core does before it routes.
  var isTerse = false

  var json: JSONValue {
    let head = [JSONValue.Member("code", .string(code)), .init("message", .string(message))]
    if isTerse { return .object(head) }
    return .object(
      head + [.init("data", .object([.init("status", .integer(status))] + details))])
  }

  static let noRoute = Refusal(
    "rest_no_route", "No route was found matching the URL and request method.", status: 404)

  static let unknownSite = Refusal(
    "wkpbic_unknown_site", "No site of this network is at that host and path.", status: 404)

  /// A JSONP callback that is no name.
  static var invalidCallback: Refusal {
    var refusal = Refusal(
      "rest_callback_invalid", "Invalid JSONP callback function.", status: 400)
    refusal.isTerse = true
    return refusal
  }

  /// What the HTTP library refuses before a request is read.
  static func unread(status: Int) -> Refusal {
    switch status {
    case 413:
      Refusal(
        "wkpbic_body_too_large", "The body is larger than \(API.bodyBytesMax) bytes.",
        status: status)
    case 431:
      Refusal("wkpbic_too_many_headers", "The request has too many headers.", status: status)
    default:
      Refusal("wkpbic_bad_request", "The request is no HTTP that can be read.", status: status)
    }
  }

  static func forbidden(isVisitor: Bool) -> Refusal {
    Refusal(
      "rest_forbidden", "Sorry, you are not allowed to do that.", status: isVisitor ? 401 : 403)
  }

  static var malformedJSON: Refusal {
    var refusal = Refusal("rest_invalid_json", "Invalid JSON body passed.", status: 400)
    refusal.details = [
      JSONValue.Member("json_error_code", .integer(4)),
      JSONValue.Member("json_error_message", .string("Syntax error")),
    ]
    return refusal
  }

  static func missing(_ names: [String]) -> Refusal {
    var refusal = Refusal(
      "rest_missing_callback_param",
      "Missing parameter(s): \(names.joined(separator: ", "))", status: 400)
    refusal.details = [JSONValue.Member("params", .array(names.map(JSONValue.string)))]
    return refusal
  }

  static var tooManySyncs: Refusal {
    var refusal = Refusal(
      "wkpbic_too_many_syncs", "Too many syncs wait already. Try again when some have ended.",
      status: 429)
    refusal.retryAfterSeconds = 60
    return refusal
  }

  static func notFound(_ what: String) -> Refusal {
    Refusal("wkpbic_not_found", "\(what) was not found.", status: 404)
  }
}

extension Refusal {
  /// What a failure of the product is over HTTP.
  ///
  /// Words about our own database stay in the log: they name hosts and users.
  init(_ fault: Fault) {
    // The service's word for a name that is taken: the caller's to change, not ours.
    let isConflict = fault.code == .rejected && fault.number == 409
    let (code, status) = isConflict ? ("wkpbic_conflict", 409) : Self.row(fault.code)
    let isOurs = fault.code == .database || fault.code == .schema || fault.code == .file
    self.init(
      code, isOurs ? "The shop's database cannot be read at the moment." : fault.line,
      status: status)
    if let id = fault.requestID { details = [JSONValue.Member("request_id", .string(id))] }
    if case .retry(let seconds) = fault.recovery, seconds > 0 {
      retryAfterSeconds = Int(min(seconds.rounded(.up), 86_400))
    }
  }

  private static func row(_ code: Fault.Code) -> (code: String, status: Int) {
    switch code {
    case .usage: ("wkpbic_invalid_request", 400)
    case .notFound: ("wkpbic_not_found", 404)
    case .busy: ("wkpbic_busy", 409)
    case .throttled: ("wkpbic_throttled", 429)
    case .configuration: ("wkpbic_not_configured", 503)
    case .database, .schema, .file: ("wkpbic_database_unavailable", 503)
    case .credentials: ("wkpbic_not_connected", 502)
    case .permission: ("wkpbic_not_permitted_by_power_bi", 502)
    case .network, .unavailable: ("wkpbic_power_bi_unavailable", 502)
    case .rejected, .tooLarge: ("wkpbic_rejected_by_power_bi", 502)
    case .data: ("wkpbic_unreadable_data", 502)
    case .interrupted: ("wkpbic_stopping", 503)
    }
  }
}
