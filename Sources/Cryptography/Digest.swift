internal import CCrypto

/// Hashes of whole messages.
package enum Digest {
  /// 32 bytes.
  package static func sha256(_ message: [UInt8]) -> [UInt8] {
    unsafe hash(message, EVP_sha256(), length: 32)
  }

  /// 32 bytes, of a message that is not copied.
  package static func sha256(_ message: RawSpan) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    var written: UInt32 = 0
    let done = unsafe digest.withUnsafeMutableBufferPointer { out in
      unsafe message.withUnsafeBytes { message in
        unsafe EVP_Digest(
          message.baseAddress, message.count, out.baseAddress, &written, EVP_sha256(), nil)
      }
    }
    precondition(done == 1 && written == 32, "libcrypto has this hash")
    return digest
  }

  /// 20 bytes; only to read what others have hashed.
  package static func sha1(_ message: [UInt8]) -> [UInt8] {
    unsafe hash(message, EVP_sha1(), length: 20)
  }

  /// 16 bytes; only for what WordPress defines so.
  package static func md5(_ message: [UInt8]) -> [UInt8] {
    unsafe hash(message, EVP_md5(), length: 16)
  }

  /// BLAKE2b with a digest of `length` bytes, keyed unless the key is empty.
  ///
  /// The length is a parameter of the function: a longer digest cut short is another one.
  package static func blake2b(_ message: [UInt8], key: [UInt8], length: Int) -> [UInt8] {
    precondition(length >= 1 && length <= 64 && key.count <= 64, "as BLAKE2b defines it")
    if key.isEmpty {
      // Before version 3.2 libcrypto knows no length but 64 for a hash without a key.
      return length == 64
        ? unsafe hash(message, EVP_blake2b512(), length: 64)
        : Blake2b.hash(message, length: length)
    }
    var digest = [UInt8](repeating: 0, count: length)
    var written = 0
    let done = unsafe digest.withUnsafeMutableBufferPointer { out in
      unsafe message.withUnsafeBytes { message in
        unsafe key.withUnsafeBytes { key in
          unsafe CCrypto_mac(
            "BLAKE2BMAC", nil, key.baseAddress, key.count, message.baseAddress, message.count,
            length, out.baseAddress, out.count, &written)
        }
      }
    }
    precondition(done == 1 && written == length, "libcrypto has BLAKE2b")
    return digest
  }

  private static func hash(_ message: [UInt8], _ kind: OpaquePointer?, length: Int) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: length)
    var written: UInt32 = 0
    let done = unsafe digest.withUnsafeMutableBufferPointer { out in
      unsafe message.withUnsafeBytes { message in
        unsafe EVP_Digest(
          message.baseAddress, message.count, out.baseAddress, &written, kind, nil)
      }
    }
    precondition(done == 1 && Int(written) == length, "libcrypto has this hash")
    return digest
  }
}
