/// The shared pace as text, for whoever keeps it between senders and processes.
extension Pace {
  /// Lines of a letter and numbers.
  package var text: String {
    var lines = ["p \(lastAt) \(blockedUntil) \(largeUntil)"]
    lines += slices.map { "s \($0.second) \($0.posts) \($0.rows)" }
    lines += flights.map { "f \($0.sender) \($0.at)" }
    lines += turns.map { "t \($0.sender) \($0.rows) \($0.seenAt)" }
    return lines.joined(separator: "\n")
  }

  /// Reads the text; what is not understood, of a newer program perhaps, is left out.
  package init(text: String) {
    self.init()
    for line in text.split(separator: "\n") { read(line) }
  }

  private mutating func read(_ line: Substring) {
    let words = line.split(separator: " ")
    guard let kind = words.first else { return }
    let numbers = words.dropFirst().map { UInt64($0) ?? 0 }
    /// A moment or an amount that arithmetic cannot overflow with.
    func number(_ index: Int) -> Int64 { Int64(min(numbers[index], 1 << 52)) }
    switch (kind, numbers.count) {
    case ("p", 3):
      (lastAt, blockedUntil, largeUntil) = (number(0), number(1), number(2))
    case ("s", 3):
      slices.append(
        Slice(
          second: min(number(0), 1 << 40), posts: Int(number(1)), rows: Int(number(2))))
    case ("f", 2): flights.append(Flight(sender: numbers[0], at: number(1)))
    case ("t", 3):
      turns.append(Turn(sender: numbers[0], rows: Int(number(1)), seenAt: number(2)))
    default: break
    }
  }
}
