internal import CCurl

/// What a server has answered, as far as it says how things went: the last line of each reply.
struct Transcript {
  /// Replies that are kept: greeting, capabilities, signing in, and one for each recipient.
  static let repliesMax = 64
  /// Bytes of a reply that are kept.
  static let replyBytesMax = 300

  private(set) var replies: [String] = []

  /// The reply after which the mail's text is awaited.
  private static let goAhead = "354"

  /// Takes a line; those that have more of their reply behind them are passed over.
  mutating func take(_ line: [UInt8]) {
    guard replies.count < Self.repliesMax, line.count >= 3,
      line.prefix(3).allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      line.count == 3 || line[3] != UInt8(ascii: "-")
    else { return }
    let plain = line.prefix(Self.replyBytesMax).filter { $0 >= 0x20 && $0 != 0x7F }
    var text = String(decoding: plain, as: UTF8.self)
    while text.last == " " { text.removeLast() }
    replies.append(text)
  }

  /// What the server refused last; nil when it refused nothing.
  var refusal: String? { replies.last { Self.isRefusal($0) } }

  /// Those recipients whose own reply was a refusal: one reply each, right before the go-ahead.
  func refused(of recipients: [MailAddress]) -> [RefusedRecipient] {
    guard let end = replies.lastIndex(where: { $0.hasPrefix(Self.goAhead) }),
      end >= recipients.count
    else { return [] }
    return zip(recipients, replies[(end - recipients.count)..<end]).filter {
      Self.isRefusal($0.1)
    }.map { RefusedRecipient(address: $0.0.text, reply: $0.1) }
  }

  static func isRefusal(_ reply: String) -> Bool {
    reply.hasPrefix("4") || reply.hasPrefix("5")
  }
}

/// Takes one line of the server's.
let takeReply: CCurl_transfer_callback = { source, size, count, context in
  guard let source = unsafe source, let context = unsafe context else { return 0 }
  let transcript = unsafe context.assumingMemoryBound(to: Transcript.self)
  let line = unsafe Array(UnsafeRawBufferPointer(start: source, count: size * count))
  unsafe transcript.pointee.take(line)
  return size * count
}

/// Keeps what libcurl would print.
let dropBytes: CCurl_transfer_callback = { _, size, count, _ in size * count }
