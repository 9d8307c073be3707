internal import Glibc

/// Lines for the operator, on standard error.
///
/// Normal operation writes nothing; `debug` lines appear with `--debug` only.
package struct Log: Sendable {
  /// How much is said.
  package enum Level: Int, Sendable, Comparable {
    case quiet, normal, debug

    package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  private let level: Level
  private let write: @Sendable (String) -> Void

  /// A log that hands each line, without its end, to `write`.
  package init(level: Level, write: @escaping @Sendable (String) -> Void) {
    self.level = level
    self.write = write
  }

  /// A log on standard error.
  package static func standardError(level: Level) -> Log {
    Log(level: level) { StandardError.write($0 + "\n") }
  }

  /// A log that says nothing.
  package static var silent: Log { Log(level: .quiet) { _ in } }

  /// Something that a person should act on.
  package func warning(_ message: @autoclosure () -> String) {
    if level >= .normal { write("Warning: \(message())") }
  }

  /// Something that helps to find out why.
  package func debug(_ message: @autoclosure () -> String) {
    if level >= .debug { write("Debug: \(message())") }
  }
}

/// The process's standard output, for lines.
package enum StandardOutput {
  /// Writes text as it is, at once.
  package static func write(_ text: String) {
    let output = OutputFile.standardOutput()
    // Who reads has gone away when this fails; the next command will tell.
    do throws(Fault) {
      try output.write(unsafe Array(text.utf8).span.bytes)
    } catch {}
  }
}

/// The process's standard error.
package enum StandardError {
  /// Writes text as it is; what cannot be written is lost, for there is nobody to tell.
  package static func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(2, $0.baseAddress, $0.count)
      }
      if written <= 0 { return }
      rest = rest.dropFirst(written)
    }
  }
}
