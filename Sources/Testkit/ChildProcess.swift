internal import Foundation
internal import Glibc
package import Runtime

/// A program run as a child, with its output in files, so that no pipe can fill up and stall it.
///
/// A child that is still running when its owner goes away, or this process exits, is killed.
package final class ChildProcess: Sendable {
  /// How a child ended and what it had to say.
  package struct Outcome: Sendable {
    /// The exit status, or nil when a signal ended it.
    package var status: Int32?
    /// The signal that ended it, if one did.
    package var signal: Int32?
    /// What it wrote to standard output.
    package var output: String
    /// What it wrote to standard error.
    package var errors: String
  }

  /// How long a child may take when nobody says otherwise: longer than any test should.
  package static let timeoutSeconds = 120.0

  private let directory: TemporaryDirectory
  private let process: Lock<Process>
  private let ended = DispatchSemaphore(value: 0)
  /// The child's process id.
  package let id: Int32

  /// Starts a program found by its path or, without a slash, in `PATH` and the system's folders.
  ///
  /// `environment` replaces the whole environment, except that `PATH` and `HOME` are kept.
  package init(
    _ program: String, _ arguments: [String], environment: [String: String] = [:],
    input: String = "", workingDirectory: String? = nil
  ) throws(Fault) {
    directory = try TemporaryDirectory("child")
    try directory.write(input, to: "in")
    try directory.write("", to: "out")
    try directory.write("", to: "err")
    let child = Process()
    child.executableURL = URL(fileURLWithPath: try Self.find(program))
    child.arguments = arguments
    child.environment = Self.inherited.merging(environment) { _, ours in ours }
    if let workingDirectory {
      child.currentDirectoryURL = URL(fileURLWithPath: workingDirectory)
    }
    let ended = ended
    child.terminationHandler = { child in
      livingChildren.remove(child.processIdentifier)
      ended.signal()
    }
    var files: [FileHandle] = []
    // Foundation keeps them for longer than the child lives; with thousands of them open, its own
    // look at what is open reads beyond its buffer.
    defer { for file in files { try? file.close() } }
    do {
      files.append(try Self.opened(directory.file("in"), FileHandle.init(forReadingFrom:)))
      files.append(try Self.opened(directory.file("out"), FileHandle.init(forWritingTo:)))
      files.append(try Self.opened(directory.file("err"), FileHandle.init(forWritingTo:)))
      child.standardInput = files[0]
      child.standardOutput = files[1]
      child.standardError = files[2]
      try SignalMask.clearing { try child.run() }
    } catch {
      throw Fault(
        .file, operation: "starting a program", subject: program, cause: "\(error)",
        recovery: .operator)
    }
    id = child.processIdentifier
    livingChildren.add(id)
    // It may have ended before it was noted; its number then belongs to nobody, or to others.
    if !child.isRunning { livingChildren.remove(id) }
    process = Lock(child)
  }

  deinit {
    if isRunning { kill(id, SIGKILL) }
  }

  /// Runs a program to its end.
  ///
  /// A program that takes longer than `timeoutSeconds` is killed, and that is a failure.
  package static func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:],
    input: String = "", workingDirectory: String? = nil,
    timeoutSeconds: Double = ChildProcess.timeoutSeconds
  ) throws(Fault) -> Outcome {
    try ChildProcess(
      program, arguments, environment: environment, input: input,
      workingDirectory: workingDirectory
    ).wait(timeoutSeconds: timeoutSeconds)
  }

  /// Whether it has not ended yet.
  package var isRunning: Bool {
    process.withLock { $0.isRunning }
  }

  /// What it has written to standard output so far.
  package var output: String { directory.text(of: "out") }

  /// What it has written to standard error so far.
  package var errors: String { directory.text(of: "err") }

  /// Sends a signal, such as `SIGTERM` or `SIGKILL`.
  package func send(_ signal: Int32) {
    if isRunning { kill(id, signal) }
  }

  /// Waits for the end; kills the child and throws when that takes too long.
  package func wait(
    timeoutSeconds: Double = ChildProcess.timeoutSeconds
  ) throws(Fault) -> Outcome {
    guard ended.wait(timeout: .now() + timeoutSeconds) == .success else {
      send(SIGKILL)
      throw Fault(
        .unavailable, operation: "waiting for a program", subject: "process \(id)",
        cause: "still running after \(timeoutSeconds) s; it said: \(errors.suffix(2000))",
        recovery: .operator)
    }
    ended.signal()
    let (reason, status) = process.withLock { ($0.terminationReason, $0.terminationStatus) }
    let wasKilled = reason == .uncaughtSignal
    return Outcome(
      status: wasKilled ? nil : status, signal: wasKilled ? status : nil, output: output,
      errors: errors)
  }

  /// Waits until standard output has a line for which `isIt` holds, and returns that line.
  package func line(
    timeoutSeconds: Double = 30, where isIt: (Substring) -> Bool
  ) throws(Fault) -> String {
    let deadline = Date(timeIntervalSinceNow: timeoutSeconds)
    while Date() < deadline {
      let hadEnded = !isRunning
      // The last piece may still grow: only what a newline ends is a line.
      if let line = output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        .first(where: isIt)
      {
        return String(line)
      }
      if hadEnded { break }
      usleep(5000)
    }
    throw Fault(
      .unavailable, operation: "waiting for a line", subject: "process \(id)",
      cause: "it did not come; standard error: \(errors.suffix(2000))", recovery: .operator)
  }

  private static func opened(
    _ path: String, _ open: (URL) throws -> FileHandle
  ) throws -> FileHandle {
    try open(URL(fileURLWithPath: path))
  }

  private static var inherited: [String: String] {
    ProcessInfo.processInfo.environment.filter { ["PATH", "HOME"].contains($0.key) }
  }

  private static func find(_ program: String) throws(Fault) -> String {
    if program.contains("/") { return program }
    let folders = (inherited["PATH"] ?? "").split(separator: ":").map(String.init)
    let everywhere = folders + ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"]
    for folder in everywhere {
      let path = "\(folder)/\(program)"
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    throw Fault(
      .file, operation: "starting a program", subject: program, cause: "it is not installed",
      hint: "Run deploy/test, which installs what tests need", recovery: .operator)
  }
}

private let livingChildren = LivingChildren()

/// Children that have not ended: what a `static let` of a test owns has no other end.
private final class LivingChildren: Sendable {
  private let ids = Lock<Set<Int32>>([])

  init() {
    atexit(killLivingChildren)
  }

  func add(_ id: Int32) {
    ids.withLock { _ = $0.insert(id) }
  }

  func remove(_ id: Int32) {
    ids.withLock { _ = $0.remove(id) }
  }

  func killAll() {
    for id in ids.withLock({ $0 }) { kill(id, SIGKILL) }
  }
}

private nonisolated func killLivingChildren() {
  livingChildren.killAll()
}
