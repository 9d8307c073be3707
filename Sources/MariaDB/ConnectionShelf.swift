internal import CMariaDB
internal import Glibc
package import Runtime

/// Connections that wait for their next user, of a process that opens many.
///
/// A connection whose options name a shelf goes there instead of being closed. Each is used by one
/// thread at a time: taking it off the shelf is what hands it over.
package final class ConnectionShelf: Sendable {
  /// Connections that wait, at most; of more the one that has waited longest is closed.
  package static let idleMax = 16
  /// Seconds after which nobody is expected to come for one any more.
  static let idleSecondsMax = 60.0

  private let idle = Lock<[IdleConnection]>([])
  private let clock: any Clock

  package init(clock: any Clock) {
    self.clock = clock
  }

  deinit {
    for connection in idle.withLock({ $0 }) { connection.close() }
  }

  /// How many wait.
  package var count: Int { idle.withLock { $0.count } }

  /// One that waits for this purpose and is still connected; the one that came last, as the server
  /// has its thread at hand.
  func take(_ purpose: ConnectionPurpose) -> IdleConnection? {
    while let found = pop(purpose) {
      if found.isQuiet { return found }
      found.close()
    }
    return nil
  }

  private func pop(_ purpose: ConnectionPurpose) -> IdleConnection? {
    idle.withLock { idle in
      idle.lastIndex { $0.purpose == purpose }.map { idle.remove(at: $0) }
    }
  }

  /// Keeps one for its next user.
  @unsafe func put(
    _ handle: UnsafeMutablePointer<MYSQL>, _ version: String, _ purpose: ConnectionPurpose
  ) {
    let now = clock.monotonicSeconds
    let fresh = unsafe IdleConnection(
      handle: handle, serverVersion: version, purpose: purpose, sinceSeconds: now)
    let leaving = idle.withLock { idle in
      idle.append(fresh)
      let old = idle.prefix { now - $0.sinceSeconds > Self.idleSecondsMax }.count
      let count = max(old, idle.count - Self.idleMax)
      let leaving = Array(idle.prefix(count))
      idle.removeFirst(count)
      return leaving
    }
    for connection in leaving { connection.close() }
  }
}

/// An open connection that nobody uses.
///
/// `@unchecked Sendable` holds because libmariadb lets any thread use a handle while no other does,
/// and one on the shelf has no user.
@safe
struct IdleConnection: @unchecked Sendable {
  let handle: UnsafeMutablePointer<MYSQL>
  let serverVersion: String
  /// To whom, as whom and for what it is connected.
  let purpose: ConnectionPurpose
  let sinceSeconds: Double

  @unsafe init(
    handle: UnsafeMutablePointer<MYSQL>, serverVersion: String, purpose: ConnectionPurpose,
    sinceSeconds: Double
  ) {
    unsafe self.handle = unsafe handle
    self.serverVersion = serverVersion
    self.purpose = purpose
    self.sinceSeconds = sinceSeconds
  }

  /// Whether the server has said nothing meanwhile: an idle connection hears from it only that it
  /// was ended.
  var isQuiet: Bool {
    var byte: UInt8 = 0
    let count = unsafe recv(
      Int32(mysql_get_socket(handle)), &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)
  }

  func close() {
    unsafe mysql_close(handle)
  }
}
