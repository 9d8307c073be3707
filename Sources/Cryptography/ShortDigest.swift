internal import CCrypto

/// Hashes many short messages, one after the other, without allocating for each.
@safe
package struct ShortDigest: ~Copyable {
  private let context: OpaquePointer
  private let algorithm: OpaquePointer

  /// Hashes that are fast on short messages.
  package enum Kind: Sendable { case sha256, blake2b512 }

  package init(_ kind: Kind) {
    // Fetched once: looking an algorithm up takes longer than hashing a row.
    let name = kind == .sha256 ? "SHA2-256" : "BLAKE2B-512"
    guard let fresh = unsafe EVP_MD_CTX_new(), let known = unsafe EVP_MD_fetch(nil, name, nil)
    else { preconditionFailure("libcrypto has \(name)") }
    unsafe context = fresh
    unsafe algorithm = known
  }

  deinit {
    unsafe EVP_MD_CTX_free(context)
    unsafe EVP_MD_free(algorithm)
  }

  /// The first sixteen bytes of the message's hash, as two integers whose first byte is lowest.
  package mutating func prefix(of message: RawSpan) -> (low: UInt64, high: UInt64) {
    let digest = digest(of: message)
    return (digest[0].littleEndian, digest[1].littleEndian)
  }

  /// SHA-256 is 32 bytes, BLAKE2b 64: the rest of a shorter one is zeros.
  private func digest(of message: RawSpan) -> InlineArray<8, UInt64> {
    var digest: InlineArray<8, UInt64> = .init(repeating: 0)
    var written: UInt32 = 0
    let (context, algorithm) = unsafe (context, algorithm)
    let done = unsafe withUnsafeMutableBytes(of: &digest) { out in
      let start = unsafe out.baseAddress?.assumingMemoryBound(to: UInt8.self)
      return unsafe message.withUnsafeBytes { message in
        unsafe EVP_DigestInit_ex2(context, algorithm, nil) == 1
          && EVP_DigestUpdate(context, message.baseAddress, message.count) == 1
          && EVP_DigestFinal_ex(context, start, &written) == 1
      }
    }
    precondition(done && written >= 16, "libcrypto hashes")
    return digest
  }
}
