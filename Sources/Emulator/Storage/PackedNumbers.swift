internal import Bytes

/// Small numbers in as few bytes each as the largest needs: none when all are 0.
struct PackedNumbers: Sendable {
  let count: Int
  private let width: Int
  private let bytes: [UInt8]

  init(_ numbers: [UInt32]) {
    count = numbers.count
    let largest = numbers.max() ?? 0
    let width = largest == 0 ? 0 : largest < 1 << 8 ? 1 : largest < 1 << 16 ? 2 : 4
    var bytes: [UInt8] = []
    bytes.reserveCapacity(numbers.count * width)
    if width > 0 {
      for number in numbers {
        var rest = number
        for _ in 0..<width {
          bytes.append(UInt8(truncatingIfNeeded: rest))
          rest >>= 8
        }
      }
    }
    self.width = width
    self.bytes = bytes
  }

  subscript(index: Int) -> Int {
    precondition(index >= 0 && index < count)
    let start = index * width
    switch width {
    case 0: return 0
    case 1: return Int(bytes[start])
    case 2: return Int(bytes[start]) | Int(bytes[start + 1]) << 8
    default:
      return Int(bytes[start]) | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2]) << 16
        | Int(bytes[start + 3]) << 24
    }
  }
}
