/// The source: a WooCommerce shop's own tables, in either order storage.
///
/// May know: the shop's schema and its statements. Must not know: where rows go.
/// Invariant: a page is read inside one consistent snapshot that ends before `read` returns, each
/// statement of it is bounded by the page's keys, and its cells live in an arena of bounded size.
package enum WooCommerce {
  /// Bytes of a page's cells at most; a page that would need more is read again with fewer rows.
  package static let arenaBytesMax = 8 << 20
  /// Rows of a page to begin with: enough to make the statements cheap, little enough for memory.
  package static let pageRows = 1000
  /// Keys that a statement names one by one at most: MariaDB makes a temporary table of lists from
  /// 1,000 on, and then sorts.
  package static let namedKeysMax = 500
  /// Keys that are read ahead at most, 8 bytes each.
  package static let keysAheadMax = 20_000
  /// Keys below the highest known one that are looked at again: transactions that began earlier
  /// and ended later.
  package static let lateKeys: Int64 = 200
  /// Posts, the newest, whose dates are looked at where no index leads to what was modified: two
  /// seconds at most, and a shop's last years.
  package static let changedIDsMax: Int64 = 500_000
}
