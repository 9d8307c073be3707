internal import CCurl
internal import Glibc
internal import Runtime

/// The header fields of one request as libcurl wants them, wiped when it is over.
@safe
struct FieldList: ~Copyable {
  private(set) var head: UnsafeMutablePointer<curl_slist>?

  init(_ request: HTTPClient.Request) throws(Fault) {
    unsafe head = nil
    // libcurl would wait up to a second for a permission that few servers give.
    append("Expect:")
    if request.fields.allSatisfy({ $0.name.lowercased() != "content-type" }) {
      // libcurl would call every body a form.
      append("Content-Type:")
    }
    for field in request.fields {
      guard Self.isToken(field.name), Self.isValue(field.value.utf8) else {
        throw Self.refusal(request, "the header field \(field.name) holds control characters")
      }
      append("\(field.name): \(field.value)")
    }
    guard let token = request.token else { return }
    var bytes = token.reveal()
    defer { wipeOut(&bytes) }
    guard Self.isValue(bytes) else {
      throw Self.refusal(request, "the token holds characters that no token has")
    }
    append(Array("Authorization: Bearer ".utf8), bytes)
  }

  deinit {
    unsafe Self.free(head)
  }

  /// Overwrites and frees all lines; the last one holds the token.
  mutating func wipe() {
    unsafe Self.free(head)
    unsafe head = nil
  }

  private mutating func append(_ line: String) {
    append(Array(line.utf8), [])
  }

  private mutating func append(_ start: [UInt8], _ rest: [UInt8]) {
    var line: [UInt8] = []
    line.reserveCapacity(start.count + rest.count + 1)
    line += start
    line += rest
    line.append(0)
    defer { wipeOut(&line) }
    let longer = unsafe line.withUnsafeBytes { bytes in
      unsafe curl_slist_append(head, bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
    }
    guard let longer = unsafe longer else {
      fatalError("a header line is allocated unless memory is exhausted")
    }
    unsafe head = longer
  }

  private static func free(_ head: UnsafeMutablePointer<curl_slist>?) {
    var next = unsafe head
    while let line = unsafe next {
      if let text = unsafe line.pointee.data { unsafe explicit_bzero(text, strlen(text)) }
      unsafe next = line.pointee.next
    }
    unsafe curl_slist_free_all(head)
  }

  /// Whether this may stand before the colon.
  private static func isToken(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
  }

  /// Whether this may stand behind the colon: no line ends, nothing that is not ASCII.
  private static func isValue(_ bytes: some Sequence<UInt8>) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
  }

  private static func refusal(_ request: HTTPClient.Request, _ cause: String) -> Fault {
    Fault(
      .data, operation: request.operation, subject: request.subject, cause: cause,
      recovery: .operator)
  }
}

/// Overwrites bytes that were secret.
private func wipeOut(_ bytes: inout [UInt8]) {
  unsafe bytes.withUnsafeMutableBytes { memory in
    if let start = memory.baseAddress { unsafe explicit_bzero(start, memory.count) }
  }
}
