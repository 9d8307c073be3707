internal import Cryptography
package import Runtime

/// Nonces as WordPress makes them: bound to an action, a user and a session for 12 to 24 hours.
package struct Nonce: Sendable {
  /// The action of the REST server.
  package static let rest = "wp_rest"
  /// Seconds that a nonce lives at most, unless a plugin says otherwise.
  package static let lifeSeconds: Int64 = 86_400

  private let salt: Secret
  private let lifeSeconds: Int64

  /// `salt` is the one of the scheme `nonce`.
  package init(salt: Secret, lifeSeconds: Int64 = Nonce.lifeSeconds) {
    precondition(lifeSeconds > 0, "a nonce lives for a while")
    self.salt = salt
    self.lifeSeconds = lifeSeconds
  }

  /// The nonce for this moment; `userID` is 0 for a visitor, `token` empty without a session.
  package func make(_ action: String, userID: Int64, token: [UInt8], at now: Int64) -> String {
    String(decoding: code(tick(now), action, userID, token), as: UTF8.self)
  }

  /// Whether it was made for this, in this half of its life or the one before.
  package func isValid(
    _ nonce: [UInt8], _ action: String, userID: Int64, token: [UInt8], at now: Int64
  ) -> Bool {
    age(nonce, action, userID: userID, token: token, at: now) != nil
  }

  /// 1 in the first half of its life, 2 in the second, nil when it is none.
  func age(
    _ nonce: [UInt8], _ action: String, userID: Int64, token: [UInt8], at now: Int64
  ) -> Int? {
    let tick = tick(now)
    for back in 0...1 {
      let expected = code(tick - Int64(back), action, userID, token)
      if Authentication.isEqual(expected, nonce) { return back + 1 }
    }
    return nil
  }

  /// Half lives since 1970, begun ones counted.
  private func tick(_ now: Int64) -> Int64 {
    (2 * now + lifeSeconds - 1) / lifeSeconds
  }

  private func code(
    _ tick: Int64, _ action: String, _ userID: Int64, _ token: [UInt8]
  ) -> [UInt8] {
    let message = Array("\(tick)|\(action)|\(userID)|".utf8) + token
    let hash = Hexadecimal.text(Authentication.hmac(.md5, key: salt.reveal(), message))
    return Array(hash.utf8.suffix(12).prefix(10))
  }
}
