internal import Bytes
internal import HTTPClient
internal import Runtime

/// The one table from refusals of a sign-in to Faults.
///
/// Microsoft asks programs to branch on `error` and may change numbers and texts; the numbers
/// (AADSTS…) only choose the hint, and only transient ones choose to wait.
enum SignInFault {
  /// What a refusal means for the program.
  enum Remedy: Equatable { case `operator`, wait }

  struct Row {
    var numbers: [Int]
    var code: Fault.Code = .credentials
    var remedy: Remedy = .operator
    var hint: String
  }

  static let wrongSecretHint =
    "You probably pasted the secret's ID; use the secret's Value"

  static let table: [Row] = [
    Row(numbers: [7_000_215], hint: wrongSecretHint),
    Row(
      numbers: [7_000_222],
      hint: "The client secret has expired; create a new one and configure it"),
    Row(
      numbers: [7_000_218],
      hint: "Configure the client secret, or enable public client flows of the app"),
    Row(
      numbers: [700_016],
      hint: "The app is not in this tenant: check client ID, tenant ID and consent"),
    Row(
      numbers: [7_000_112, 70001],
      hint: "The app is disabled or missing; enable the enterprise application in Entra"),
    Row(numbers: [700_025], hint: "The app is a public client and must send no secret; remove it"),
    Row(
      numbers: [700_027, 50012, 700_030],
      hint: "Upload the certificate to the app, and check its thumbprint and this machine's clock"),
    Row(
      numbers: [90002],
      hint: "There is no such tenant: check the tenant ID and the cloud's authority URL"),
    Row(
      numbers: [900_382, 900_432, 90038],
      hint: "The tenant is in another cloud; choose that cloud's authority"),
    Row(
      numbers: [500_011],
      hint: "The tenant has no Power BI, or the scope belongs to another cloud"),
    Row(
      numbers: [650_057, 650_052],
      hint: "Sign the organisation up for Power BI and add the API permission to the app"),
    Row(numbers: [65001], hint: "Grant consent to the app, as an administrator where needed"),
    Row(numbers: [90094], hint: "Ask an administrator to consent to the app"),
    Row(numbers: [50034], hint: "The user is not in this tenant: check user and tenant"),
    Row(numbers: [50126], hint: "User name or password is wrong"),
    Row(numbers: [50053], hint: "The account or this address is locked; wait or ask an admin"),
    Row(
      numbers: [50055, 50057],
      hint: "The password has expired or the user is disabled; ask an administrator"),
    Row(
      numbers: [50076, 50079, 50074, 50072],
      hint: "The account needs a second factor; use a service principal instead"),
    Row(
      numbers: [53003, 530_032, 530_035, 53000, 53001], code: .permission,
      hint: "Conditional access blocks the app; ask an administrator to exempt it"),
    Row(numbers: [50011], hint: "Register the redirect URI with the app"),
    Row(numbers: [70011], hint: "The scope must be the resource followed by /.default"),
    Row(numbers: [70008, 700_082], hint: "The sign-in has expired; sign in again"),
    Row(numbers: [50173], hint: "The sign-in was revoked; sign in again"),
    Row(numbers: [70043], hint: "A policy asks for a new sign-in; sign in again"),
    Row(numbers: [54005, 501_481], hint: "The code was used already; start the sign-in again"),
    Row(numbers: [70016, 70019], hint: "The device code is pending or expired; sign in again"),
    Row(
      numbers: [900_144, 9_002_313],
      hint: "The request was malformed; check tenant ID, client ID and scope for stray characters"),
    Row(numbers: [9_001_023], hint: "Use the tenant's ID, not common or consumers"),
    Row(numbers: [90055], code: .throttled, remedy: .wait, hint: ""),
    Row(
      numbers: [90033, 90006, 90024, 50033, 90090], code: .unavailable, remedy: .wait, hint: ""),
    Row(
      numbers: [50196], code: .throttled, remedy: .wait,
      hint: "Too many identical sign-ins; check that no other program uses these credentials"),
  ]

  static func fault(
    _ response: HTTPClient.Response, body: RawSpan, credentials: Credentials,
    request: HTTPClient.Request, now: Instant
  ) -> Fault {
    let tree = (try? JSONValue(body, bytesMax: ErrorEnvelope.bytesMax)) ?? .null
    let description = tree["error_description"]?.string
    let number = number(tree, description)
    let row = row(response.status, tree["error"]?.string, number)
    let isWrongSecret = row.hint == wrongSecretHint || tree["error"]?.string == "invalid_client"
    return Fault(
      row.code, operation: request.operation, subject: request.subject,
      cause: cause(tree, description) ?? ErrorEnvelope(body).cause(status: response.status),
      hint: isWrongSecret && credentials.secretLooksLikeID ? wrongSecretHint : row.hint,
      recovery: row.remedy == .operator
        ? .operator
        : .retry(
          afterSeconds: RetryAfter.seconds(response, message: description, now: now)),
      number: number ?? response.status,
      requestID: tree["trace_id"]?.string.map { String(ErrorEnvelope.oneLine($0).prefix(100)) }
        ?? ServiceFault.requestID(response))
  }

  private static func row(_ status: Int, _ error: String?, _ number: Int?) -> Row {
    if let number, let row = table.first(where: { $0.numbers.contains(number) }) { return row }
    switch error {
    case "temporarily_unavailable", "server_error":
      return Row(numbers: [], code: .unavailable, remedy: .wait, hint: "")
    case "unauthorized_client", "invalid_client":
      return Row(numbers: [], hint: "Check tenant ID, client ID and client secret")
    default: break
    }
    switch status {
    case 429: return Row(numbers: [], code: .throttled, remedy: .wait, hint: "")
    case 408, 500...599: return Row(numbers: [], code: .unavailable, remedy: .wait, hint: "")
    case 300...399, 404:
      return Row(
        numbers: [], code: .configuration, hint: "Check the authority URL and the tenant ID")
    default: return Row(numbers: [], hint: "Check tenant ID, client ID, client secret and scope")
    }
  }

  /// The first number of `error_codes`, else the one behind `AADSTS`.
  private static func number(_ tree: JSONValue, _ description: String?) -> Int? {
    if let first = tree["error_codes"]?.array?.first?.integer { return Int(exactly: first) }
    guard let description, description.hasPrefix("AADSTS") else { return nil }
    return Int(description.dropFirst(6).prefix { $0.isNumber })
  }

  /// The description's first sentence; trace, correlation and time stand behind it.
  private static func cause(_ tree: JSONValue, _ description: String?) -> String? {
    guard let words = description ?? tree["error"]?.string, !words.isEmpty else { return nil }
    var first = words
    if let end = words.firstRange(of: "Trace ID:") { first = String(words[..<end.lowerBound]) }
    let line = ErrorEnvelope.oneLine(first)
    return line.isEmpty ? nil : String(line.prefix(ErrorEnvelope.wordsMax))
  }
}
