package import Delivery
package import MariaDB
package import Model
package import Runtime

/// How an entity is read, apart from the shop: chosen by whoever asks.
package struct ReadRequest: Sendable {
  /// Which rows.
  package var filter: RowFilter
  /// For whom rows are encoded.
  package var dialect: RowDialect
  /// The date that sales are grouped by.
  package var dateType: DateType
  /// The time of day when reading began.
  package var now: Instant

  package init(filter: RowFilter, dialect: RowDialect, dateType: DateType, now: Instant) {
    self.filter = filter
    self.dialect = dialect
    self.dateType = dateType
    self.now = now
  }
}

/// The date of an order that figures are grouped by, as WooCommerce names them.
package enum DateType: String, Sendable, CaseIterable {
  case created = "date_created"
  case paid = "date_paid"
  case completed = "date_completed"
}

/// The rows of any entity, whether statements bring them or they are computed: who reads need not
/// know which.
package struct ShopSource: HintedSource, ~Copyable {
  private var source: any HintedSource & ~Copyable
  package let isReadAsAWhole: Bool
  /// The statement that counts the rows, which holds for this shop and filter; nil when there is
  /// none, or no table yet.
  package let countStatement: SQLText?
  /// What it reads from while that lags behind no more than it may; nil: from the shop itself.
  private var copy: Copy?

  private struct Copy {
    let replica: ConnectionOptions
    let primary: ConnectionOptions
    let open: (ConnectionOptions) throws(Fault) -> ShopSource
  }

  /// Seconds that a replica is waited for.
  static let replicaSecondsMax = 10

  /// Connects to a replica, and proves that reading can begin.
  ///
  /// Where it must be current and the replica is not, the primary is read from then on.
  package static func open(
    _ entity: Entity, shop: Shop, _ request: ReadRequest, replica: ConnectionOptions,
    primary: ConnectionOptions
  ) throws(Fault) -> ShopSource {
    var source = try open(entity, shop: shop, request, replica)
    source.copy = Copy(replica: replica, primary: primary) {
      (options) throws(Fault) -> ShopSource in
      try open(entity, shop: shop, request, options)
    }
    return source
  }

  /// Connects, and proves that reading can begin.
  package static func open(
    _ entity: Entity, shop: Shop, _ request: ReadRequest, _ options: ConnectionOptions
  ) throws(Fault) -> ShopSource {
    guard let kind = ReportKind(rawValue: entity.slug) else {
      let source = try EntitySource.open(
        entity, shop: shop, filter: request.filter, dialect: request.dialect, options)
      let isReadAsAWhole = source.isReadAsAWhole
      let countStatement = source.countStatement
      return ShopSource(
        source: source, isReadAsAWhole: isReadAsAWhole, countStatement: countStatement)
    }
    return ShopSource(
      source: try ReportSource.open(kind, entity, shop: shop, request, options),
      isReadAsAWhole: true, countStatement: nil)
  }

  /// Whether the entity's rows depend on the date that sales are grouped by.
  package static func hasDateType(_ entity: Entity) -> Bool {
    entity.slug == ReportKind.salesDaily.rawValue
  }

  package mutating func count() throws(Fault) -> Int { try source.count() }

  package mutating func beCurrent() throws(Fault) {
    guard let copy else { return }
    var primary = try Connection.open(copy.primary)
    if let position = try primary.replicationPosition() {
      var replica = try Connection.open(copy.replica)
      if try replica.hasReached(position, withinSeconds: Self.replicaSecondsMax) { return }
    }
    self = try copy.open(copy.primary)
  }

  package mutating func read(
    after cursor: Cursor, upTo last: Int64?, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor {
    try source.read(after: cursor, upTo: last, into: &rows)
  }

  package mutating func recover() throws(Fault) { try source.recover() }

  package mutating func changedKeys(
    since: Instant, afterKey: Int64, limit: Int
  ) throws(Fault) -> ChangedKeys {
    try source.changedKeys(since: since, afterKey: afterKey, limit: limit)
  }

  package mutating func keys(
    touchedBy hints: [Hint], limit: Int
  ) throws(Fault) -> ChangedKeys {
    try source.keys(touchedBy: hints, limit: limit)
  }
}

/// The entities whose rows are computed.
enum ReportKind: String {
  case calendar
  case paymentGateways = "payment_gateways"
  case reportTypes = "report_types"
  case salesDaily = "sales_daily"
}
