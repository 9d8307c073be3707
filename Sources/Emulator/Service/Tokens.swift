internal import Bytes
internal import HTTPServer
internal import Runtime

/// Tokens that were given out.
struct Tokens: Sendable {
  private struct Token: Sendable {
    var clientID: String
    var expiresAt: Instant
  }

  private var byText: [String: Token] = [:]
  /// In the order of their making, so that the oldest go first.
  private var order: [String] = []

  /// Tokens remembered at most; real ones are this long at least.
  private static let countMax = 10_000
  static let lengthMin = 1001

  enum Standing: Equatable {
    case valid(clientID: String, until: Instant)
    case expired
    case unknown
  }

  mutating func add(_ text: String, clientID: String, expiresAt: Instant) {
    byText[text] = Token(clientID: clientID, expiresAt: expiresAt)
    order.append(text)
    if order.count > Self.countMax { byText[order.removeFirst()] = nil }
  }

  /// What an `Authorization` value is worth.
  func standing(_ authorization: String?, at now: Instant) -> Standing {
    guard let authorization, authorization.lowercased().hasPrefix("bearer "),
      let token = byText[String(authorization.dropFirst(7))]
    else { return .unknown }
    return token.expiresAt <= now
      ? .expired : .valid(clientID: token.clientID, until: token.expiresAt)
  }

  /// Makes every token stale.
  mutating func expireAll(at now: Instant) {
    for text in byText.keys { byText[text]?.expiresAt = now }
  }
}

/// The sign-in endpoint: client credentials only.
struct SignIn {
  let configuration: Emulator.Configuration
  let tokenSeconds: Int
  let now: Instant

  /// What a form is refused with.
  private struct Denial: Error {
    var status = 400
    var error: String
    var number: Int
    var message: String
  }

  func answer(
    tenant: String, _ request: HTTPServer.Request, _ tokens: inout Tokens,
    _ identifiers: inout Identifiers
  ) -> Reply {
    do throws(Denial) {
      try check(tenant: tenant, request)
    } catch {
      return refused(error, &identifiers)
    }
    let token = self.token(&identifiers)
    tokens.add(
      token, clientID: configuration.clientID, expiresAt: now.adding(seconds: Double(tokenSeconds)))
    return Reply(
      200,
      .object([
        "token_type": .string("Bearer"), "expires_in": .integer(tokenSeconds),
        "ext_expires_in": .integer(tokenSeconds), "access_token": .string(token),
      ]))
  }

  private func check(tenant: String, _ request: HTTPServer.Request) throws(Denial) {
    if tenant.lowercased() != configuration.tenantID.lowercased() {
      throw Denial(
        error: "invalid_request", number: 90002,
        message: "Tenant '\(tenant)' not found. Check to make sure you have the correct tenant ID "
          + "and are signing into the correct cloud.")
    }
    let form = try form(request)
    guard try form("grant_type") == "client_credentials" else {
      throw Denial(
        error: "unsupported_grant_type", number: 70003,
        message: "The app requested an unsupported grant type.")
    }
    let client = try form("client_id")
    let secret = try form("client_secret")
    guard client.lowercased() == configuration.clientID.lowercased() else {
      throw Denial(
        error: "unauthorized_client", number: 700016,
        message: "Application with identifier '\(client)' was not found in the directory "
          + "'\(tenant)'.")
    }
    guard secret == configuration.clientSecret else {
      throw Denial(
        status: 401, error: "invalid_client", number: 7_000_215,
        message: "Invalid client secret provided. Ensure the secret being sent in the request is "
          + "the client secret value, not the client secret ID, for a secret added to app "
          + "'\(client)'.")
    }
    guard try form("scope") == "\(configuration.resource)/.default" else {
      throw Denial(
        error: "invalid_scope", number: 70011,
        message: "The provided value for the input parameter 'scope' is not valid.")
    }
  }

  /// The fields of the form, each required once.
  private func form(
    _ request: HTTPServer.Request
  ) throws(Denial) -> (String) throws(Denial) -> String {
    let type = request.value("Content-Type")?.lowercased() ?? ""
    guard type.split(separator: ";").first == "application/x-www-form-urlencoded",
      let fields = FormFields(request.body)
    else {
      throw Denial(
        error: "invalid_request", number: 9_002_313,
        message: "Invalid request. Request is malformed or invalid.")
    }
    return { (name: String) throws(Denial) -> String in
      if let text = fields.text(name), !text.isEmpty { return text }
      let isSecret = name == "client_secret"
      throw Denial(
        status: isSecret ? 401 : 400, error: isSecret ? "invalid_client" : "invalid_request",
        number: isSecret ? 7_000_218 : 900_144,
        message: "The request body must contain the following parameter: '\(name)'.")
    }
  }

  private func refused(_ denial: Denial, _ identifiers: inout Identifiers) -> Reply {
    let trace = identifiers.uuid()
    let correlation = identifiers.uuid()
    let time = CivilTime(seconds: now.unixSeconds)
    var stamp = ByteBuffer()
    stamp.append(time, separator: UInt8(ascii: " "))
    stamp.append(UInt8(ascii: "Z"))
    let timestamp = stamp.bytes.text()
    let description =
      "AADSTS\(denial.number): \(denial.message)\r\nTrace ID: \(trace)\r\n"
      + "Correlation ID: \(correlation)\r\nTimestamp: \(timestamp)"
    return Reply(
      denial.status,
      .object([
        "error": .string(denial.error), "error_description": .string(description),
        "error_codes": .array([.integer(denial.number)]), "timestamp": .string(timestamp),
        "trace_id": .string(trace), "correlation_id": .string(correlation),
        "error_uri": .string(
          "https://login.microsoftonline.com/error?code=\(denial.number)"),
      ]))
  }

  /// Looks like a JSON Web Token, as long as real ones; signed by nobody.
  private func token(_ identifiers: inout Identifiers) -> String {
    let header = JSONValue.object(["typ": .string("JWT"), "alg": .string("RS256")])
    let claims = JSONValue.object([
      "aud": .string(configuration.resource), "appid": .string(configuration.clientID),
      "tid": .string(configuration.tenantID), "iat": .number(String(now.unixSeconds)),
      "exp": .number(String(now.unixSeconds + Int64(tokenSeconds))),
      "uti": .string(identifiers.letters(22)),
    ])
    let start = Self.base64URL(header.encoded()) + "." + Self.base64URL(claims.encoded()) + "."
    return start + identifiers.letters(max(342, Tokens.lengthMin - start.utf8.count))
  }

  private static func base64URL(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var text: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let piece = bytes[index..<min(index + 3, bytes.count)]
      var bits = piece.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      bits <<= UInt32(8 * (3 - piece.count))
      for digit in 0...piece.count {
        text.append(alphabet[Int(bits >> UInt32(18 - 6 * digit)) & 63])
      }
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }
}
