/// What the product delivers: entities and their columns, as data.
///
/// May know: names, types, and how a value follows from others. Must not know: SQL, HTTP, where
/// rows come from or go to.
/// Invariant: adding an entity touches one file of the catalogue (and its statement files), and
/// every entity fits the limits of a push table before anybody tries to create one.
package enum Model {
  /// Columns of a Power BI push table at most (push-datasets-limitations).
  package static let pushColumnsMax = 75
  /// Columns that the engine adds to a fact, and one spare.
  package static let engineColumnsReserved = 6
  /// Columns of an entity, meta columns included, at most.
  package static let entityColumnsMax = pushColumnsMax - engineColumnsReserved
  /// UTF-16 units of a text at most (push-datasets-limitations: 4,000 characters).
  package static let textUnitsMax = 4000
  /// Places of an average: more than anybody shows.
  package static let quotientPlaces = 12
  /// Bytes of a column's name at most.
  package static let columnNameMax = 100
}
