package import Runtime

/// A source that may also tell where to look; what it does not tell, the sweep finds.
package protocol HintedSource: Source, ~Copyable {
  /// Whether reading any range of keys costs what reading all rows does; ranges in rising order
  /// then share that price.
  var isReadAsAWhole: Bool { get }
  /// Sees to it that what was committed before this is seen by all that is read after it.
  ///
  /// Who follows hints asks for it: a copy that lags behind would show the row as it was, and the
  /// hint would be spent.
  mutating func beCurrent() throws(Fault)
  /// Which keys may have changed since that moment, as far as the source's own dates tell, and all
  /// keys above `afterKey`, the highest that is known already.
  ///
  /// Whoever asks subtracts from the moment how long transactions and background jobs may take.
  /// Unknown where dates do not tell, and when there are more than `limit` such keys.
  mutating func changedKeys(
    since: Instant, afterKey: Int64, limit: Int
  ) throws(Fault) -> ChangedKeys
  /// Which keys the noted events touch, of rows that are there and of those that are gone; unknown
  /// when a gone object leaves that open, and when there are more than `limit` of them.
  mutating func keys(touchedBy hints: [Hint], limit: Int) throws(Fault) -> ChangedKeys
}

extension HintedSource where Self: ~Copyable {
  /// A source that reads the shop itself is current.
  package mutating func beCurrent() throws(Fault) {}
}
