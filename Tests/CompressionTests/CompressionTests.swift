import Bytes
import Compression
import Testing
import Testkit

struct CompressionTests {
  private func packed(_ message: [UInt8], _ compressor: inout Compressor) -> [UInt8] {
    var out = ByteBuffer(capacity: 16)
    compressor.compress(message.rawSpan, into: &out)
    return out.array()
  }

  @Test func whatWasPackedComesBackBehindWhatWasThere() throws {
    var compressor = Compressor()
    var decompressor = Decompressor()
    var random = SeededRandom(seed: 1)
    var out = ByteBuffer(capacity: 16)
    for count in [0, 1, 7, 100, 4096, 70_000, 3_000_000] {
      var message = random.bytes(count: count)
      for index in message.indices where index % 3 != 0 { message[index] = 0x20 }
      out.removeAll()
      out.append("head")
      try decompressor.decompress(
        packed(message, &compressor).rawSpan, into: &out, bytesMax: count)
      #expect(out.array() == Array("head".utf8) + message)
    }
  }

  @Test func rowsBecomeMuchSmaller() {
    var compressor = Compressor()
    let rows = (0..<5000).map { "{\"id\":\($0),\"status\":\"completed\",\"total\":\($0 % 97).50}" }
    let message = Array(rows.joined(separator: ",").utf8)
    #expect(packed(message, &compressor).count < message.count / 5)
  }

  @Test func aBombIsRefusedBeforeItGoesOff() throws {
    var compressor = Compressor()
    var decompressor = Decompressor()
    let bomb = packed([UInt8](repeating: 0, count: 50_000_000), &compressor)
    #expect(bomb.count < 10_000)
    var out = ByteBuffer(capacity: 16)
    #expect(throws: CompressionError.tooLarge(bytes: 50_000_000)) {
      try decompressor.decompress(bomb.rawSpan, into: &out, bytesMax: 49_999_999)
    }
    #expect(out.count == 0)
  }

  @Test func framesWithoutASizeOrWithMoreBehindThemAreRefused() throws {
    var compressor = Compressor()
    var decompressor = Decompressor()
    var out = ByteBuffer(capacity: 16)
    let frame = packed(Array("abc".utf8), &compressor)
    // By the format: magic, a descriptor without size, a window, one raw last block of one byte.
    let sizeless: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x00, 0x09, 0x00, 0x00, 0x61]
    #expect(throws: CompressionError.sizeUnknown) {
      try decompressor.decompress(sizeless.rawSpan, into: &out, bytesMax: 100)
    }
    for wrong in [frame + frame, frame + [0], [], Array(frame.dropLast())] {
      #expect(throws: CompressionError.self) {
        try decompressor.decompress(wrong.rawSpan, into: &out, bytesMax: 100)
      }
    }
    #expect(out.count == 0)
    try decompressor.decompress(frame.rawSpan, into: &out, bytesMax: 3)
    #expect(out.array() == Array("abc".utf8))
  }

  @Test func noChangedByteGoesUnseen() {
    var compressor = Compressor()
    var decompressor = Decompressor()
    var random = SeededRandom(seed: 2)
    let message = (0..<3000).map { UInt8($0 % 11) } + random.bytes(count: 200)
    let frame = packed(message, &compressor)
    var out = ByteBuffer(capacity: 16)
    for round in 0..<4000 {
      var changed = frame
      changed[Int(random.next() % UInt64(frame.count))] ^= UInt8(1 << (round % 8))
      out.removeAll()
      let result = Result {
        try decompressor.decompress(changed.rawSpan, into: &out, bytesMax: 1 << 20)
      }
      // Bits that say nothing may change; what comes out never does.
      if case .success = result { #expect(out.array() == message) } else { #expect(out.count == 0) }
    }
  }
}
