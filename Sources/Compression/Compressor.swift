package import Bytes
internal import CZstd

/// Packs messages, one frame each; its working memory is made once and reused.
@safe
package struct Compressor: ~Copyable {
  private let context: OpaquePointer

  package init() {
    guard let fresh = unsafe ZSTD_createCCtx() else { preconditionFailure("out of memory") }
    unsafe context = fresh
    let level = unsafe ZSTD_CCtx_setParameter(
      fresh, ZSTD_c_compressionLevel, Compression.level)
    let checksum = unsafe ZSTD_CCtx_setParameter(fresh, ZSTD_c_checksumFlag, 1)
    precondition(ZSTD_isError(level) == 0 && ZSTD_isError(checksum) == 0, "libzstd has these")
  }

  deinit {
    unsafe ZSTD_freeCCtx(context)
  }

  /// Appends the message as one frame.
  package mutating func compress(_ message: RawSpan, into out: inout ByteBuffer) {
    let bound = ZSTD_compressBound(message.byteCount)
    precondition(ZSTD_isError(bound) == 0, "a message fits into memory")
    let context = unsafe context
    unsafe message.withUnsafeBytes { source in
      unsafe out.append(upTo: bound) { target in
        let written = unsafe ZSTD_compress2(
          context, target.baseAddress, target.count, source.baseAddress, source.count)
        // The target is as large as any frame of this message can be.
        precondition(ZSTD_isError(written) == 0, "libzstd has memory")
        return written
      }
    }
  }
}
