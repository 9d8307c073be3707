internal import Runtime
internal import Store

/// A lease that is kept while long work goes on under it.
struct HeldLease {
  private(set) var lease: Lease
  private let clock: any Clock
  /// Until when it holds for sure, on the monotonic clock.
  private var heldUntil: Double

  /// How much longer it is renewed than was asked for, so that pages need no renewal each.
  private static let spareSeconds = 60.0

  init(_ lease: Lease, clock: any Clock) {
    self.lease = lease
    self.clock = clock
    heldUntil = clock.monotonicSeconds
  }

  /// Sees to it that nobody else takes it for so long; throws when somebody has.
  mutating func hold(seconds: Double, _ store: inout StateStore) throws(Fault) {
    let now = clock.monotonicSeconds
    if heldUntil - now >= seconds { return }
    try store.renew(&lease, seconds: seconds + Self.spareSeconds)
    heldUntil = now + seconds + Self.spareSeconds
  }
}
