internal import MariaDB
package import Runtime

/// A profile or an alert: a name, and what it says, as text of the room that reads it.
package struct DefinitionRecord: Sendable, Equatable {
  /// Rises with every one of its kind.
  package var id: Int64
  /// What people call it.
  package var name: String
  /// What it says.
  package var definition: String
  /// Of alerts: whether it stands triggered.
  package var status: String
  /// Of alerts: when it fired last; nil before the first time.
  package var lastTriggeredAt: Instant?
  /// Of alerts: how often it has fired.
  package var triggerCount: Int64

  package init(
    id: Int64, name: String, definition: String, status: String, lastTriggeredAt: Instant?,
    triggerCount: Int64
  ) {
    self.id = id
    self.name = name
    self.definition = definition
    self.status = status
    self.lastTriggeredAt = lastTriggeredAt
    self.triggerCount = triggerCount
  }
}

/// What is kept in that form.
package enum DefinitionKind: Sendable { case profile, alert }

extension StateStore {
  /// Definitions of a kind at most.
  package static let definitionsMax = 500

  /// All of a kind, oldest first.
  package mutating func definitions(_ kind: DefinitionKind) throws(Fault) -> [DefinitionRecord] {
    let found =
      switch kind {
      case .profile:
        try rows(
          """
          SELECT id, name, definition, '', NULL, 0 FROM {prefix}wkpbic_profiles ORDER BY id
          """, [:], "reading profiles")
      case .alert:
        try rows(
          """
          SELECT id, name, definition, status, last_triggered_at, trigger_count
          FROM {prefix}wkpbic_alerts ORDER BY id
          """, [:], "reading alerts")
      }
    return found.map { row in
      DefinitionRecord(
        id: row.integer(0), name: row.text(1), definition: row.text(2), status: row.text(3),
        lastTriggeredAt: StateTime.instant(row.optionalText(4)), triggerCount: row.integer(5))
    }
  }

  /// Adds one; returns its id.
  package mutating func insertDefinition(
    _ kind: DefinitionKind, name: String, definition: String
  ) throws(Fault) -> Int64 {
    let values: [Value] = [.text(name), .text(definition)]
    switch kind {
    case .profile:
      try write(
        """
        INSERT INTO {prefix}wkpbic_profiles (name, definition, created_at) VALUES (?, ?, {now})
        """, values, "adding a profile")
    case .alert:
      try write(
        """
        INSERT INTO {prefix}wkpbic_alerts (name, definition, created_at) VALUES (?, ?, {now})
        """, values, "adding an alert")
    }
    return insertedID
  }

  /// Changes one.
  package mutating func updateDefinition(
    _ kind: DefinitionKind, id: Int64, name: String, definition: String
  ) throws(Fault) {
    let values: [Value] = [.text(name), .text(definition), .integer(id)]
    switch kind {
    case .profile:
      try write(
        "UPDATE {prefix}wkpbic_profiles SET name = ?, definition = ? WHERE id = ?", values,
        "changing a profile")
    case .alert:
      try write(
        "UPDATE {prefix}wkpbic_alerts SET name = ?, definition = ? WHERE id = ?", values,
        "changing an alert")
    }
  }

  /// Deletes one; false when there was none.
  ///
  /// A profile's tables go on holding what it has chosen.
  package mutating func deleteDefinition(
    _ kind: DefinitionKind, id: Int64
  ) throws(Fault) -> Bool {
    switch kind {
    case .profile:
      try write(
        "DELETE FROM {prefix}wkpbic_profile_syncs WHERE profile_id = ?", [.integer(id)],
        "deleting a profile")
      return try write(
        "DELETE FROM {prefix}wkpbic_profiles WHERE id = ?", [.integer(id)], "deleting a profile")
        > 0
    case .alert:
      return try write(
        "DELETE FROM {prefix}wkpbic_alerts WHERE id = ?", [.integer(id)], "deleting an alert") > 0
    }
  }
}
