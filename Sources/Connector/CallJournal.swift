internal import PowerBI
internal import Runtime
internal import Store

/// Keeps what was asked of Power BI, over a connection of its own that is opened when there is
/// something to keep.
///
/// A record that cannot be kept is no reason for a sync to fail. One thread uses it.
final class CallJournal {
  private let open: () throws(Fault) -> StateStore
  private let log: Log
  private var store: StateStore?
  /// Faults in a row after which nothing is kept any more.
  private static let faultsMax = 3
  private var faults = 0

  init(log: Log, open: @escaping () throws(Fault) -> StateStore) {
    self.log = log
    self.open = open
  }

  func keep(_ call: CallRecord) {
    guard faults < Self.faultsMax else { return }
    do throws(Fault) {
      try note(call)
      faults = 0
    } catch {
      // The connection may have been idle for longer than the server allows.
      store = nil
      do throws(Fault) {
        try note(call)
        faults = 0
      } catch {
        store = nil
        faults += 1
        log.debug("\(error.failure); a request to Power BI is not recorded")
      }
    }
  }

  private func note(_ call: CallRecord) throws(Fault) {
    if store == nil { store = try open() }
    try store?.noteCall(
      RecordedCall(
        endedAt: Instant(unixSeconds: 0), milliseconds: Int((call.seconds * 1000).rounded()),
        dataset: call.dataset, table: call.table, method: call.method, path: call.path,
        bytesSent: call.bytesSent, status: call.status, requestID: call.requestID,
        error: call.error))
  }
}

extension Connector {
  /// A journal of this shop's requests.
  func callJournal() -> CallJournal {
    CallJournal(log: log) { () throws(Fault) -> StateStore in try openStore() }
  }
}
