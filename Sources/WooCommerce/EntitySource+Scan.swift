internal import Delivery
internal import MariaDB
internal import Runtime

/// Takes rows as they are read, where nobody wants them encoded.
protocol RowTaker: ~Copyable {
  mutating func take(key: Int64, _ slots: borrowing RowSlots, _ arena: inout PageArena)
}

extension EntitySource {
  /// Gives one page after a key to the taker; returns where reading stands then.
  ///
  /// When it throws, the taker may have seen a part of the page.
  mutating func scan<Taker: RowTaker & ~Copyable>(
    after: Int64, into taker: inout Taker
  ) throws(Fault) -> Cursor {
    if plan.isAbsent { return .end }
    if try readSlice(after: after) { return .after(after) }
    while true {
      try connection.execute(Self.begin, "beginning a snapshot")
      switch try preparePage(after: after, upTo: .max) {
      case .nothingLeft:
        try connection.execute("COMMIT", "ending a snapshot")
        return .end
      case .empty(let upto):
        try connection.execute("COMMIT", "ending a snapshot")
        return .after(upto)
      case .tooLarge:
        try connection.execute("ROLLBACK", "ending a snapshot")
        try shrinkPage()
      case .ready(let upto, let isLast):
        try take(after: after, upto: upto, into: &taker)
        growPage()
        try connection.execute("COMMIT", "ending a snapshot")
        return isLast ? .end : .after(upto)
      }
    }
  }

  private mutating func take<Taker: RowTaker & ~Copyable>(
    after: Int64, upto: Int64, into taker: inout Taker
  ) throws(Fault) {
    var stream = try connection.stream(
      text(plan.rows, after: after, upto: upto), "reading \(subject)")
    while try stream.next() {
      guard let key = SatelliteReading.key(stream) else { continue }
      let mark = arena.count
      Self.place(key: key, stream, plan, &satelliteRows, caches, &wide, &arena, into: &slots)
      taker.take(key: key, slots, &arena)
      arena.truncate(to: mark)
    }
  }
}
