/// Which keys may have changed: perhaps more than did.
package enum ChangedKeys: Sendable, Equatable {
  /// The source has no way to tell: only a sweep does.
  case unknown
  /// Rising, and with room between them; none when nothing has changed.
  case ranges([KeyRange])

  /// Keys between two ranges that cost less to read than another page does.
  package static let nearKeys: Int64 = 64

  /// The ranges in order, those that are near each other made one.
  package init(_ ranges: [KeyRange]) {
    var merged: [KeyRange] = []
    for range in ranges.sorted(by: { $0.first < $1.first }) {
      if let last = merged.last?.last, Self.isNear(last, range.first) {
        merged[merged.count - 1].last = max(last, range.last)
      } else {
        merged.append(range)
      }
    }
    self = .ranges(merged)
  }

  /// What either says; unknown when one of them is.
  package func union(_ other: ChangedKeys) -> ChangedKeys {
    guard case .ranges(let mine) = self, case .ranges(let others) = other else { return .unknown }
    return ChangedKeys(mine + others)
  }

  private static func isNear(_ last: Int64, _ first: Int64) -> Bool {
    if first <= last { return true }
    let (keys, isFar) = first.subtractingReportingOverflow(last)
    return !isFar && keys <= nearKeys
  }
}
