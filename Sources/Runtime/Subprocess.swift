internal import Glibc

/// Another program, run with fixed arguments and no shell, within a time and a length.
package struct Subprocess: Sendable {
  /// What came of it.
  package struct Outcome: Sendable {
    /// The exit status; 128 and the signal when one ended it.
    package var status: Int32
    /// All that it wrote to standard output.
    package var output: [UInt8]
    /// The beginning of what it wrote to standard error.
    package var errors: [UInt8]
  }

  private let program: String
  private let arguments: [String]
  private let environment: [String: String]

  /// Bytes of standard error that are kept.
  private static let errorBytesMax = 4096

  /// A program by its path; it sees exactly this environment.
  package init(_ program: String, _ arguments: [String], environment: [String: String]) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
  }

  /// Runs it to its end; its whole process group is killed when it is not over in time, or writes
  /// more than `outputBytesMax`.
  package func run(outputBytesMax: Int, timeoutSeconds: Double) throws(Fault) -> Outcome {
    let deadline = SystemClock().monotonicSeconds + timeoutSeconds
    let output = try Channel(program)
    let errors = try Channel(program)
    let child = try spawn(output: output.write, errors: errors.write)
    output.closeWriting()
    errors.closeWriting()
    var outcome = Outcome(status: 0, output: [], errors: [])
    let reason = Self.collect(
      output, errors, into: &outcome, outputBytesMax: outputBytesMax, deadline: deadline)
    if reason != nil { kill(-child, SIGKILL) }
    outcome.status = Self.status(of: child, deadline: deadline)
    guard let reason else { return outcome }
    throw fault("running a program", reason)
  }

  /// Reads both until both end; what went wrong when they did not.
  private static func collect(
    _ output: borrowing Channel, _ errors: borrowing Channel, into outcome: inout Outcome,
    outputBytesMax: Int, deadline: Double
  ) -> String? {
    var open = [
      pollfd(fd: output.read, events: Int16(POLLIN), revents: 0),
      pollfd(fd: errors.read, events: Int16(POLLIN), revents: 0),
    ]
    while open.contains(where: { $0.fd >= 0 }) {
      let left = deadline - SystemClock().monotonicSeconds
      if left <= 0 { return "it did not end in time" }
      let ready = unsafe poll(&open, nfds_t(open.count), Int32(min(left * 1000, 60_000)) + 1)
      if ready < 0, errno != EINTR { return SystemError.text(errno) }
      if ready <= 0 { continue }
      for index in open.indices where open[index].revents != 0 {
        guard let bytes = chunk(of: open[index].fd) else {
          open[index].fd = -1
          continue
        }
        if index == 0 {
          outcome.output += bytes
          if outcome.output.count > outputBytesMax { return "it printed too much" }
        } else {
          outcome.errors += bytes.prefix(errorBytesMax - outcome.errors.count)
        }
      }
    }
    return nil
  }

  /// Some bytes; nil at the end.
  private static func chunk(of descriptor: Int32) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 16_384)
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe read(descriptor, buffer.baseAddress, buffer.count)
    }
    return count > 0 ? Array(bytes[..<count]) : nil
  }

  /// Waits for the end, and makes one at the deadline: a program may close its outputs and stay.
  private static func status(of child: pid_t, deadline: Double) -> Int32 {
    var status: Int32 = 0
    var pauseMicroseconds: UInt32 = 200
    while true {
      let found = unsafe waitpid(child, &status, WNOHANG)
      if found == child { break }
      if found < 0, errno != EINTR { return 255 }
      if SystemClock().monotonicSeconds > deadline { kill(-child, SIGKILL) }
      usleep(pauseMicroseconds)
      pauseMicroseconds = min(pauseMicroseconds * 2, 20_000)
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  private func spawn(output: Int32, errors: Int32) throws(Fault) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, errors, 2)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
    var child: pid_t = 0
    let number = unsafe Self.withCStrings([program] + arguments) { arguments in
      unsafe Self.withCStrings(environment.map { "\($0.key)=\($0.value)" }) { environment in
        unsafe posix_spawn(&child, program, &actions, &attributes, arguments, environment)
      }
    }
    guard number == 0 else { throw fault("starting a program", SystemError.text(number)) }
    return child
  }

  /// Strings as C wants them, ended by a null pointer.
  private static func withCStrings(
    _ strings: [String],
    _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
  ) -> Int32 {
    var pointers = unsafe strings.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return ENOMEM }
      return unsafe body(start)
    }
  }

  private func fault(_ operation: String, _ cause: String) -> Fault {
    Fault(
      .file, operation: operation, subject: program, cause: cause, recovery: .operator)
  }

  /// A pipe whose reading end is ours; both ends are closed with it.
  private struct Channel: ~Copyable {
    let read: Int32
    private let writing: Lock<Int32>

    init(_ program: String) throws(Fault) {
      var ends: [Int32] = [0, 0]
      guard unsafe pipe(&ends) == 0 else {
        throw Fault(
          .file, operation: "starting a program", subject: program,
          cause: SystemError.text(errno), recovery: .operator)
      }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      read = ends[0]
      writing = Lock(ends[1])
    }

    deinit {
      close(read)
      closeWriting()
    }

    var write: Int32 { writing.withLock { $0 } }

    func closeWriting() {
      writing.withLock { descriptor in
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
      }
    }
  }
}
