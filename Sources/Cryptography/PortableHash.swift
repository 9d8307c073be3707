internal import CCrypto

/// The portable hash of phpass (`$P$`): MD5 over salt and password, some thousand times.
package enum PortableHash {
  /// Rounds at most, as a power of two: WordPress writes 13, and one more takes twice the time.
  package static let roundsLogMax = 18
  /// Rounds at least, as a power of two.
  package static let roundsLogMin = 7
  /// Bytes of a password at most.
  package static let passwordBytesMax = 4096

  private static let digits = Array(
    "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
  private static let length = 34
  private static let saltEnd = 12

  /// Whether the password has this hash; false too for what is no such hash, or would take
  /// unreasonably long.
  package static func matches(_ password: [UInt8], _ stored: [UInt8]) -> Bool {
    guard stored.count == length, stored.starts(with: Array("$P$".utf8)),
      let rounds = digits.firstIndex(of: stored[3]), rounds >= roundsLogMin,
      rounds <= roundsLogMax, password.count <= passwordBytesMax
    else { return false }
    var state = Array(stored[4..<saltEnd]) + [UInt8](repeating: 0, count: 8)
    RepeatedMD5().run(&state, saltBytes: 8, password, rounds: 1 << rounds)
    return Authentication.isEqual(Array(stored[..<saltEnd]) + encoded(state), stored)
  }

  /// Groups of six bits, lowest first, three bytes at a time.
  private static func encoded(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var value: UInt32 = 0
      for (place, byte) in group.enumerated() { value |= UInt32(byte) << (8 * UInt32(place)) }
      for place in 0...group.count {
        out.append(digits[Int(value >> (6 * UInt32(place)) & 63)])
      }
    }
    return out
  }
}

/// MD5 again and again in one context; looking the algorithm up each time would take longer.
@safe
private struct RepeatedMD5: ~Copyable {
  private let context: OpaquePointer
  private let algorithm: OpaquePointer

  init() {
    guard let fresh = unsafe EVP_MD_CTX_new(), let known = unsafe EVP_MD_fetch(nil, "MD5", nil)
    else { preconditionFailure("libcrypto has MD5") }
    unsafe context = fresh
    unsafe algorithm = known
  }

  deinit {
    unsafe EVP_MD_CTX_free(context)
    unsafe EVP_MD_free(algorithm)
  }

  /// Replaces the state by the hash of itself and the password: once from the salt that it begins
  /// with, then `rounds` times from the hash before.
  func run(_ state: inout [UInt8], saltBytes: Int, _ password: [UInt8], rounds: Int) {
    precondition(state.count == 16 && saltBytes <= 16, "the state is an MD5")
    step(&state, count: saltBytes, password)
    for _ in 0..<rounds { step(&state, count: 16, password) }
  }

  private func step(_ state: inout [UInt8], count: Int, _ password: [UInt8]) {
    let (context, algorithm) = unsafe (context, algorithm)
    let done = unsafe state.withUnsafeMutableBufferPointer { state in
      unsafe EVP_DigestInit_ex2(context, algorithm, nil) == 1
        && EVP_DigestUpdate(context, state.baseAddress, count) == 1
        && EVP_DigestUpdate(context, password, password.count) == 1
        && EVP_DigestFinal_ex(context, state.baseAddress, nil) == 1
    }
    precondition(done, "libcrypto has MD5")
  }
}
