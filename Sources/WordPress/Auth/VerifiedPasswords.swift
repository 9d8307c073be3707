internal import Cryptography

/// Pairs of stored hash and password that were found to belong together, so that a client of a
/// busy hour does not cost thousands of rounds each time.
///
/// Only what matched is kept, as a code under a key of this process: another hash in the database
/// makes another code, so a changed or deleted password is never found here.
struct VerifiedPasswords {
  private let key = RandomBytes.make(32)
  private var codes: Set<[UInt8]> = []
  /// The codes in the order of their coming, the oldest at `next` once there are many.
  private var order: [[UInt8]] = []
  private var next = 0

  /// Pairs at most; the oldest goes first.
  static let countMax = 1024

  init() {}

  /// How many pairs are kept.
  var count: Int { codes.count }

  func holds(_ hash: [UInt8], _ password: [UInt8]) -> Bool {
    !codes.isEmpty && codes.contains(code(hash, password))
  }

  mutating func insert(_ hash: [UInt8], _ password: [UInt8]) {
    let code = code(hash, password)
    guard codes.insert(code).inserted else { return }
    if order.count < Self.countMax {
      order.append(code)
      return
    }
    codes.remove(order[next])
    order[next] = code
    next = (next + 1) % Self.countMax
  }

  private func code(_ hash: [UInt8], _ password: [UInt8]) -> [UInt8] {
    let message = Array("\(hash.count):".utf8) + hash + password
    return Authentication.hmac(.sha256, key: key, message)
  }
}
