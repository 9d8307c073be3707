internal import CCrypto

/// HKDF (RFC 5869): keys from what is secret but not evenly so.
package enum KeyDerivation {
  /// Derives `length` bytes; an empty salt is one of zeros.
  ///
  /// The input must not be empty.
  package static func hkdf(
    _ algorithm: HashAlgorithm, input: [UInt8], salt: [UInt8], info: [UInt8], length: Int
  ) -> [UInt8] {
    precondition(!input.isEmpty && length > 0 && length <= 255 * algorithm.length, "as RFC 5869")
    var key = [UInt8](repeating: 0, count: length)
    let salted = salt.isEmpty ? [UInt8](repeating: 0, count: algorithm.length) : salt
    let done = unsafe key.withUnsafeMutableBufferPointer { out in
      unsafe input.withUnsafeBytes { input in
        unsafe salted.withUnsafeBytes { salt in
          unsafe info.withUnsafeBytes { info in
            unsafe CCrypto_hkdf(
              algorithm.rawValue, input.baseAddress, input.count, salt.baseAddress, salt.count,
              info.baseAddress, info.count, out.baseAddress, out.count)
          }
        }
      }
    }
    precondition(done == 1, "libcrypto has HKDF")
    return key
  }
}
