/// What is made of changes in a table that can only be appended to or cleared.
package enum DeliveryMode: String, Sendable, CaseIterable {
  /// A changed or vanished row is taken back by its exact negation: every sum is right at once.
  case signed
  /// Rows are unique: new ones are appended, and any other change clears and fills the table.
  case replace
  /// New and changed rows are appended; nothing is taken back.
  case append

  /// What a batch of such a table carries.
  package var changeStyle: ChangeStyle { self == .signed ? .signed : .append }
}
