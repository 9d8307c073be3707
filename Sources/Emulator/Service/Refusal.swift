internal import Bytes

/// Why a request is not done, in one of the shapes in which the service says so.
struct Refusal: Error {
  var reply: Reply

  init(_ reply: Reply) {
    self.reply = reply
  }

  /// Validation: `error` with `code`, `message` and `details`.
  static func invalid(_ message: String, target: String) -> Refusal {
    Refusal(
      Reply(
        400,
        .object([
          "error": .object([
            "code": .string("BadRequest"), "message": .string("Bad Request"),
            "details": .array([
              .object(["message": .string(message), "target": .string(target)])
            ]),
          ])
        ])))
  }

  /// `error` with `code` and `message`.
  static func plain(_ status: Int, _ code: String, _ message: String) -> Refusal {
    Refusal(
      Reply(
        status,
        .object(["error": .object(["code": .string(code), "message": .string(message)])])))
  }

  /// The gateway: `error` with `pbi.error`, often without a message.
  static func gateway(_ status: Int, _ code: String, _ message: String? = nil) -> Refusal {
    let details: [JSONValue] =
      message.map {
        [
          .object([
            "code": .string("DetailsMessage"),
            "detail": .object(["type": .integer(1), "value": .string($0)]),
          ])
        ]
      } ?? []
    return Refusal(
      Reply(
        status,
        .object([
          "error": .object([
            "code": .string(code),
            "pbi.error": .object([
              "code": .string(code), "parameters": .object([:]), "details": .array(details),
              "exceptionCulprit": .integer(1),
            ]),
          ])
        ])))
  }

  static var notAuthorized: Refusal { gateway(401, "PowerBINotAuthorizedException") }

  static var tokenExpired: Refusal {
    plain(403, "TokenExpired", "Access token has expired, resubmit with a new access token")
  }

  static func noDataset(_ id: String) -> Refusal {
    plain(
      404, "ItemNotFound",
      "Dataset \(id) is not found! please verify datasetId is correct "
        + "and user have sufficient permissions.")
  }

  static func noTable(_ name: String) -> Refusal {
    gateway(404, "PowerBIEntityNotFound", "Table \(name) is not found")
  }

  static var noRoute: Refusal { gateway(404, "PowerBIEntityNotFound") }

  /// Creation of push datasets has ended.
  static func deprecated(_ status: Int) -> Refusal {
    let link =
      "https://learn.microsoft.com/en-us/power-bi/connect-data/"
      + "service-real-time-streaming#types-of-real-time-semantic-models"
    let message =
      "Creation of streaming dataset is deprecated. We recommend exploring Real-Time "
      + "Intelligence in Microsoft Fabric."
    func detail(_ code: String, _ value: String) -> JSONValue {
      .object([
        "code": .string(code),
        "detail": .object(["type": .integer(0), "value": .string(value)]),
      ])
    }
    return Refusal(
      Reply(
        status,
        .object([
          "error": .object([
            "code": .string("FeatureDeprecatedError"),
            "pbi.error": .object([
              "code": .string("FeatureDeprecatedError"),
              "details": .array([
                detail("LearnMoreLink", link), detail("FeatureDeprecatedMessage", message),
              ]), "exceptionCulprit": .integer(1),
            ]),
          ])
        ])))
  }

  /// Too fast, too much: in the shape that is switched on.
  static func throttled(
    _ message: String, after seconds: Int, _ behaviour: Behaviour
  ) -> Refusal {
    var refusal =
      switch behaviour.throttleShape {
      case .gateway: gateway(429, "TooManyRequests", message)
      case .message: plain(429, "TooManyRequests", message)
      case .bare:
        Refusal(
          Reply(
            429,
            .object([
              "message": .string(
                "You have exceeded the amount of requests allowed in the current time frame and "
                  + "further requests will fail. Retry in \(seconds) seconds.")
            ])))
      }
    if behaviour.sendsRetryAfter {
      refusal.reply.headers.append(("Retry-After", String(seconds)))
    }
    return refusal
  }
}

/// An answer before it goes on the wire.
struct Reply {
  var status: Int
  var headers: [(name: String, value: String)] = []
  var body: [UInt8] = []

  init(_ status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  init(_ status: Int, _ json: JSONValue) {
    self.init(
      status, headers: [("Content-Type", "application/json; charset=utf-8")],
      body: json.encoded())
  }
}
