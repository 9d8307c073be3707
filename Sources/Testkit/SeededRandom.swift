/// Random numbers that come again for the same seed: SplitMix64, which needs one word of state and
/// passes the usual statistical tests.
package struct SeededRandom: RandomNumberGenerator, Sendable {
  /// The seed it was made with, to be printed when a test fails.
  package let seed: UInt64
  private var state: UInt64

  package init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  /// The next 64 random bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Bytes of any value, as many as asked for.
  package mutating func bytes(count: Int) -> [UInt8] {
    precondition(count >= 0, "a count is not negative")
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 7)
    while bytes.count < count {
      let word = next()
      for shift in stride(from: 0, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// True once in `odds` times on average.
  package mutating func isOne(in odds: UInt64) -> Bool {
    precondition(odds > 0, "odds are at least one")
    return next() % odds == 0
  }
}
