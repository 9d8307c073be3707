import Bytes
import Testing

struct ByteBufferTests {
  @Test func bytesLeaveFromTheFrontAndTheRestStays() {
    var buffer = ByteBuffer(capacity: 1)
    for number in 0..<1000 { buffer.append(decimal: Int64(number)) }
    let all = (0..<1000).map(String.init).joined()
    #expect(buffer.bytes.text() == all)
    buffer.removeFirst(10)
    #expect(buffer.bytes.text() == String(all.dropFirst(10)))
    buffer.truncate(to: 3)
    #expect(buffer.bytes.text() == String(all.dropFirst(10).prefix(3)))
    buffer.appendOwn(at: 1, length: 2)
    #expect(buffer.count == 5)
  }

  @Test(arguments: [0, 1, -1, 42, Int64.max, Int64.min, -1_000_000])
  func integersAreWrittenAsTheStandardLibraryWritesThem(_ value: Int64) {
    var buffer = ByteBuffer()
    buffer.append(decimal: value)
    #expect(buffer.bytes.text() == String(value))
  }
}
