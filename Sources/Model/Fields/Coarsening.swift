/// A coarser form of what a column says.
package enum Coarsening: Int32, Sendable {
  /// The domain of an e-mail address.
  case domain
  /// The first part of a postcode, or its first half when it has no parts.
  case postcode
  /// The first letters of a name.
  case initials
  /// The network of an IP address: /24, or /48 for IPv6.
  case network

  private static let endings: [(ending: String, form: Coarsening)] = [
    ("email", .domain), ("postcode", .postcode), ("ip_address", .network),
    ("first_name", .initials), ("last_name", .initials), ("display_name", .initials),
    ("billing_name", .initials), ("company", .initials), ("buyer", .initials),
    ("reviewer", .initials),
  ]

  /// The coarser form that a column has by its name; nil when there is none.
  package init?(_ column: Column) {
    guard column.type == .string, column.privacy != .none else { return nil }
    let found = Self.endings.first { ending, _ in
      column.name == ending || column.name.hasSuffix("_" + ending)
    }
    guard let found else { return nil }
    self = found.form
  }
}
