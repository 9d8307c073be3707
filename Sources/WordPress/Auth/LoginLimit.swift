internal import Cryptography
package import Runtime

/// Counts failed logins by address and name, so that guessing stops.
///
/// A value: who shares it locks it.
package struct LoginLimit: Sendable {
  /// Who tries to be whom: a digest, so that long names take no more room.
  package struct Key: Sendable, Hashable {
    private let digest: [UInt8]

    package init(address: String, name: [UInt8]) {
      digest = Digest.sha256(Array(address.utf8) + [0] + name)
    }
  }

  /// Failures within the window until there is a pause.
  package static let failuresMax = 10
  /// How long a failure counts.
  package static let windowSeconds: Int64 = 60
  /// Keys that are remembered; the one that failed longest ago goes first.
  package static let keysMax = 8192

  /// The latest failures of each key, oldest first, in microseconds.
  private var failures: [Key: [Int64]] = [:]

  package init() {}

  /// How many keys are remembered.
  package var count: Int { failures.count }

  /// Seconds until the next attempt; nil when it may be made now.
  package func pauseSeconds(_ key: Key, at now: Instant) -> Int? {
    guard let all = failures[key] else { return nil }
    let counted = Self.counted(all, now)
    guard counted.count >= Self.failuresMax, let oldest = counted.first else { return nil }
    let microseconds = oldest + Self.window - now.unixMicroseconds
    return Int(max((microseconds + 999_999) / 1_000_000, 1))
  }

  /// Notes a failure.
  package mutating func fail(_ key: Key, at now: Instant) {
    if failures[key] == nil, failures.count >= Self.keysMax { makeRoom(now) }
    let counted = Self.counted(failures[key] ?? [], now) + [now.unixMicroseconds]
    failures[key] = Array(counted.suffix(Self.failuresMax))
  }

  private static let window = windowSeconds * 1_000_000

  /// Failures of the last minute; a clock that went back makes none of them count for longer.
  private static func counted(_ all: [Int64], _ now: Instant) -> [Int64] {
    all.filter { $0 > now.unixMicroseconds - window && $0 <= now.unixMicroseconds }
  }

  /// Drops what no longer counts, or else the key that failed longest ago.
  private mutating func makeRoom(_ now: Instant) {
    failures = failures.filter { !Self.counted($0.value, now).isEmpty }
    if failures.count < Self.keysMax { return }
    let oldest = failures.min { ($0.value.last ?? 0) < ($1.value.last ?? 0) }
    if let key = oldest?.key { failures[key] = nil }
  }
}
