package import Delivery
package import Store

/// How a table is brought up to date, from how its rows stand and what is wanted.
///
/// A mode sticks: a table goes on as it was begun until somebody asks for another, and what
/// cannot be had over the rows that stand there begins with clearing.
package struct DeliveryPlan: Sendable, Equatable {
  /// What is made of changes in this run.
  package var mode: DeliveryMode
  /// How the rows stand afterwards.
  package var delivery: DeliveryRecord
  /// Why the table must be cleared first; nil when it need not be.
  package var clearing: Clearing?

  /// Why a table is cleared before anything is sent.
  package enum Clearing: Sendable, Equatable {
    /// It was asked for.
    case asked
    /// Nobody knows what it holds: nothing was remembered, or something was lost.
    case unknown
    /// Rows stand there that the wanted mode cannot do with.
    case mode
    /// Columns were taken away, or other rules hold for personal data: the old rows must go.
    /// Or columns were added, and filling the table anew is quick.
    case rules
    /// Rows have changed or vanished, and this mode takes none back.
    case changes
  }

  package init(_ order: TableOrder, _ table: TableRecord) {
    let present = table.delivery
    let kept = present?.mode ?? order.standardMode
    mode = order.mode ?? kept
    let standing = Self.standing(mode, present, order)
    delivery = DeliveryRecord(
      mode: standing.mode, keepsImages: standing.keepsImages, shape: order.shape)
    clearing = Self.clearing(order, table)
    if clearing == nil, standing.needsClearing { clearing = .mode }
    if clearing != nil { delivery.keepsImages = order.keepsImages(delivery.mode) }
  }

  /// How rows stand after a run in that mode, and whether those of before must go for it.
  private static func standing(
    _ mode: DeliveryMode, _ present: DeliveryRecord?, _ order: TableOrder
  ) -> (mode: DeliveryMode, keepsImages: Bool, needsClearing: Bool) {
    guard let present else { return (mode, order.keepsImages(mode), false) }
    let keeps = present.keepsImages
    switch (present.mode, mode) {
    case (.signed, .signed), (.replace, .replace), (.append, .append): return (mode, keeps, false)
    // Cleared when rows change, a signed table begins anew and stays signed.
    case (.signed, .replace): return (.signed, keeps, false)
    case (_, .append): return (.append, keeps, false)
    case (.replace, .signed): return (.signed, true, !keeps)
    case (.append, _): return (mode, keeps, true)
    }
  }

  private static func clearing(_ order: TableOrder, _ table: TableRecord) -> Clearing? {
    if order.isFull { return .asked }
    guard let present = table.delivery else {
      return table.state == .empty && table.nextBatch == 1 ? nil : .unknown
    }
    switch table.state {
    case .clearing, .doubtful, .sending: return .unknown
    case .empty, .incomplete, .complete: break
    }
    if present.shape == order.shape { return nil }
    // Where columns were only added every row differs, too: taking each back is for tables that
    // are too large to be empty for a while.
    let isAdded = Set(present.shape).isSubset(of: order.shape)
    return isAdded && order.rowsTotal > Engine.refilledRowsMax ? nil : .rules
  }
}

extension TableOrder {
  /// Tables whose standard is signed keep what they have sent in every mode, so that they can go
  /// on being signed.
  fileprivate func keepsImages(_ mode: DeliveryMode) -> Bool {
    mode == .signed || standardMode == .signed
  }
}
