internal import Glibc

/// What a person types.
package enum Terminal {
  /// Characters of a typed line at most.
  private static let lineBytesMax = 65_536

  /// Whether standard input is a terminal.
  package static var isInputInteractive: Bool { isatty(0) == 1 }

  /// Reads a line from standard input; nil at its end.
  ///
  /// A terminal does not show what is typed when `isHidden`.
  package static func readLine(isHidden: Bool) -> Secret? {
    var before = termios()
    let isTerminal = unsafe tcgetattr(0, &before) == 0 && isHidden
    if isTerminal {
      var quiet = before
      quiet.c_lflag &= ~tcflag_t(ECHO)
      unsafe tcsetattr(0, TCSAFLUSH, &quiet)
    }
    defer {
      if isTerminal {
        unsafe tcsetattr(0, TCSAFLUSH, &before)
        StandardError.write("\n")
      }
    }
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while line.count < lineBytesMax {
      let count = unsafe read(0, &byte, 1)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return line.isEmpty ? nil : Secret(line) }
      if byte == UInt8(ascii: "\n") { break }
      line.append(byte)
    }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    return Secret(line)
  }
}
