/// Rights that were worked out, each under the very bytes that they were worked out from.
///
/// Roles are long, and the same for everybody: with other roles in the database all is forgotten.
struct KnownRights {
  /// Kinds of people that are remembered, at most; of more all are worked out again.
  static let countMax = 256

  private struct Key: Hashable {
    let meta: [UInt8]?
    let isSuperAdmin: Bool
  }

  private var storedRoles: [UInt8]?
  private var roles: PHPValue?
  private var known: [Key: Rights] = [:]

  init() {}

  /// How many kinds of people are remembered.
  var count: Int { known.count }

  /// What follows from the option with the roles and from a user's meta, both as they are stored.
  mutating func rights(roles stored: [UInt8]?, meta: [UInt8]?, isSuperAdmin: Bool) -> Rights {
    if stored != storedRoles {
      known = [:]
      storedRoles = stored
      roles = stored.map(PHPMaybe.unserialize)
    }
    let key = Key(meta: meta, isSuperAdmin: isSuperAdmin)
    if let rights = known[key] { return rights }
    let rights = Rights(
      roles: roles, meta: meta.map(PHPMaybe.unserialize), isSuperAdmin: isSuperAdmin)
    if known.count >= Self.countMax { known = [:] }
    known[key] = rights
    return rights
  }
}
