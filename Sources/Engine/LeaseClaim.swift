package import Runtime
package import Store

/// A wish for the right to change something, which others may have at the moment.
///
/// An owner of this host that is dead is replaced at once; for a living one the claim waits, if
/// it may.
package struct LeaseClaim {
  private let name: String
  private let operation: String
  private let subject: String
  private let waits: Bool
  private let clock: any Clock
  private let interruption: Interruption
  private let onWait: (Progress.Waiting) -> Void
  private let owner: LeaseOwner

  /// Seconds between looks at a lease that somebody else holds.
  private static let pollSeconds = 1.0

  package init(
    _ name: String, operation: String, subject: String, waits: Bool, clock: any Clock,
    interruption: Interruption, onWait: @escaping (Progress.Waiting) -> Void
  ) {
    self.name = name
    self.operation = operation
    self.subject = subject
    self.waits = waits
    self.clock = clock
    self.interruption = interruption
    self.onWait = onWait
    owner = LeaseOwner.another()
  }

  /// Takes the lease for a run, or for what comes before one (0); throws when somebody living has
  /// it and the claim may not wait.
  package func acquire(runID: Int64, _ store: inout StateStore) throws(Fault) -> Lease {
    var queue: Lease?
    defer { leave(queue, &store) }
    while true {
      var holder: Lease?
      let lease = try store.acquireLease(
        name, owner: owner, runID: runID, isDead: isDead, holder: &holder)
      if let lease { return lease }
      if !waits {
        throw Fault(
          .busy, operation: operation, subject: subject,
          cause: "\(Self.who(holder)) is at it\(Self.since(holder))",
          hint: "Let it finish, then try again", recovery: .operator)
      }
      onWait(
        Progress.Waiting(
          seconds: Double(Store.leaseSeconds), reason: "\(Self.who(holder)) is at it"))
      try queueUp(&queue, runID: runID, &store)
      if clock.wait(seconds: Self.pollSeconds, interruption: interruption) {
        throw interrupted("asked to stop")
      }
      if runID > 0, try store.isCancelled(runID: runID) {
        throw interrupted("somebody has cancelled the run")
      }
    }
  }

  private func interrupted(_ cause: String) -> Fault {
    Fault(
      .interrupted, operation: operation, subject: subject, cause: cause, recovery: .interrupted)
  }

  /// A waiting run holds a lease of its own, so that others see whether it still lives.
  private func queueUp(
    _ queue: inout Lease?, runID: Int64, _ store: inout StateStore
  ) throws(Fault) {
    if runID == 0 { return }
    if var held = queue {
      try store.renew(&held, seconds: 0)
      queue = held
      return
    }
    var holder: Lease?
    queue = try store.acquireLease(
      "run:\(runID)", owner: owner, runID: runID, isDead: isDead, holder: &holder)
  }

  /// What cannot be removed ends by itself.
  private func leave(_ queue: Lease?, _ store: inout StateStore) {
    if let queue { try? store.remove(queue) }
  }

  private static func who(_ holder: Lease?) -> String {
    guard let holder, holder.runID > 0 else { return "another run" }
    return "run \(holder.runID)"
  }

  private static func since(_ holder: Lease?) -> String {
    holder.map { " since \($0.acquiredAt.text) UTC" } ?? ""
  }

  private func isDead(_ other: LeaseOwner) -> Bool { other.isDead(seenFrom: owner.host) }

  /// Gives the lease back; one that cannot be given back ends by itself.
  package func release(_ lease: Lease, log: Log, _ store: inout StateStore) {
    do {
      try store.release(lease)
    } catch {
      log.warning("\(error.failure); the lease ends by itself in \(Store.leaseSeconds) s")
    }
  }
}

extension LeaseOwner {
  /// Another claim of this process.
  package static func another() -> LeaseOwner {
    let process = ProcessIdentity.current()
    return LeaseOwner(
      host: process.host, processID: process.processID, startTicks: process.startTicks,
      nonce: UInt64.random(in: 0...UInt64.max))
  }

  /// Whether the owner was a process of this very host that is gone.
  package func isDead(seenFrom host: String) -> Bool {
    self.host == host && ProcessIdentity.startTicks(of: processID) != startTicks
  }
}
