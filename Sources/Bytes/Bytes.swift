/// Pure kernels over bytes: the buffer, JSON both ways, decimal numbers and timestamps as text.
///
/// May know: nothing but memory. Must not know: I/O, clocks, the domain.
/// Invariant: every function is total over arbitrary input bytes; what cannot be understood is
/// reported, never guessed, and never read past.
package enum Bytes {
  /// What stands for bytes that are not UTF-8: U+FFFD in UTF-8.
  static let replacement: (UInt8, UInt8, UInt8) = (0xEF, 0xBF, 0xBD)
}
