internal import Runtime

/// What libmicrohttpd's callbacks reach: the bounds, the handler, and how many requests are
/// underway.
final class Reception: Sendable {
  let options: HTTPServer.Options
  let answer: HTTPServer.Answer
  private let underway = Lock(Underway())

  private struct Underway {
    var requests = 0
    var isStopping = false
  }

  /// Seconds between looks at the number of running requests while stopping.
  private static let drainStepSeconds = 0.005

  init(options: HTTPServer.Options, answer: @escaping HTTPServer.Answer) {
    self.options = options
    self.answer = answer
  }

  /// Requests whose first byte of a target has been seen and whose end has not.
  var requestsUnderway: Int { underway.withLock { $0.requests } }

  var isStopping: Bool { underway.withLock { $0.isStopping } }

  func begin() {
    underway.withLock { $0.requests += 1 }
  }

  func end() {
    underway.withLock {
      $0.requests -= 1
      precondition($0.requests >= 0, "a request ends once")
    }
  }

  /// Waits until no request is running, or for `drainSeconds`.
  func drain() {
    underway.withLock { $0.isStopping = true }
    let never = Interruption()
    let steps = Int(options.drainSeconds / Self.drainStepSeconds)
    for _ in 0..<steps {
      if requestsUnderway == 0 { return }
      _ = options.clock.wait(seconds: Self.drainStepSeconds, interruption: never)
    }
  }
}
