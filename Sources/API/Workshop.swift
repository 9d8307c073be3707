internal import Dispatch
internal import Runtime

/// Does what takes longer than a request, on threads of its own.
final class Workshop: Sendable {
  /// Jobs at a time; others wait.
  static let threadsMax = 4
  /// Jobs that wait or are under way; more are refused.
  static let jobsMax = 32

  private let queue = DispatchQueue(label: "workshop", attributes: .concurrent)
  private let places = DispatchSemaphore(value: threadsMax)
  private let group = DispatchGroup()
  private let jobs = Lock(Jobs())

  private struct Jobs {
    var count = 0
    var isClosed = false
  }

  /// Takes a job; false when there are too many, or no more are taken.
  func take(_ job: @escaping @Sendable () -> Void) -> Bool {
    let isTaken = jobs.withLock { jobs in
      if jobs.isClosed || jobs.count >= Self.jobsMax { return false }
      jobs.count += 1
      return true
    }
    guard isTaken else { return false }
    queue.async(group: group) { [places, jobs] in
      places.wait()
      job()
      places.signal()
      jobs.withLock { $0.count -= 1 }
    }
    return true
  }

  /// Takes no more jobs and waits for those that it has; false when they took longer.
  func close(withinSeconds seconds: Double) -> Bool {
    jobs.withLock { $0.isClosed = true }
    return group.wait(timeout: .now() + seconds) == .success
  }
}
