internal import Engine
package import Runtime

extension Connector {
  /// One pass over what is due, for who has nobody to show it to.
  package mutating func serveDue(
    secondsMax: Double, patienceSeconds: Double
  ) throws(Fault) {
    let order = SyncOrder(
      entities: nil, batchRows: Self.serveBatchRows, patienceSeconds: patienceSeconds,
      waitsForLease: false)
    let pass = try syncDue(secondsMax: secondsMax, order) { _ in }
    for (profile, fault) in pass.failures { log.warning("profile \(profile): \(fault.line)") }
    for outcome in pass.outcomes {
      guard let fault = outcome.fault, fault.recovery != .interrupted, fault.code != .busy
      else { continue }
      log.warning(fault.line)
    }
  }

  static var serveBatchRows: Int { 10_000 }
}
