package import Bytes
internal import Compression
package import Delivery

/// Packs pages with zstd.
package struct ZstdPacker: PagePacker, ~Copyable {
  private var compressor = Compressor()
  private var decompressor = Decompressor()

  package init() {}

  package var algorithm: UInt8 { 1 }

  package mutating func pack(_ payload: RawSpan, into out: inout ByteBuffer) {
    compressor.compress(payload, into: &out)
  }

  package mutating func unpack(
    _ packed: RawSpan, into out: inout ByteBuffer, bytesMax: Int
  ) throws(PageError) {
    do throws(CompressionError) {
      try decompressor.decompress(packed, into: &out, bytesMax: bytesMax)
    } catch {
      throw .packing("\(error)")
    }
  }
}
