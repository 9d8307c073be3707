package import MariaDB
package import Runtime

extension EntitySource {
  /// Which keys a page has.
  package struct PageRange: Sendable, Equatable {
    /// The key before the first of the page.
    package var after: Int64
    /// The last key of the page.
    package var upto: Int64
    /// The last key of the stream.
    package var signpost: Int64
    /// All keys, where statements name them one by one.
    package var keys: [Int64]
  }

  /// The ranges of all pages, as reading would cut them.
  package mutating func pageRanges() throws(Fault) -> [PageRange] {
    let signpost = try takeSignpost()
    var ranges: [PageRange] = []
    var after: Int64 = 0
    while let upto = try pageEnd(after: after, end: signpost) {
      ranges.append(PageRange(after: after, upto: upto, signpost: signpost, keys: pageKeys))
      after = upto
    }
    return ranges
  }

  /// The statements of a page, exactly as reading sends them and in that order.
  package func statements(of page: PageRange) -> [SQLText] {
    [Self.begin, boundText(after: page.after, signpost: page.signpost)]
      + plan.satellites.filter { !$0.isWide }.map { text($0.template, page) } + [
        text(plan.rows, page), "COMMIT",
      ]
  }

  private func text(_ template: [UInt8], _ page: PageRange) -> SQLText {
    text(template, after: page.after, upto: page.upto, keys: page.keys)
  }
}
