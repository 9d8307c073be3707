internal import Bytes

/// What a reply that is no success says of itself, in whichever of the service's shapes.
///
/// The gateway wraps (`error.pbi.error`), validation lists (`error.details`), throttling talks
/// (`message` alone), and front doors send pages or nothing.
struct ErrorEnvelope: Equatable {
  /// Bytes of a reply that are looked at.
  static let bytesMax = 256 << 10
  /// Characters of the other side's words that are passed on.
  static let wordsMax = 600

  /// The service's own code.
  var code: String?
  /// The service's own words, joined.
  var message: String?

  init(_ body: RawSpan) {
    guard let tree = try? JSONValue(body, bytesMax: Self.bytesMax), tree.members != nil else {
      code = nil
      message = Self.looksLikePage(body) ? "a web page instead of a reply" : nil
      return
    }
    self = Self(tree)
  }

  /// Reads an object that has `error`, or says `code` and `message` itself.
  init(_ tree: JSONValue) {
    let error = tree["error"] ?? tree
    let inner = error["pbi.error"]
    code = error["code"]?.string ?? inner?["code"]?.string ?? tree["error"]?.string
    var words = [error["message"] ?? tree["message"] ?? tree["Message"]].compactMap { $0?.string }
    for detail in (error["details"]?.array ?? []) + (inner?["details"]?.array ?? []) {
      words += [detail["message"]?.string, detail["detail"]?["value"]?.string].compactMap { $0 }
    }
    let lines = words.map(Self.oneLine).filter { !$0.isEmpty }
    message = lines.isEmpty ? nil : String(lines.joined(separator: "; ").prefix(Self.wordsMax))
  }

  /// What can stand as a cause: words, else the code, else the status.
  func cause(status: Int) -> String {
    switch (code, message) {
    case (let code?, let message?): "\(code): \(message) (HTTP \(status))"
    case (let words?, nil), (nil, let words?): "\(words) (HTTP \(status))"
    case (nil, nil): "HTTP \(status) without a word"
    }
  }

  /// Without line ends and other control characters.
  static func oneLine(_ text: String) -> String {
    let printable = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
    var line = String(String.UnicodeScalarView(printable))
    while line.hasSuffix(" ") || line.hasSuffix(".") { line.removeLast() }
    return line
  }

  private static func looksLikePage(_ body: RawSpan) -> Bool {
    let text = body.trimmed()
    return text.byteCount > 0 && text.byte(at: 0) == UInt8(ascii: "<")
  }
}
