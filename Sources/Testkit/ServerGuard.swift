internal import Foundation
internal import Runtime

/// A shell that owns a server process and a directory, does as it is told over a pipe, and when the
/// pipe closes, for whatever reason, kills the one and removes the other.
final class ServerGuard: Sendable {
  enum Verb: String {
    case start, stop, kill
  }

  private struct Channel {
    let process: Process
    let words: FileHandle
    let answers: FileHandle
    var isClosed = false
  }

  private let channel: Lock<Channel>
  private let directory: String

  /// Answers every word with one letter.
  ///
  /// A stop that takes longer than 30 seconds becomes a kill.
  private static let script = """
    directory=$1; shift
    trap : INT TERM HUP
    server=
    end() { [ -z "$server" ] || { kill "-$1" "$server" 2>/dev/null; wait "$server"; server=; }; }
    alive() { [ -n "$server" ] && kill -0 "$server" 2>/dev/null; }
    while read -r word; do
      case $word in
        start) alive || { "$@" </dev/null >/dev/null 2>&1 & server=$!; } ;;
        stop)
          alive && { kill -TERM "$server"; for ((i = 0; i < 300; i++)); do
            alive || break; sleep 0.1; done; }
          end KILL ;;
        kill) end KILL ;;
        alive) alive || { printf n; continue; } ;;
      esac
      printf y
    done 2>/dev/null
    end KILL 2>/dev/null
    rm -rf -- "$directory"
    """

  init(directory: String, command: [String]) throws(Fault) {
    self.directory = directory
    let (words, answers) = (Pipe(), Pipe())
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = ["-c", Self.script, "bash", directory] + command
    shell.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"]
    shell.standardInput = words
    shell.standardOutput = answers
    shell.standardError = FileHandle.nullDevice
    do {
      try SignalMask.clearing { try shell.run() }
    } catch {
      throw Fault(
        .file, operation: "starting a shell", subject: "/bin/bash", cause: "\(error)",
        recovery: .operator)
    }
    channel = Lock(
      Channel(
        process: shell, words: words.fileHandleForWriting, answers: answers.fileHandleForReading))
  }

  deinit {
    close()
  }

  /// Sockets have short paths: 107 bytes at most.
  static func makeDirectory() throws(Fault) -> String {
    let path = "/tmp/wkpbic-db-\(UUID().uuidString.prefix(8))"
    do {
      for folder in [path, "\(path)/tmp"] {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: false,
          attributes: [.posixPermissions: 0o700])
      }
    } catch {
      throw Fault(
        .file, operation: "creating a directory", subject: path, cause: "\(error)",
        recovery: .operator)
    }
    return path
  }

  /// Passes a word on and waits until it is done.
  func tell(_ verb: Verb) throws(Fault) {
    guard ask(verb.rawValue) == "y" else {
      throw Fault(
        .unavailable, operation: "\(verb.rawValue)", subject: directory,
        cause: "the guard of the server is gone", recovery: .operator)
    }
  }

  /// Whether the server process is there.
  var isServerAlive: Bool {
    ask("alive") == "y"
  }

  /// Ends the server and removes the directory, and waits until that is done.
  func close() {
    channel.withLock { channel in
      if channel.isClosed { return }
      channel.isClosed = true
      try? channel.words.close()
      // The guard's output ends when the guard does.
      _ = try? channel.answers.readToEnd()
      channel.process.waitUntilExit()
    }
  }

  private func ask(_ word: String) -> String {
    channel.withLock { channel in
      if channel.isClosed { return "" }
      do {
        try channel.words.write(contentsOf: Data("\(word)\n".utf8))
        // Foundation waits for as many bytes as are asked for: one is an answer.
        return String(decoding: try channel.answers.read(upToCount: 1) ?? Data(), as: UTF8.self)
      } catch {
        return ""
      }
    }
  }
}
