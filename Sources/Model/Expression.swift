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
  /// A text that is always the same.
  case text(String)
  /// Whether PHP takes a stored text for true: there is one, neither empty nor `0`.
  case isTrue(Expression)
  /// Whether any of these has a text.
  case hasText([Expression])
  /// Whether there is a moment.
  case hasMoment(Expression)
  /// One expression or another, as a condition says.
  case condition(Expression, then: Expression, otherwise: Expression)
  /// Those texts that are not empty, with the separator between them.
  case joined([Expression], separator: String)
  /// A text without white space around it, as PHP's `trim`.
  case trimmed(Expression)
  /// A text whose words begin with upper-case ASCII letters, as PHP's `ucwords`.
  case capitalized(Expression)
  /// A decimal divided by another, rounded to so many places; null when the divisor is 0.
  case quotient(Expression, by: Expression, places: Int)
  /// What the taxes in PHP's format add up to, of a line as WooCommerce keeps them by rate.
  case taxTotal(Expression)
  /// A scalar of that name in an array or object in PHP's format.
  case serializedMember(Expression, String)
  /// An element of a JSON array; the other text when it is null or empty.
  case listElement(Expression, Int, otherwise: String?)
  /// A moment as plugins write it: seconds since 1970, or a text on the store's own clock.
  case written(Expression)
  /// An amount per period and interval as an amount per month, to 8 places.
  case monthly(Expression, period: Expression, interval: Expression)
  /// Whether all conditions hold.
  case all([Expression])
  /// Whether any condition holds.
  case any([Expression])
  /// Whether the condition does not hold.
  case not(Expression)
  /// Whether the store has nothing under that name, not even an empty text.
  case isMissing(Expression)
  /// Whether the first decimal is less than the second; false when either is missing.
  case isBelow(Expression, Expression)
  /// Whether a price is reduced at this moment: regular and sale price, and the seconds from and
  /// to which the sale holds.
  case isOnSale(regular: Expression, sale: Expression, from: Expression, upto: Expression)
  /// The product of two decimals; what is missing counts as 0.
  case product(Expression, Expression)
  /// The number, null when it is 0.
  case nonzero(Expression)
  /// A name that WordPress stores with its entities, as people read it.
  case unescaped(Expression)
  /// The text in lower case.
  case lowercased(Expression)
  /// A type that the shop or an active plugin knows, else the type that WooCommerce takes instead.
  case knownType(Expression, TypeFamily)
  /// The numbers of a PHP array, added up.
  case serializedSum(Expression)
  /// The texts of a PHP array, joined by `, `.
  case serializedList(Expression)
  /// The ids of a PHP array or of a comma-separated text, joined by `, `.
  case idList(Expression)
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
    case .text: []
    case .isTrue(let inner), .hasMoment(let inner), .trimmed(let inner), .capitalized(let inner),
      .taxTotal(let inner), .serializedMember(let inner, _), .listElement(let inner, _, _),
      .written(let inner):
      inner.references
    case .hasText(let inner), .joined(let inner, _): inner.flatMap(\.references)
    case .condition(let test, let yes, let no):
      test.references + yes.references + no.references
    case .quotient(let value, let divisor, _): value.references + divisor.references
    case .monthly(let amount, let period, let interval):
      amount.references + period.references + interval.references
    case .all(let inner), .any(let inner): inner.flatMap(\.references)
    case .isBelow(let left, let right), .product(let left, let right):
      left.references + right.references
    case .isOnSale(let regular, let sale, let from, let upto):
      regular.references + sale.references + from.references + upto.references
    case .not(let inner), .isMissing(let inner), .nonzero(let inner), .unescaped(let inner),
      .lowercased(let inner), .knownType(let inner, _), .serializedSum(let inner),
      .serializedList(let inner), .idList(let inner):
      inner.references
    case .role(let inner): inner.references
    case .upperCased(let inner): inner.references
    case .setting(let inner, _, let other): inner.references + other.references
    case .onlyFor(let inner, _, let value): inner.references + value.references
    case .plainNumber(let inner): inner.references
    case .field: [self]
    case .hashed(let inner): inner.references
    case .coarse(_, let inner): inner.references
    }
  }
}
