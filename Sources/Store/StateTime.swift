internal import Bytes
internal import MariaDB
package import Runtime

/// How moments stand in the state tables: DATETIME, UTC, whole seconds.
enum StateTime {
  static func value(_ instant: Instant) -> Value {
    var buffer = ByteBuffer(capacity: 32)
    buffer.append(CivilTime(seconds: instant.unixSeconds), separator: UInt8(ascii: " "))
    return .bytes(buffer.array())
  }

  /// `YYYY-MM-DD HH:MM:SS.ffffff`.
  static func exactText(_ instant: Instant) -> String {
    let fraction = String(1_000_000 + instant.unixMicroseconds - instant.unixSeconds * 1_000_000)
    return "\(instant.text).\(fraction.dropFirst())"
  }

  static func instant(_ text: String?) -> Instant? {
    guard let text, let time = CivilTime(Array(text.utf8).rawSpan) else { return nil }
    return Instant(unixSeconds: time.seconds)
  }
}

extension Instant {
  /// `YYYY-MM-DD HH:MM:SS`, UTC.
  package var text: String {
    var buffer = ByteBuffer(capacity: 32)
    buffer.append(CivilTime(seconds: unixSeconds), separator: UInt8(ascii: " "))
    return buffer.bytes.text()
  }
}
