internal import Bytes
internal import Connector
internal import Runtime

/// What `sync --dry-run` prints.
enum PlanTable {
  static func show(_ plans: [TablePlan], _ format: Listing.Format, _ console: Console) -> Int32 {
    var listing = Listing(
      columns: [
        "entity", "sends", "rows", "bytes_per_row", "requests", "minutes", "binding_limit",
        "filled",
        "full_on",
      ], idColumn: "entity")
    listing.rows = plans.filter { $0.unavailability == nil }.map(cells)
    console.write(listing.text(format))
    for plan in plans {
      if let reason = plan.unavailability {
        console.say("\(plan.entity): unavailable: \(reason)")
      }
      if let until = plan.pendingUntil {
        console.say("\(plan.entity): waits until \(Wording.minute(until)) UTC")
      }
    }
    console.say(summary(plans))
    let refusals = plans.compactMap(\.refusal)
    for refusal in refusals { console.failure(refusal) }
    return refusals.isEmpty ? 0 : 1
  }

  private static func cells(_ plan: TablePlan) -> [JSONValue] {
    [
      .string(plan.table), .string(plan.extent.rawValue), .integer(plan.rows),
      .integer(plan.bytesPerRow),
      .integer(plan.requests), plan.seconds.map { .number(Wording.seconds($0 / 60)) } ?? .null,
      .string(plan.refusal == nil ? plan.bindingLimit : "impossible"),
      .string(Wording.percent(plan.rowsHeld, of: plan.rowsMax)),
      plan.fullAt.map { .string(String(Wording.minute($0).prefix(10))) } ?? .null,
    ]
  }

  private static func summary(_ plans: [TablePlan]) -> String {
    let requests = plans.reduce(0) { $0 + $1.requests }
    let seconds = plans.reduce(0) { $0 + ($1.seconds ?? 0) }
    return "\(Wording.grouped(requests)) requests in \(Wording.duration(seconds)) or longer on a "
      + "slow line; a table is full at \(Wording.grouped(plans.first?.rowsMax ?? 0)) rows. Nothing "
      + "was sent."
  }
}
