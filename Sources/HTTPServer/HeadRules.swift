/// What the head of a request must keep to besides its framing: two readers read what does not
/// differently, and libmicrohttpd lets it pass (RFC 9110 §5, RFC 9112 §§3.2, 5.1, 6.1).
enum HeadRules {
  /// Whether method, header fields and version may be handed on.
  static func allow(
    method: String, _ fields: [HTTPServer.Header], version: String
  ) -> Bool {
    isToken(method) && fields.allSatisfy { isToken($0.name) && isText($0.value) }
      && isAddressed(fields, version) && !(version == "HTTP/1.0" && isCoded(fields))
  }

  private static let marks = Array("!#$%&'*+-.^_`|~".utf8)

  /// Letters, digits and some marks; a blank before the colon is what hides a field.
  private static func isToken(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: marks.contains(byte)
        }
      }
  }

  /// Without control bytes, of which some readers take a CR for a line's end.
  private static func isText(_ value: String) -> Bool {
    value.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
  }

  /// Since HTTP/1.1 there is exactly one.
  private static func isAddressed(_ fields: [HTTPServer.Header], _ version: String) -> Bool {
    let count = fields.count { $0.name.lowercased() == "host" }
    return count == 1 || (count == 0 && version == "HTTP/1.0")
  }

  /// HTTP/1.0 knows no codings, and a proxy may take the body for what follows it.
  private static func isCoded(_ fields: [HTTPServer.Header]) -> Bool {
    fields.contains { $0.name.lowercased() == "transfer-encoding" }
  }
}
