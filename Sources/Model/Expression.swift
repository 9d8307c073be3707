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
  /// The value of any meta key of the row, read as the column's type: serialized values as JSON,
  /// what does not fit the type as null.
  case field(String)
  /// A keyed hash of a text.
  case hashed(Expression)
  /// A coarser form of a text.
  case coarse(Coarsening, Expression)

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
    case .field: [self]
    case .hashed(let inner): inner.references
    case .coarse(_, let inner): inner.references
    }
  }
}
