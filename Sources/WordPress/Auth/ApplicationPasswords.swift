internal import Cryptography

/// A user's application passwords: what `_application_passwords` holds.
package struct ApplicationPasswords: Sendable {
  /// The user meta that WordPress keeps them under.
  package static let metaKey = "_application_passwords"
  /// The network's option that says that there are any.
  package static let usageOption = "using_application_passwords"
  /// Seconds within which a use is not noted again.
  package static let noteIntervalSeconds: Int64 = 86_400

  private var items: PHPArray

  /// Takes the meta value; what is no array holds none.
  package init(meta: PHPValue?) {
    items = meta?.array ?? PHPArray()
  }

  /// The meta value.
  package var meta: PHPValue { .array(items) }

  /// What is compared: letters and digits, without the spaces that make it readable.
  package static func stripped(_ password: [UInt8]) -> [UInt8] {
    password.filter(LoginName.isAlphanumeric)
  }

  /// A password that was found by its hash.
  struct Match: Equatable {
    let key: PHPKey
    let hash: [UInt8]
    /// What WordPress finds it by again; nil on items of old.
    let uuid: PHPValue?

    /// Whether finding it takes thousands of rounds.
    var isExpensive: Bool { StoredPassword.isExpensive(hash) }
  }

  /// The password that this one is known to be.
  func remembered(_ password: [UInt8], _ verified: VerifiedPasswords) -> Match? {
    matches.first { verified.holds($0.hash, password) }
  }

  /// The password that this one is; nil when it is none of them.
  func computed(_ password: [UInt8]) -> Match? {
    matches.first { StoredPassword.matches(password, $0.hash) }
  }

  private var matches: [Match] {
    items.entries.map { entry in
      Match(
        key: entry.key, hash: entry.value["password"]?.bytes ?? [], uuid: entry.value["uuid"])
    }
  }

  /// Notes the use of a password; false when it is noted already today, or gone.
  mutating func noteUse(of match: Match, at now: Int64, address: String) -> Bool {
    guard let place = place(of: match), case .array(var item) = items[place] else { return false }
    let last = item["last_used"].flatMap { PHPFunctions.integer($0) } ?? 0
    if last > now - Self.noteIntervalSeconds { return false }
    item["last_used"] = .integer(now)
    item["last_ip"] = .text(address)
    items[place] = .array(item)
    return true
  }

  /// The first with the same identifier, as WordPress finds it; where there is none, the same hash
  /// in the same place.
  private func place(of match: Match) -> PHPKey? {
    if let uuid = match.uuid {
      return items.entries.first { $0.value["uuid"] == uuid }?.key
    }
    return items[match.key]?["password"]?.bytes == match.hash ? match.key : nil
  }
}

extension PHPArray {
  fileprivate subscript(_ name: String) -> PHPValue? {
    get { self[PHPKey(name)] }
    set { self[PHPKey(name)] = newValue }
  }
}
