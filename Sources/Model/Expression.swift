/// How a column's value follows from what a statement reads, the same for every storage.
///
/// A statement file gives names to what it reads (the inputs); storages differ there. What the
/// values mean is said here, once.
package indirect enum Expression: Sendable, Equatable {
  /// The store's name, from the configuration.
  case store
  /// What the statement calls by that name, read as the column's type.
  case input(String)
  /// The value of a meta key of the row; of several the one with the lowest id.
  case meta(String)
  /// Another column of the same row.
  case column(String)
  /// An order status without its leading `wc-`.
  case status(Expression)
  /// A decimal rounded half away from zero to the store's price decimals.
  case rounded(Expression)
  /// The sum of decimals; what is missing counts as 0.
  case sum([Expression])
  /// The first decimal less the others; what is missing counts as 0.
  case difference(Expression, [Expression])
  /// The decimal with the other sign.
  case negated(Expression)
  /// Whether a number is 0 or missing.
  case isZero(Expression)
  /// Whether a text is one of these; false when it is missing.
  case isOneOf(Expression, [String])
  /// The text that stands for another one; null when none does.
  case choice(Expression, [String: String])
  /// A moment (UTC) on the store's own clock.
  case local(Expression)
  /// The first that has a value.
  case first([Expression])
  /// The expression when the store has switched something on, else null.
  case when(Feature, Expression)
  /// One expression or another, as the store has switched something.
  case either(Feature, Expression, Expression)
  /// The words for an order's origin, of source type and UTM source.
  case origin(type: Expression, source: Expression)
  /// The first registered role in a user's serialized capabilities, `customer` when there is none.
  case role(Expression)
  /// A text with its ASCII letters in upper case, as PHP's `strtoupper` leaves the others.
  case upperCased(Expression)
  /// The scalar under a name in a serialized array; the other when it has no such name.
  case setting(Expression, String, or: Expression)
  /// The last expression where the first is one of these texts, else null.
  case onlyFor(Expression, [String], Expression)
  /// The number that a text is; null, and nothing amiss, when it is another text.
  case plainNumber(Expression)
  /// The first decimal by the second, in `Model.quotientPlaces` places; 0 when the second is 0.
  case quotient(Expression, Expression)

  /// What a store may have switched on.
  package enum Feature: String, Sendable, CaseIterable {
    /// Option `woocommerce_feature_cost_of_goods_sold_enabled`.
    case costOfGoods
    /// An active plugin that numbers orders in sequence.
    case sequentialOrderNumbers
    /// Option `woocommerce_tax_round_at_subtotal`.
    case roundAtSubtotal
  }

  /// All inputs, meta keys and columns that the expression names.
  package var references: [Expression] {
    switch self {
    case .store: []
    case .input, .meta, .column: [self]
    case .status(let inner), .rounded(let inner), .negated(let inner), .isZero(let inner),
      .isOneOf(let inner, _), .choice(let inner, _), .local(let inner), .when(_, let inner):
      inner.references
    case .sum(let inner), .first(let inner): inner.flatMap(\.references)
    case .difference(let first, let rest): first.references + rest.flatMap(\.references)
    case .either(_, let yes, let no): yes.references + no.references
    case .origin(let type, let source): type.references + source.references
    case .role(let inner): inner.references
    case .upperCased(let inner): inner.references
    case .setting(let inner, _, let other): inner.references + other.references
    case .onlyFor(let inner, _, let value): inner.references + value.references
    case .plainNumber(let inner): inner.references
    case .quotient(let first, let second): first.references + second.references
    }
  }
}
