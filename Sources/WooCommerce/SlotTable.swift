/// Names of what a row's statements bring, and where each stands in the row's slots.
struct SlotTable {
  private var slots: [String: Int] = [:]
  private(set) var count = 0

  /// The slot of an input, new when it was never named before.
  mutating func slot(input name: String) -> Int {
    if let slot = slots[name] { return slot }
    slots[name] = count
    count += 1
    return count - 1
  }

  /// The slot of a meta key: the input that a rule names for it, or one of its own.
  mutating func slot(meta key: String) -> Int { slot(input: "meta:\(key)") }

  /// Whether that input was named before.
  func contains(input name: String) -> Bool { slots[name] != nil }
  /// The slot of a meta key that somebody chose: its values are read further than others.
  mutating func slot(field key: String) -> Int { slot(input: "field:\(key)") }
}
