internal import Model
package import Runtime
internal import WooCommerce

/// The meta keys of an entity, and the columns that they would become.
package struct MetaReport: Sendable {
  /// Rows that the shop holds.
  package var rowsTotal: Int
  /// Rows that were looked at.
  package var rowsSampled: Int
  /// Keys that are never given out, and are not listed.
  package var withheldCount: Int
  /// Whether there were more keys than are listed.
  package var hasMore: Bool
  /// The keys, the most frequent first.
  package var keys: [Key]

  /// One key.
  package struct Key: Sendable {
    /// The key, as the shop spells it.
    package var key: String
    /// The column that it would become.
    package var column: String
    /// Rows of the sample that have it.
    package var rows: Int
    /// The type that every value seen fits.
    package var type: String
    /// What it tells about a person, as far as is known.
    package var privacy: String
    /// The shape of a value.
    package var example: String
  }
}

extension Connector {
  /// Looks at which meta keys an entity's rows have.
  package func metaKeys(of slug: String) throws(Fault) -> MetaReport {
    let entity = try catalogued(slug)
    guard let home = entity.metaHome else {
      throw Fault(
        .usage, operation: "looking at meta keys", subject: slug, cause: "its rows have no meta",
        hint: "Choose orders, order_items, products or customers", recovery: .operator)
    }
    let shop = try shop()
    var survey: MetaSurvey?
    do {
      survey = try MetaSurvey.take(
        entity, shop: shop, configuration.replica ?? configuration.database)
    } catch {
      throw ofReplica(error)
    }
    guard let survey else {
      throw Fault(
        .schema, operation: "looking at meta keys", subject: slug,
        cause: "the shop has no table for it", recovery: .operator)
    }
    let taken = Set(entity.columns.map { $0.name.lowercased() })
    return MetaReport(
      rowsTotal: survey.rowsTotal, rowsSampled: survey.rowsSampled,
      withheldCount: survey.withheldCount, hasMore: survey.hasMore,
      keys: survey.keys.map { tally in
        MetaReport.Key(
          key: tally.key, column: MetaKey.columnName(tally.key, taken: taken),
          rows: tally.rowCount, type: tally.type.rawValue,
          privacy: MetaKey.classes(tally.key, in: home).map(\.rawValue).joined(separator: ", "),
          example: tally.example)
      })
  }
}
