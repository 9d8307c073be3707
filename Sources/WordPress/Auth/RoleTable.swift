package import MariaDB
package import Runtime

/// The site's roles and what each may do with the connector: the option that WordPress keeps them
/// in, read and written as WordPress does.
package struct RoleTable: Sendable {
  private let options: OptionTable

  /// A role, and which of our capabilities it has.
  package struct Role: Sendable, Equatable {
    /// The name in the database.
    package var slug: String
    /// The name that people see, untranslated.
    package var name: String
    /// What it may do.
    package var capabilities: Set<Capability>
  }

  package init(_ options: OptionTable) {
    self.options = options
  }

  /// The role that may not lose the right to give rights: nobody could give it back.
  package static let keeper = "administrator"

  private var option: String { "\(options.prefix)user_roles" }

  /// All roles, in WordPress's order.
  package func roles(_ connection: inout Connection) throws(Fault) -> [Role] {
    let stored = try options.read([option], &connection).value(option)
    guard let roles = stored?.array else { throw damaged(stored == nil) }
    return roles.entries.map { Self.role($0.key, $0.value) }
  }

  /// Gives a role capabilities and takes others from it; all others stay as they are.
  ///
  /// Nil when there is no such role. Others' changes meanwhile are kept.
  package func change(
    _ slug: String, _ grants: [Capability: Bool], _ connection: inout Connection
  ) throws(Fault) -> (before: Role, after: Role)? {
    let key = PHPKey(slug)
    var before: Role?
    let stored = try options.modify(option, .automatic, &connection) {
      (present) throws(Fault) in
      guard var roles = present?.array else { throw damaged(present == nil) }
      guard let value = roles[key], var role = value.array else {
        before = nil
        return nil
      }
      before = Self.role(key, value)
      var capabilities = role[PHPKey(Self.member)]?.array ?? PHPArray()
      for capability in Capability.allCases {
        guard let isGranted = grants[capability] else { continue }
        Self.set(capability, isGranted, key, &capabilities)
      }
      role[PHPKey(Self.member)] = .array(capabilities)
      roles[key] = .array(role)
      return .array(roles)
    }
    guard let before, let value = stored?.array?[key] else { return nil }
    return (before, Self.role(key, value))
  }

  private static let member = "capabilities"

  /// As `add_cap` and `remove_cap`; what a role has unless the database speaks of it must be denied
  /// in words.
  private static func set(
    _ capability: Capability, _ isGranted: Bool, _ role: PHPKey, _ capabilities: inout PHPArray
  ) {
    let key = PHPKey(capability.rawValue)
    if isGranted {
      capabilities[key] = .boolean(true)
    } else if capability.isDefault(role: role) {
      capabilities[key] = .boolean(false)
    } else {
      capabilities[key] = nil
    }
  }

  private static func role(_ key: PHPKey, _ value: PHPValue) -> Role {
    let said = value[member]?.array ?? PHPArray()
    let held = Capability.allCases.filter { capability in
      said[PHPKey(capability.rawValue)]?.isTrue ?? capability.isDefault(role: key)
    }
    let slug = String(decoding: key.bytes, as: UTF8.self)
    return Role(
      slug: slug, name: value["name"]?.scalarText ?? slug, capabilities: Set(held))
  }

  private func damaged(_ isMissing: Bool) -> Fault {
    Fault(
      .data, operation: "reading the site's roles", subject: option,
      cause: isMissing ? "the option is missing" : "the option is no array",
      hint: "Open the site's administration once, or restore the option", recovery: .operator)
  }
}
