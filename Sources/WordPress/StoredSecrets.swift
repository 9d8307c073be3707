package import Runtime

/// The two options that hold our secrets, as values: nothing here reads or writes the database.
///
/// `wkpbic_secrets` is an array of names and sealed texts; `wkpbic_secrets_check` seals a known
/// word, so that changed salts are told from damaged secrets, and nothing is overwritten by either.
package struct StoredSecrets: Sendable, Equatable {
  /// The option with the secrets.
  package static let optionName = "wkpbic_secrets"
  /// The option with the known word.
  package static let checkName = "wkpbic_secrets_check"
  private static let word = "wkpbic"

  /// The value for `wkpbic_secrets`.
  package private(set) var value: PHPArray
  /// The value for `wkpbic_secrets_check`; nil before the first secret.
  package private(set) var check: [UInt8]?

  /// Takes the options as they are read; nil where there is none.
  package init(option: PHPValue?, check: PHPValue?) throws(Fault) {
    switch option {
    case nil, .boolean(false), .string([]): value = PHPArray()
    case .array(let array): value = array
    default:
      throw Fault(
        .data, operation: "reading stored secrets", subject: Self.optionName,
        cause: "the option is not an array",
        hint: "Delete it and store the credentials again with wkpbic configure",
        recovery: .operator)
    }
    self.check = check?.bytes.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The names that have a secret.
  package var names: [String] {
    value.entries.map { String(decoding: $0.key.bytes, as: UTF8.self) }
  }

  /// Throws when the secrets were sealed with other salts.
  package func verify(_ box: SecretBox) throws(Fault) {
    guard let check else { return }
    guard box.open(check, name: Self.checkName)?.revealText() == Self.word else {
      throw Self.saltsChanged()
    }
  }

  /// The secret of a name; nil when there is none.
  package func secret(_ name: String, _ box: SecretBox) throws(Fault) -> Secret? {
    guard let sealed = value[PHPKey(name)] else { return nil }
    try verify(box)
    if let bytes = sealed.bytes, let secret = box.open(bytes, name: name) { return secret }
    if check == nil { throw Self.saltsChanged() }
    throw Fault(
      .data, operation: "opening a stored secret", subject: name, cause: "it is damaged",
      hint: "Store it again with wkpbic configure", recovery: .operator)
  }

  /// Puts a secret in place; refused while others are there that this box does not open.
  package mutating func set(_ name: String, _ secret: Secret, _ box: SecretBox) throws(Fault) {
    try verify(box)
    if check == nil {
      check = Array(box.seal(Secret(Self.word), name: Self.checkName).utf8)
    }
    value[PHPKey(name)] = .text(box.seal(secret, name: name))
  }

  /// Takes a secret away.
  package mutating func remove(_ name: String) {
    value[PHPKey(name)] = nil
  }

  /// Forgets everything, which after a change of salts is the only way on.
  package mutating func removeAll() {
    value = PHPArray()
    check = nil
  }

  private static func saltsChanged() -> Fault {
    Fault(
      .configuration, operation: "opening stored secrets", subject: optionName,
      cause: "they were sealed with other WordPress salts than the present ones",
      hint: "Put the former keys and salts back, or store the credentials again with "
        + "wkpbic configure", recovery: .operator)
  }
}
