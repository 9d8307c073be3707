/// One column of an entity: what people see of it, and how its value comes about.
package struct Column: Sendable, Equatable {
  /// The name in the destination; it never changes.
  package var name: String
  /// What its values are.
  package var type: ColumnType
  /// Whether "there is none" is a value.
  ///
  /// Numbers that are not nullable are 0 instead.
  package var isNullable: Bool
  /// The heading under which a column picker shows it.
  package var group: String
  /// The ready-made selections that it belongs to.
  package var presets: Set<Preset>
  /// Whether the figure may be summed, and is negated in a compensating row.
  package var isAdditive: Bool
  /// What it tells about a person.
  package var privacy: Privacy
  package var description: String
  /// How a value comes about.
  package var value: Expression

  package init(
    _ name: String, _ type: ColumnType, nullable isNullable: Bool, group: String,
    presets: Set<Preset>, additive isAdditive: Bool, privacy: Privacy, _ description: String,
    value: Expression
  ) {
    precondition(!name.hasPrefix("_"), "leading underscores belong to the engine's columns")
    precondition(!isAdditive || type == .decimal || type == .int64 || type == .double)
    self.name = name
    self.type = type
    self.isNullable = isNullable
    self.group = group
    self.presets = presets
    self.isAdditive = isAdditive
    self.privacy = privacy
    self.description = description
    self.value = value
  }

  /// Ready-made selections of columns.
  package enum Preset: String, Sendable { case essential, analytics }

  /// What a column tells about a person.
  package enum Privacy: String, Sendable {
    /// Nothing.
    case none
    /// Names and free text.
    case personal
    /// Address, phone, e-mail.
    case contact
    /// IP address, login, tax number, transaction.
    case identifier
  }

  /// Whether a local date has a UTC twin of the same name and `_gmt`.
  package var isUTC: Bool { type == .dateTime && name.hasSuffix("_gmt") }
}
