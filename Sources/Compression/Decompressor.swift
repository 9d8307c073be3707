package import Bytes
internal import CZstd

/// Unpacks messages from bytes that nobody vouches for; its working memory is made once.
@safe
package struct Decompressor: ~Copyable {
  private let context: OpaquePointer

  package init() {
    guard let fresh = unsafe ZSTD_createDCtx() else { preconditionFailure("out of memory") }
    unsafe context = fresh
  }

  deinit {
    unsafe ZSTD_freeDCtx(context)
  }

  /// Appends the message of a single frame, of at most `bytesMax` bytes; when it throws, nothing
  /// was appended.
  package mutating func decompress(
    _ frame: RawSpan, into out: inout ByteBuffer, bytesMax: Int
  ) throws(CompressionError) {
    let size = try Self.size(of: frame)
    guard size <= UInt64(bytesMax) else { throw .tooLarge(bytes: size) }
    let context = unsafe context
    var status = 0
    unsafe frame.withUnsafeBytes { source in
      // One byte more than it may be, so that an empty message has a place as well.
      unsafe out.append(upTo: Int(size) + 1) { target in
        status = unsafe ZSTD_decompressDCtx(
          context, target.baseAddress, Int(size), source.baseAddress, source.count)
        return ZSTD_isError(status) == 0 && status == Int(size) ? status : 0
      }
    }
    guard ZSTD_isError(status) == 0 else { throw .corrupt(Self.words(status)) }
    guard status == Int(size) else { throw .corrupt("shorter than it claims") }
  }

  /// What the frame claims to become; the frame must be all there is.
  private static func size(of frame: RawSpan) throws(CompressionError) -> UInt64 {
    let (size, length) = unsafe frame.withUnsafeBytes { bytes in
      unsafe (
        ZSTD_getFrameContentSize(bytes.baseAddress, bytes.count),
        ZSTD_findFrameCompressedSize(bytes.baseAddress, bytes.count)
      )
    }
    if CZstd_isErrorSize(size) != 0 { throw .corrupt("not a frame") }
    if CZstd_isUnknownSize(size) != 0 { throw .sizeUnknown }
    guard ZSTD_isError(length) == 0 else { throw .corrupt(words(length)) }
    guard length == frame.byteCount else { throw .corrupt("bytes after the frame") }
    return size
  }

  private static func words(_ status: Int) -> String {
    guard let name = unsafe ZSTD_getErrorName(status) else { return "unknown" }
    return unsafe String(cString: name)
  }
}
