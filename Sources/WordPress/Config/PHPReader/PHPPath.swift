/// Paths as PHP's `dirname` and `basename` cut them.
enum PHPPath {
  static func directory(of path: String) -> String {
    var bytes = Array(path.utf8)[...]
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else {
      return bytes.isEmpty ? "" : "."
    }
    bytes = bytes[..<slash]
    while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    return bytes.isEmpty ? "/" : String(decoding: bytes, as: UTF8.self)
  }

  static func base(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? ""
  }
}
