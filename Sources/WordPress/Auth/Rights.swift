/// A user's roles and capabilities on a site, as WordPress merges them.
package struct Rights: Sendable {
  /// The roles, in the order in which the user has them.
  package let roles: [String]
  private let capabilities: PHPArray
  private let isSuperAdmin: Bool
  /// Those of ours that the user has.
  package private(set) var granted: Set<Capability> = []

  /// The capability that nobody has, a super admin neither.
  private static let denied = "do_not_allow"

  /// Takes the option with the roles, the user's meta, and whether a network trusts the user with
  /// everything.
  ///
  /// A role is a key of the meta, whatever stands under it. What is no array gives no rights.
  package init(roles option: PHPValue?, meta: PHPValue?, isSuperAdmin: Bool) {
    let known = option?.array ?? PHPArray()
    let own = meta?.array ?? PHPArray()
    let held = own.entries.map(\.key).filter { known[$0] != nil }
    var merged = PHPArray()
    for role in held { Self.merge(Self.capabilities(of: role, known[role]), into: &merged) }
    Self.merge(own, into: &merged)
    roles = held.map { String(decoding: $0.bytes, as: UTF8.self) }
    capabilities = merged
    self.isSuperAdmin = isSuperAdmin
    granted = Set(Capability.allCases.filter { can($0.rawValue) })
  }

  /// Whether the user may do this with the connector.
  package func can(_ capability: Capability) -> Bool { granted.contains(capability) }

  /// Whether the user may do anything at all with the connector.
  package var canAnything: Bool { !granted.isEmpty }

  /// Whether the user has a capability of WordPress or a plugin.
  ///
  /// Those that WordPress derives from others (`edit_user`, `upload_plugins`) are not derived.
  package func can(_ capability: String) -> Bool {
    if capability == Self.denied { return false }
    if isSuperAdmin || capability == "exist" { return true }
    let name = Self.isNumeric(capability) ? "level_\(capability)" : capability
    return capabilities[PHPKey(name)]?.isTrue ?? false
  }

  /// All that is said about capabilities, also what is denied.
  var said: PHPArray { capabilities }

  /// A role's capabilities; those of ours that the database does not speak of come before.
  private static func capabilities(of role: PHPKey, _ value: PHPValue?) -> PHPArray {
    let stored = value?["capabilities"]?.array ?? PHPArray()
    var all = PHPArray()
    for capability in Capability.allCases where capability.isDefault(role: role) {
      all[PHPKey(capability.rawValue)] = .boolean(true)
    }
    for entry in stored.entries { all[entry.key] = entry.value }
    return all
  }

  /// `array_merge`: names replace, numbers are counted on and so lost.
  private static func merge(_ source: PHPArray, into target: inout PHPArray) {
    for entry in source.entries {
      switch entry.key {
      case .string: target[entry.key] = entry.value
      case .integer: target.append(entry.value)
      }
    }
  }

  private static func isNumeric(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy(PHPByte.isDigit)
  }
}
