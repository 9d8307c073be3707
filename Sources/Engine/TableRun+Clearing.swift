internal import Delivery
internal import Runtime
internal import Store

/// How a table is emptied, and what is noted of how its rows stand.
extension TableRun where From: ~Copyable, To: ~Copyable {
  /// Empties the table and what is remembered of it; false when that waits for a quiet hour.
  mutating func clear(
    _ reason: DeliveryPlan.Clearing, _ store: inout StateStore
  ) throws(Fault) -> Bool {
    if let until = waits(for: reason) {
      try persist(&store) { (store, order) throws(Fault) in
        try store.setPending(order.table, until: until)
      }
      pendingUntil = until
      return false
    }
    // Who cannot look at the end can only wait at the beginning.
    if lateUntil != nil, try rowCount(batch: nil, &store) == nil { try waitForLate(&store) }
    forget()
    let (lease, delivery) = (lease, plan.delivery)
    try persist(&store) { (store, order) throws(Fault) in
      try store.beginClearing(order.table, as: delivery, under: lease)
    }
    try askToClear(&store)
    try persist(&store) { (store, order) throws(Fault) in
      try store.endClearing(order.table, under: lease)
    }
    rowsHeld = 0
    return true
  }

  private mutating func askToClear(_ store: inout StateStore) throws(Fault) {
    while true {
      try holdLease(&store)
      try note(.clearing, &store)
      let askedAt = clock.monotonicSeconds
      do {
        try destination.clear()
        patience.succeeded()
        return
      } catch {
        // Clearing twice is clearing once, so an unknown fate is no reason to stop.
        if error.recovery == .settle { try noteLate(until: askedAt + lateSeconds, &store) }
        try bear(error, &store)
      }
    }
  }

  /// A run that is cut now must not take its knowledge with it.
  private mutating func noteLate(
    until: Double, _ store: inout StateStore
  ) throws(Fault) {
    expectLate(until: until)
    let seconds = until - clock.monotonicSeconds
    try persist(&store) { (store, order) throws(Fault) in
      try store.noteLateClearing(order.table, seconds: max(seconds, 0))
    }
  }

  /// A table that holds something useful waits; one that holds what nobody may see does not, nor
  /// does a mode that was asked for, which would be forgotten.
  private func waits(for reason: DeliveryPlan.Clearing) -> Instant? {
    guard let from = order.clearsFrom, from > clock.now, rowsHeld > 0,
      table.state != .clearing
    else { return nil }
    switch reason {
    case .asked, .rules, .mode: return nil
    case .unknown, .changes: return from
    }
  }

  /// Notes how the rows stand from now on, where that changes without clearing.
  mutating func noteDelivery(_ store: inout StateStore) throws(Fault) {
    let delivery = plan.delivery
    if let present = table.delivery, present.mode == delivery.mode,
      present.keepsImages == delivery.keepsImages, present.shape == delivery.shape
    {
      return
    }
    try persist(&store) { (store, order) throws(Fault) in
      try store.setDelivery(order.table, delivery)
    }
  }

  mutating func note(
    _ state: TableRecord.State, _ store: inout StateStore
  ) throws(Fault) {
    let held = rowsHeld
    try persist(&store) { (store, order) throws(Fault) in
      try store.setTable(
        datasetID: order.datasetID, name: order.tableName, state: state, rowCount: held)
    }
  }
}
