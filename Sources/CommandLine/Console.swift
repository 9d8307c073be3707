internal import Glibc
internal import Runtime

/// Where a command speaks: data to standard output, everything else to standard error.
struct Console: Sendable {
  /// Whether a person watches standard error.
  let isTerminal: Bool
  private let usesColor: Bool
  private(set) var level = Log.Level.normal

  init(environment: [String: String]) {
    isTerminal = isatty(2) == 1
    usesColor = isTerminal && environment["NO_COLOR", default: ""].isEmpty
  }

  private init(isTerminal: Bool, usesColor: Bool, level: Log.Level) {
    self.isTerminal = isTerminal
    self.usesColor = usesColor
    self.level = level
  }

  /// As the command's options ask.
  func tuned(_ arguments: Arguments) -> Console {
    Console(
      isTerminal: isTerminal, usesColor: usesColor && !arguments.has("no-color"),
      level: arguments.has("quiet") ? .quiet : arguments.has("debug") ? .debug : .normal)
  }

  var log: Log { .standardError(level: level) }

  /// A line of data.
  func write(_ line: String) {
    StandardOutput.write(line + "\n")
  }

  /// A line for the person, not data.
  func say(_ line: String) {
    if level > .quiet { standardError(line + "\n") }
  }

  /// Words that a person answers on the same line.
  func prompt(_ text: String) {
    standardError(text)
  }

  /// Why a command failed.
  func failure(_ fault: Fault) {
    // Whoever read our output has enough of it; there is nobody to tell.
    if fault.code == .file, fault.number == Int(EPIPE) { return }
    let label = usesColor ? "\u{1B}[31mError:\u{1B}[0m" : "Error:"
    standardError("\(label) \(fault.line)\n")
  }

  /// A line that the next one takes the place of; only when a person watches.
  func transient(_ line: String) {
    if isTerminal, level > .quiet { standardError("\r\u{1B}[K\(line)") }
  }

  /// Takes the transient line away.
  func endTransient() {
    if isTerminal, level > .quiet { standardError("\r\u{1B}[K") }
  }

  private func standardError(_ text: String) {
    StandardError.write(text)
  }
}
