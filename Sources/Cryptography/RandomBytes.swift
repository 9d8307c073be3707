internal import CCrypto

/// Bytes that nobody can foretell.
package enum RandomBytes {
  /// `count` bytes from libcrypto's generator.
  package static func make(_ count: Int) -> [UInt8] {
    precondition(count >= 0 && count <= 1 << 20)
    var bytes = [UInt8](repeating: 0, count: count)
    let done = unsafe bytes.withUnsafeMutableBufferPointer { out in
      unsafe RAND_bytes(out.baseAddress, Int32(out.count))
    }
    precondition(done == 1, "a machine without randomness must not go on")
    return bytes
  }
}
