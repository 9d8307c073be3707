/// One kind of row that the product delivers.
package struct Entity: Sendable, Equatable {
  /// The name in URLs, commands and tables.
  package var slug: String
  /// The name for people.
  package var label: String
  package var description: String
  /// A dashicon of WordPress.
  package var icon: String
  /// What one row stands for.
  package var kind: Kind
  /// Names of the key's columns after `source_store`.
  package var key: [String]
  /// How rows travel unless somebody says otherwise.
  package var delivery: DeliveryDefault
  /// The DateTime column that `_date_key` follows; facts only.
  package var mainDate: String?
  /// Rows that are left out unless asked for by name.
  package var exclusion: Exclusion?
  /// Whether it is delivered without anybody enabling it.
  package var isEnabledByDefault: Bool
  /// All columns, `source_store` first.
  package var columns: [Column]
  /// What a shop must have for there to be any rows; nil when every shop can have some.
  package var requirement: Requirement?
  /// What delivered columns follow from and nobody receives; such a column stands before the
  /// delivered one of its name.
  package var underlying: [Column] = []

  package init(
    slug: String, label: String, description: String, icon: String, kind: Kind, key: [String],
    delivery: DeliveryDefault, mainDate: String?, exclusion: Exclusion?,
    isEnabledByDefault: Bool, columns: [Column], requirement: Requirement? = nil
  ) {
    precondition(columns.count <= Model.entityColumnsMax, "\(slug): too many columns")
    precondition(columns.first?.name == "source_store", "\(slug): source_store comes first")
    let names = Set(columns.map(\.name))
    precondition(names.count == columns.count, "\(slug): a column stands twice")
    precondition(key.allSatisfy(names.contains), "\(slug): a key column is missing")
    precondition(mainDate.map(names.contains) ?? true, "\(slug): the main date is missing")
    self.slug = slug
    self.label = label
    self.description = description
    self.icon = icon
    self.kind = kind
    self.key = key
    self.delivery = delivery
    self.mainDate = mainDate
    self.exclusion = exclusion
    self.isEnabledByDefault = isEnabledByDefault
    self.columns = columns
    self.requirement = requirement
  }

  /// What one row of an entity stands for.
  package enum Kind: String, Sendable { case fact, dimension, bridge, snapshot, report }

  /// How rows travel when nobody says otherwise.
  package enum DeliveryDefault: String, Sendable { case signed, replace }

  /// Values of a column whose rows are left out by default.
  package struct Exclusion: Sendable, Equatable {
    /// The column that decides.
    package var column: String
    /// The values that are left out.
    package var values: [String]

    package init(column: String, values: [String]) {
      self.column = column
      self.values = values
    }
  }

  /// A plugin that brings the rows of an entity.
  package struct Requirement: Sendable, Equatable {
    /// Its file as option `active_plugins` names it: `folder/file.php`.
    package var plugin: String
    /// The name for people.
    package var label: String

    package init(plugin: String, label: String) {
      self.plugin = plugin
      self.label = label
    }
  }

  /// Whether the table bears `_date_key`.
  package var hasDateKey: Bool { kind == .fact && mainDate != nil }
}
