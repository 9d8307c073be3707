internal import CCrypto

/// HMAC (RFC 2104).
package enum Authentication {
  /// The code of a message.
  package static func hmac(
    _ algorithm: HashAlgorithm, key: [UInt8], _ message: [UInt8]
  ) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: algorithm.length)
    var written = 0
    // An empty key has no address, and libcrypto takes that for no key at all.
    let held = key.isEmpty ? [0] : key
    let done = unsafe code.withUnsafeMutableBufferPointer { out in
      unsafe held.withUnsafeBytes { bytes in
        unsafe message.withUnsafeBytes { message in
          unsafe CCrypto_mac(
            "HMAC", algorithm.rawValue, bytes.baseAddress, key.count, message.baseAddress,
            message.count, 0, out.baseAddress, out.count, &written)
        }
      }
    }
    precondition(done == 1 && written == algorithm.length, "libcrypto has HMAC")
    return code
  }

  /// Whether two secrets are equal, in a time that does not tell where they differ.
  package static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    if left.count != right.count { return false }
    if left.isEmpty { return true }
    return unsafe left.withUnsafeBytes { one in
      unsafe right.withUnsafeBytes { two in
        unsafe CRYPTO_memcmp(one.baseAddress, two.baseAddress, one.count) == 0
      }
    }
  }
}
