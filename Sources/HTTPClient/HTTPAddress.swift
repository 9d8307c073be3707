package import Runtime
internal import Bytes
internal import CCurl

/// Where a request goes: an `https` URL, or an `http` one on this machine.
///
/// libcurl itself takes the text apart, so that what is checked here and what is dialled later
/// cannot differ. Credentials and fragments in the text are refused.
package struct HTTPAddress: Sendable, Hashable {
  /// Bytes of a URL at most; front doors refuse longer ones.
  package static let bytesMax = 8192

  /// The whole URL as libcurl writes it.
  package let text: String
  /// The host alone, IPv6 in brackets.
  package let host: String
  /// Whether the scheme is https.
  package let isEncrypted: Bool

  /// Reads a URL; a Fault when it is none, or would carry secrets in the clear over a network.
  package init(_ text: String) throws(Fault) {
    guard text.utf8.count <= Self.bytesMax else {
      throw Self.refusal(String(text.prefix(80)) + "…", "it is longer than \(Self.bytesMax) bytes")
    }
    guard let parts = Self.parts(of: text) else { throw Self.refusal(text, "it is not a URL") }
    guard parts.scheme == "https" || parts.scheme == "http" else {
      throw Self.refusal(text, "only https is spoken, not \(parts.scheme)")
    }
    guard !parts.hasCredentials else {
      throw Self.refusal(parts.host, "credentials do not belong into a URL")
    }
    guard !parts.hasFragment else { throw Self.refusal(text, "it has a fragment") }
    guard parts.scheme == "https" || LoopbackHost.contains(parts.host) else {
      throw Self.refusal(text, "plain http is allowed on this machine only")
    }
    self.init(text: parts.text, host: parts.host, isEncrypted: parts.scheme == "https")
  }

  private init(text: String, host: String, isEncrypted: Bool) {
    self.text = text
    self.host = host
    self.isEncrypted = isEncrypted
  }

  /// Whether the host is this machine: `localhost`, `::1` or 127.0.0.0/8.
  package var isLoopback: Bool { LoopbackHost.contains(host) }

  /// The URL with more path segments, each percent-encoded, and a query.
  package func appending(
    segments: [String], query: KeyValuePairs<String, String>
  ) throws(Fault) -> HTTPAddress {
    precondition(!text.contains("?"), "a base URL has no query")
    var buffer = ByteBuffer(capacity: 512)
    buffer.append(utf8: text)
    if text.hasSuffix("/") { buffer.truncate(to: buffer.count - 1) }
    for segment in segments {
      guard !segment.isEmpty, segment != ".", segment != ".." else {
        throw Self.refusal(text, "“\(segment)” cannot be a part of its path")
      }
      buffer.append(UInt8(ascii: "/"))
      buffer.appendPercentEncoded(Array(segment.utf8))
    }
    for (index, item) in query.enumerated() {
      buffer.append(UInt8(ascii: index == 0 ? "?" : "&"))
      buffer.appendPercentEncoded(Array(item.key.utf8))
      buffer.append(UInt8(ascii: "="))
      buffer.appendPercentEncoded(Array(item.value.utf8))
    }
    guard buffer.count <= Self.bytesMax else {
      throw Self.refusal(host, "the URL is longer than \(Self.bytesMax) bytes")
    }
    return HTTPAddress(text: buffer.bytes.text(), host: host, isEncrypted: isEncrypted)
  }

  private static func refusal(_ subject: String, _ cause: String) -> Fault {
    Fault(
      .configuration, operation: "reading a URL", subject: subject, cause: cause,
      hint: "Give an https URL", recovery: .operator)
  }
}

extension HTTPAddress {
  private struct Parts {
    var text, scheme, host: String
    var hasCredentials, hasFragment: Bool
  }

  private static func parts(of text: String) -> Parts? {
    guard let handle = unsafe curl_url() else { return nil }
    defer { unsafe curl_url_cleanup(handle) }
    guard unsafe curl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK,
      let whole = unsafe part(CURLUPART_URL, of: handle),
      let scheme = unsafe part(CURLUPART_SCHEME, of: handle),
      let host = unsafe part(CURLUPART_HOST, of: handle), !host.isEmpty
    else { return nil }
    let user = unsafe part(CURLUPART_USER, of: handle)
    let password = unsafe part(CURLUPART_PASSWORD, of: handle)
    let fragment = unsafe part(CURLUPART_FRAGMENT, of: handle)
    return Parts(
      text: whole, scheme: scheme, host: host.lowercased(),
      hasCredentials: user != nil || password != nil, hasFragment: fragment != nil)
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

extension ByteBuffer {
  /// Bytes as they may stand in a path segment, a query or a form: all but RFC 3986's unreserved
  /// characters become `%XX`.
  package mutating func appendPercentEncoded(_ bytes: [UInt8]) {
    for byte in bytes {
      if Self.isUnreserved(byte) {
        append(byte)
      } else {
        append(UInt8(ascii: "%"))
        append(Self.upperHexDigit(byte >> 4))
        append(Self.upperHexDigit(byte & 15))
      }
    }
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }

  private static func upperHexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }
}
