package import Runtime
package import Store

// Profiles and alerts, as people define them.
extension Connector {
  /// All profiles, or all alerts.
  package func definitions(_ kind: DefinitionKind) throws(Fault) -> [DefinitionRecord] {
    var store = try openStore()
    try store.requireCurrentSchema()
    return try store.definitions(kind)
  }

  /// Adds one; returns it.
  package func addDefinition(
    _ kind: DefinitionKind, name: String, definition: String
  ) throws(Fault) -> DefinitionRecord {
    var store = try openStore()
    try store.requireCurrentSchema()
    guard try store.definitions(kind).count < StateStore.definitionsMax else {
      throw Fault(
        .busy, operation: kind == .alert ? "adding an alert" : "adding a profile", subject: name,
        cause: "there are \(StateStore.definitionsMax) already", hint: "Delete some first",
        recovery: .operator)
    }
    let id = try store.insertDefinition(kind, name: name, definition: definition)
    return DefinitionRecord(
      id: id, name: name, definition: definition, status: kind == .alert ? "ok" : "",
      lastTriggeredAt: nil, triggerCount: 0)
  }

  /// Changes an alert.
  package func changeAlert(id: Int64, name: String, definition: String) throws(Fault) {
    var store = try openStore()
    try store.updateDefinition(.alert, id: id, name: name, definition: definition)
  }

  /// Deletes one; false when there was none.
  ///
  /// A profile's tables stay, and go on holding what it has chosen.
  package func deleteDefinition(_ kind: DefinitionKind, id: Int64) throws(Fault) -> Bool {
    var store = try openStore()
    try store.requireCurrentSchema()
    return try store.deleteDefinition(kind, id: id)
  }
}
