/// The faults that are switched on, and how often each has struck.
struct FaultPlan: Sendable {
  private(set) var active: [ActiveFault] = []
  private var lastID = 0
  private var chance: Identifiers

  /// Rules at a time.
  static let countMax = 100

  init(seed: UInt64) {
    chance = Identifiers(seed: seed)
  }

  /// The id of the new rule; nil when there are too many.
  mutating func add(_ rule: FaultRule) -> Int? {
    if active.count == Self.countMax { return nil }
    lastID += 1
    active.append(ActiveFault(id: lastID, rule: rule))
    return lastID
  }

  /// Whether there was such a rule.
  mutating func remove(id: Int) -> Bool {
    let before = active.count
    active.removeAll { $0.id == id }
    return active.count < before
  }

  mutating func removeAll() {
    active = []
  }

  /// The effect on this request: of the first rule that strikes it.
  mutating func effect(on call: Call, datasetName: String?) -> FaultRule.Effect? {
    if call.operation == .control { return nil }
    var effect: FaultRule.Effect?
    for index in active.indices where active[index].rule.matches(call, datasetName) {
      active[index].seen += 1
      if effect != nil || !active[index].isDue { continue }
      if active[index].rule.probability < 1, chance.fraction() >= active[index].rule.probability {
        continue
      }
      active[index].struck += 1
      effect = active[index].rule.effect
    }
    return effect
  }
}

/// A rule, and what it has done so far.
package struct ActiveFault: Sendable, Equatable {
  /// The number by which it is switched off.
  package let id: Int
  /// What it strikes, and how.
  package let rule: FaultRule
  /// Requests that matched.
  package internal(set) var seen = 0
  /// Requests that were struck.
  package internal(set) var struck = 0

  fileprivate var isDue: Bool {
    seen >= rule.nth && struck < rule.count ?? Int.max
  }
}

extension FaultRule {
  fileprivate func matches(_ call: Call, _ datasetName: String?) -> Bool {
    if let operation, operation != call.operation { return false }
    if let table, table != call.table { return false }
    if let dataset, dataset != call.dataset, dataset != datasetName { return false }
    return true
  }
}
