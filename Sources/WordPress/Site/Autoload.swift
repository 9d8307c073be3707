/// Whether WordPress loads an option on every page.
package enum Autoload: Sendable, Equatable {
  /// Only when it is asked for: right for everything of ours.
  case off
  /// With every page.
  case on
  /// As WordPress decides, by size.
  case automatic

  /// Values longer than this are not loaded with every page unless somebody says so.
  static let automaticBytesMax = 150_000
}

/// The words that a WordPress writes into `autoload`.
///
/// A wrong one is read, and means something else.
package enum AutoloadWords: Sendable, Equatable {
  /// Before 6.6: `yes` and `no`.
  case yesNo
  /// From 6.6 on: `on`, `off`, `auto`, `auto-on`, `auto-off`.
  case onOff

  /// Tells the generation from the words a table holds.
  package init(found words: some Sequence<String>) {
    self = words.contains { !["yes", "no", ""].contains($0) } ? .onOff : .yesNo
  }

  /// The word for a new option with a value of that many bytes.
  func word(_ autoload: Autoload, valueBytes: Int) -> String {
    switch (self, autoload) {
    case (.yesNo, .off): "no"
    case (.yesNo, .on), (.yesNo, .automatic): "yes"
    case (.onOff, .off): "off"
    case (.onOff, .on): "on"
    case (.onOff, .automatic): valueBytes > Autoload.automaticBytesMax ? "auto-off" : "auto"
    }
  }

  /// The word after an update: what somebody chose stays, what WordPress chose is chosen again.
  func updated(_ present: String, _ autoload: Autoload?, valueBytes: Int) -> String {
    if let autoload { return word(autoload, valueBytes: valueBytes) }
    return present.hasPrefix("auto") ? word(.automatic, valueBytes: valueBytes) : present
  }
}
