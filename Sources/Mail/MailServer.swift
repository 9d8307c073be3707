internal import CCurl
package import Runtime

/// The server that mail is handed to, and how.
package struct MailServer: Sendable {
  /// How the connection is kept from others' eyes.
  package enum Encryption: String, Sendable, CaseIterable {
    /// The server must offer TLS, or nothing is sent.
    case on
    /// Nothing is encrypted unless the address begins with `smtps`.
    case off
  }

  /// `smtp://HOST[:PORT]` or `smtps://HOST[:PORT]`, as libcurl writes it.
  package let text: String
  /// The host alone.
  package let host: String
  /// Whether TLS stands before the first word, or is asked for.
  let encryption: Encryption
  /// Who signs in; nil when nobody does.
  package var user: String?
  /// The password of that user.
  package var password: Secret?
  /// A PEM file of the authorities to trust instead of the system's.
  package var authoritiesFile: String?

  /// Reads an address; TLS is demanded unless the server is on this machine or `encryption` says
  /// otherwise.
  package init(_ text: String, encryption: Encryption?) throws(Fault) {
    guard let parts = Self.parts(of: text) else { throw Self.refusal(text, "it is not a URL") }
    guard parts.scheme == "smtp" || parts.scheme == "smtps" else {
      throw Self.refusal(text, "mail is handed in with smtp or smtps, not \(parts.scheme)")
    }
    guard !parts.hasCredentials else {
      throw Self.refusal(parts.host, "credentials do not belong into a URL")
    }
    guard parts.path == "/" else { throw Self.refusal(text, "it has a path") }
    self.text = parts.text
    host = parts.host
    self.encryption = encryption ?? (LoopbackHost.contains(parts.host) ? .off : .on)
  }

  /// Bytes of an address at most.
  private static let bytesMax = 1024

  private static func refusal(_ subject: String, _ cause: String) -> Fault {
    Fault(
      .configuration, operation: "reading the mail server's address",
      subject: String(subject.prefix(80)), cause: cause,
      hint: "Write smtp://HOST:587 or smtps://HOST (WKPBIC_SMTP_URL)", recovery: .operator)
  }
}

extension MailServer {
  private struct Parts {
    var text, scheme, host, path: String
    var hasCredentials: Bool
  }

  /// libcurl itself takes the text apart, so that what is checked and what is dialled are the same.
  private static func parts(of text: String) -> Parts? {
    guard text.utf8.count <= bytesMax, let handle = unsafe curl_url() else { return nil }
    defer { unsafe curl_url_cleanup(handle) }
    guard unsafe curl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK,
      let whole = unsafe part(CURLUPART_URL, of: handle),
      let scheme = unsafe part(CURLUPART_SCHEME, of: handle),
      let host = unsafe part(CURLUPART_HOST, of: handle), !host.isEmpty
    else { return nil }
    let words = [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS].compactMap {
      unsafe part($0, of: handle)
    }
    let path = unsafe part(CURLUPART_PATH, of: handle) ?? "/"
    return Parts(
      text: whole, scheme: scheme, host: host.lowercased(), path: path,
      hasCredentials: !words.isEmpty)
  }

  private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard unsafe curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text = unsafe text else {
      return nil
    }
    defer { unsafe curl_free(text) }
    return unsafe String(cString: text)
  }
}
