import Bytes
import Testing

struct ByteBufferTests {
  @Test func bytesAreAppendedAndForgotten() {
    var buffer = ByteBuffer(capacity: 1)
    for number in 0..<1000 { buffer.append(decimal: Int64(number)) }
    let all = (0..<1000).map(String.init).joined()
    #expect(buffer.bytes.text() == all)
    buffer.truncate(to: 3)
    #expect(buffer.bytes.text() == "012")
    buffer.appendOwn(at: 1, length: 2)
    #expect(buffer.bytes.text() == "01212")
  }

  @Test func bytesMoveOverOthersInEitherDirection() {
    var buffer = ByteBuffer(capacity: 1)
    buffer.append("abcdef")
    buffer.lengthen(to: 9)
    buffer.moveOwn(from: 0, to: 3, length: 6)
    buffer.overwrite(at: 0, with: "123")
    #expect(buffer.bytes.text() == "123abcdef")
    buffer.moveOwn(from: 3, to: 1, length: 6)
    buffer.overwrite(at: 7, with: Array("xy".utf8).rawSpan)
    #expect(buffer.bytes.text() == "1abcdefxy")
  }

  @Test(arguments: [0, 1, -1, 42, Int64.max, Int64.min, -1_000_000])
  func integersAreWrittenAsTheStandardLibraryWritesThem(_ value: Int64) {
    var buffer = ByteBuffer()
    buffer.append(decimal: value)
    #expect(buffer.bytes.text() == String(value))
  }
}
