package import Runtime

extension HTTPClient {
  /// One request, without its body: the body is borrowed for the call that sends it.
  package struct Request: Sendable {
    /// What is asked for.
    package var method: Method
    /// Whom it goes to.
    package var address: HTTPAddress
    /// Header fields besides those that the client writes itself.
    package var fields: [Field]
    /// The bearer token; it goes to `address` and nowhere else.
    package var token: Secret?
    /// What a Fault names as being done, as a gerund phrase.
    package var operation: String
    /// What a Fault names as its object.
    package var subject: String
    /// Whether sending it twice does no harm.
    ///
    /// Of a request that is not repeatable, a failure after its last byte is left in doubt
    /// (`settle`), and only a second wish to stop cuts it.
    package var isRepeatable: Bool
    /// How long it may take, and how much may come back.
    package var limits: Limits

    package init(
      _ method: Method, _ address: HTTPAddress, operation: String, subject: String,
      isRepeatable: Bool, limits: Limits
    ) {
      precondition(isRepeatable || method != .get, "reading is always repeatable")
      self.method = method
      self.address = address
      self.fields = []
      self.token = nil
      self.operation = operation
      self.subject = subject
      self.isRepeatable = isRepeatable
      self.limits = limits
    }
  }

  /// A header field.
  package struct Field: Sendable, Equatable {
    /// The name, as it is sent.
    package var name: String
    /// The value, as it is sent.
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// What is to be done with the thing at an address.
  package enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"

    /// Whether a body travels with it.
    var bearsBody: Bool { self == .post || self == .put || self == .patch }
  }

  /// What one request may take.
  package struct Limits: Sendable, Equatable {
    /// Resolving, connecting and the TLS handshake together.
    package var connectTimeoutSeconds: Double
    /// The whole request.
    package var totalTimeoutSeconds: Double
    /// How long nothing at all may move in either direction.
    package var idleTimeoutSeconds: Int
    /// Bytes of the reply's body, after decompression.
    package var replyBytesMax: Int

    package init(
      connectTimeoutSeconds: Double, totalTimeoutSeconds: Double, idleTimeoutSeconds: Int,
      replyBytesMax: Int
    ) {
      precondition(connectTimeoutSeconds > 0 && totalTimeoutSeconds > 0, "waits have an end")
      precondition(idleTimeoutSeconds > 0 && replyBytesMax >= 0)
      self.connectTimeoutSeconds = connectTimeoutSeconds
      self.totalTimeoutSeconds = totalTimeoutSeconds
      self.idleTimeoutSeconds = idleTimeoutSeconds
      self.replyBytesMax = replyBytesMax
    }
  }

  /// What all requests of a client share.
  package struct Options: Sendable {
    /// What we call ourselves.
    package var userAgent: String
    /// A PEM file of the authorities to trust instead of the system's.
    package var authoritiesFile: String?
    /// A proxy's URL; the environment's is never looked at, and loopback never goes through one.
    package var proxy: String?

    package init(userAgent: String, authoritiesFile: String?, proxy: String?) {
      self.userAgent = userAgent
      self.authoritiesFile = authoritiesFile
      self.proxy = proxy
    }
  }
}
