internal import Glibc

/// A password, key or token: never printed, never compared by accident, wiped when the last
/// holder lets go.
///
/// `@unchecked Sendable` holds because the bytes are written once, in `init`, before anybody else
/// has the reference, and wiped in `deinit`, after everybody has let go.
@safe
package final class Secret: @unchecked Sendable, CustomStringConvertible {
  private let storage: UnsafeMutableRawBufferPointer

  package init(_ bytes: [UInt8]) {
    unsafe storage = .allocate(byteCount: max(bytes.count, 1), alignment: 1)
    for (index, byte) in bytes.enumerated() { unsafe storage[index] = byte }
    count = bytes.count
  }

  package convenience init(_ text: String) {
    self.init(Array(text.utf8))
  }

  deinit {
    if let start = unsafe storage.baseAddress { unsafe explicit_bzero(start, storage.count) }
    unsafe storage.deallocate()
  }

  /// The number of bytes.
  package let count: Int

  /// Whether there is anything at all.
  package var isEmpty: Bool { count == 0 }

  /// The bytes themselves, copied: the caller now holds them in the clear.
  package func reveal() -> [UInt8] {
    unsafe Array(storage.prefix(count))
  }

  /// The bytes as text; malformed UTF-8 is replaced.
  package func revealText() -> String {
    String(decoding: reveal(), as: UTF8.self)
  }

  /// What may stand in a log.
  package var description: String { "‹secret›" }
}
