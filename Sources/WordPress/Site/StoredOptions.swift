/// Options as they stand in the database, by their exact names.
package struct StoredOptions: Sendable, Equatable {
  /// An option's row.
  package struct Row: Sendable, Equatable {
    /// The value, as PHP serialized it.
    package var value: [UInt8]
    /// The word in the column `autoload`.
    package var autoload: String

    package init(value: [UInt8], autoload: String) {
      self.value = value
      self.autoload = autoload
    }
  }

  private var rows: [String: Row] = [:]

  package init() {}

  /// The row of a name; nil when there is none.
  package subscript(_ name: String) -> Row? {
    get { rows[name] }
    set { rows[name] = newValue }
  }

  /// The value as `get_option` gives it, where nothing else has a say; nil when there is no row.
  package func value(_ name: String) -> PHPValue? {
    rows[name].map { PHPMaybe.unserialize($0.value) }
  }

  /// The stored text; nil when there is no row.
  package func text(_ name: String) -> String? {
    rows[name].map { String(decoding: $0.value, as: UTF8.self) }
  }
}
