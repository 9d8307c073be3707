/// Whole messages packed and unpacked over libzstd.
///
/// May know: libzstd. Must not know: what is packed and where it is kept.
/// Invariant: unpacking never writes more than the caller allowed, whatever the bytes claim, and
/// what comes out is what went in: each frame states its size and a checksum of its content.
package enum Compression {
  /// The fastest level that is worth its time: 11 : 1 at over a gigabyte a second on JSON rows.
  static let level: Int32 = 1
}

/// Why packed bytes cannot be unpacked.
package enum CompressionError: Error, Sendable, Equatable {
  /// It would be that many bytes, more than was allowed.
  case tooLarge(bytes: UInt64)
  /// It does not say how large it is, which all that we packed does.
  case sizeUnknown
  /// Not what was packed; the library's words.
  case corrupt(String)
}
