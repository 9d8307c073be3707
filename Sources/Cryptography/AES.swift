internal import CCrypto

/// AES with keys of 16, 24 or 32 bytes; a key or vector of any other length is a programmer's
/// mistake, where PHP would cut or fill it in silence.
package enum AES {
  /// Bytes of an authentication tag; shorter ones are never accepted.
  package static let tagLength = 16

  /// What GCM makes of a message.
  package struct Sealed: Sendable, Equatable {
    /// As long as the message.
    package var ciphertext: [UInt8]
    /// Sixteen bytes.
    package var tag: [UInt8]

    package init(ciphertext: [UInt8], tag: [UInt8]) {
      self.ciphertext = ciphertext
      self.tag = tag
    }
  }

  /// Encrypts and authenticates (GCM); `iv` must never be used twice with one key.
  package static func seal(
    _ plaintext: [UInt8], key: [UInt8], iv: [UInt8], authenticating: [UInt8]
  ) -> Sealed {
    let cipher = unsafe Cipher(gcm(key.count), key: key, iv: iv, mode: .encrypt)
    guard cipher.authenticate(authenticating), let ciphertext = cipher.update(plaintext),
      cipher.finish() != nil, let tag = cipher.tag()
    else { preconditionFailure("libcrypto has AES-GCM") }
    return Sealed(ciphertext: ciphertext, tag: tag)
  }

  /// The message; nil when anything about it is not what was sealed.
  package static func open(
    _ sealed: Sealed, key: [UInt8], iv: [UInt8], authenticating: [UInt8]
  ) -> [UInt8]? {
    guard sealed.tag.count == tagLength else { return nil }
    let cipher = unsafe Cipher(gcm(key.count), key: key, iv: iv, mode: .decrypt)
    guard cipher.authenticate(authenticating), let plaintext = cipher.update(sealed.ciphertext),
      cipher.expect(tag: sealed.tag), cipher.finish() != nil
    else { return nil }
    return plaintext
  }

  /// Encrypts with PKCS#7 padding (CBC); says nothing about who wrote it.
  package static func encryptCBC(_ plaintext: [UInt8], key: [UInt8], iv: [UInt8]) -> [UInt8] {
    precondition(iv.count == 16, "CBC takes a block")
    let cipher = unsafe Cipher(cbc(key.count), key: key, iv: iv, mode: .encrypt)
    guard let head = cipher.update(plaintext), let tail = cipher.finish()
    else { preconditionFailure("libcrypto has AES-CBC") }
    return head + tail
  }

  /// The message; nil when the padding is wrong.
  ///
  /// Verify a MAC before: alone this is an oracle.
  package static func decryptCBC(_ ciphertext: [UInt8], key: [UInt8], iv: [UInt8]) -> [UInt8]? {
    precondition(iv.count == 16, "CBC takes a block")
    let cipher = unsafe Cipher(cbc(key.count), key: key, iv: iv, mode: .decrypt)
    guard let head = cipher.update(ciphertext), let tail = cipher.finish()
    else { return nil }
    return head + tail
  }

  private static func gcm(_ keyLength: Int) -> OpaquePointer? {
    switch keyLength {
    case 16: unsafe EVP_aes_128_gcm()
    case 24: unsafe EVP_aes_192_gcm()
    case 32: unsafe EVP_aes_256_gcm()
    default: preconditionFailure("a key of 16, 24 or 32 bytes")
    }
  }

  private static func cbc(_ keyLength: Int) -> OpaquePointer? {
    switch keyLength {
    case 16: unsafe EVP_aes_128_cbc()
    case 24: unsafe EVP_aes_192_cbc()
    case 32: unsafe EVP_aes_256_cbc()
    default: preconditionFailure("a key of 16, 24 or 32 bytes")
    }
  }
}

/// One use of a cipher; its state is freed, and so wiped, when it goes away.
@safe
private struct Cipher: ~Copyable {
  private let context: OpaquePointer

  enum Mode: Int32 {
    case decrypt = 0
    case encrypt = 1
  }

  /// All parameters are known to libcrypto: what it refuses is a mistake of ours.
  init(_ kind: OpaquePointer?, key: [UInt8], iv: [UInt8], mode: Mode) {
    precondition(!iv.isEmpty && iv.count <= 64, "a vector")
    guard let fresh = unsafe EVP_CIPHER_CTX_new() else { preconditionFailure("out of memory") }
    unsafe context = fresh
    let code = mode.rawValue
    let isGCM = unsafe EVP_CIPHER_get_mode(kind) == EVP_CIPH_GCM_MODE
    let length = Int32(iv.count)
    let isReady =
      unsafe EVP_CipherInit_ex(fresh, kind, nil, nil, nil, code) == 1
      && (!isGCM || EVP_CIPHER_CTX_ctrl(fresh, EVP_CTRL_AEAD_SET_IVLEN, length, nil) == 1)
      && EVP_CipherInit_ex(fresh, nil, nil, key, iv, code) == 1
    precondition(isReady, "libcrypto has AES")
  }

  deinit {
    unsafe EVP_CIPHER_CTX_free(context)
  }

  /// Takes bytes that are authenticated and not encrypted.
  func authenticate(_ bytes: [UInt8]) -> Bool {
    if bytes.isEmpty { return true }
    var written: Int32 = 0
    return unsafe EVP_CipherUpdate(context, nil, &written, bytes, Int32(bytes.count)) == 1
  }

  /// What comes out for bytes going in.
  func update(_ bytes: [UInt8]) -> [UInt8]? {
    if bytes.isEmpty { return [] }
    var out = [UInt8](repeating: 0, count: bytes.count + 16)
    var written: Int32 = 0
    guard unsafe EVP_CipherUpdate(context, &out, &written, bytes, Int32(bytes.count)) == 1 else {
      return nil
    }
    return Array(out[..<Int(written)])
  }

  /// What comes out last; nil when padding or tag are wrong.
  func finish() -> [UInt8]? {
    var out = [UInt8](repeating: 0, count: 32)
    var written: Int32 = 0
    guard unsafe EVP_CipherFinal_ex(context, &out, &written) == 1 else { return nil }
    return Array(out[..<Int(written)])
  }

  /// The tag of what was encrypted.
  func tag() -> [UInt8]? {
    var tag = [UInt8](repeating: 0, count: AES.tagLength)
    let done = unsafe tag.withUnsafeMutableBytes { out in
      unsafe EVP_CIPHER_CTX_ctrl(
        context, EVP_CTRL_AEAD_GET_TAG, Int32(out.count), out.baseAddress)
    }
    return done == 1 ? tag : nil
  }

  /// Tells which tag must come out.
  func expect(tag: [UInt8]) -> Bool {
    var tag = tag
    return unsafe tag.withUnsafeMutableBytes { bytes in
      unsafe EVP_CIPHER_CTX_ctrl(
        context, EVP_CTRL_AEAD_SET_TAG, Int32(bytes.count), bytes.baseAddress) == 1
    }
  }
}
