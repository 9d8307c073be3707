internal import Bytes
internal import HTTPClient
package import Runtime

/// A dataset as the service lists it.
package struct Dataset: Sendable, Equatable {
  /// The id in addresses.
  package var id: String
  /// What people call it.
  package var name: String
  /// Whether it was made as a push dataset: only then it takes rows.
  package var acceptsRows: Bool

  package init(id: String, name: String, acceptsRows: Bool) {
    self.id = id
    self.name = name
    self.acceptsRows = acceptsRows
  }
}

extension PowerBIClient {
  /// The datasets of a workspace.
  package mutating func datasets(workspace: String) throws(Fault) -> [Dataset] {
    let call = Call(
      .get, ["groups", workspace, "datasets"], "listing datasets", workspace, .reading)
    return try list(call).map { (entry) throws(Fault) in
      guard let id = entry["id"]?.string, !id.isEmpty else {
        throw Self.unreadable(call, "a dataset without id")
      }
      return Dataset(
        id: id, name: entry["name"]?.string ?? id,
        acceptsRows: entry["addRowsAPIEnabled"]?.boolean ?? false)
    }
  }

  /// Makes a push dataset without retention: its rows stay until they are cleared.
  ///
  /// Names are not unique, so this is not repeatable. `known` holds the ids of all datasets listed
  /// before: when the reply is lost, the one new dataset of that name is the one that was made.
  /// When there is none, the Fault (`settle`) goes on; before another attempt the caller looks
  /// again with `createdDataset`.
  package mutating func createDataset(
    workspace: String, schema: DatasetSchema, known: Set<String>
  ) throws(Fault) -> Dataset {
    var call = Call(
      .post, ["groups", workspace, "datasets"], query: ["defaultRetentionPolicy": "None"],
      "creating a dataset", schema.name, .creating)
    call.timeoutSeconds = Self.slowTimeoutSeconds
    do throws(Fault) {
      _ = try send(call, schema.json)
      if let id = (try object(of: call))["id"]?.string, !id.isEmpty {
        return Dataset(id: id, name: schema.name, acceptsRows: true)
      }
      throw Self.unreadable(call, "the reply names no dataset")
    } catch  where error.recovery == .settle {
      return try settled(workspace, schema.name, known, doubt: error)
    }
  }

  /// The dataset that a doubtful request made; while none is seen, the doubt itself.
  private mutating func settled(
    _ workspace: String, _ name: String, _ known: Set<String>, doubt: Fault
  ) throws(Fault) -> Dataset {
    do throws(Fault) {
      let made = try createdDataset(workspace: workspace, name: name, known: known)
      if let made { return made }
    } catch  where error.code == .busy {
      throw error
    } catch {
      // A list that cannot be had says nothing: the doubt stays.
    }
    throw doubt
  }

  /// The push dataset of that name that is not among the known ones; nil when there is none yet.
  package mutating func createdDataset(
    workspace: String, name: String, known: Set<String>
  ) throws(Fault) -> Dataset? {
    let found = try datasets(workspace: workspace).filter {
      $0.name == name && $0.acceptsRows && !known.contains($0.id)
    }
    guard found.count > 1 else { return found.first }
    throw Fault(
      .busy, operation: "creating a dataset", subject: name,
      cause:
        "\(found.count) new datasets bear that name: \(found.map(\.id).joined(separator: ", "))",
      hint: "Delete those that are empty, or choose one of them", recovery: .operator)
  }

  /// Deletes a dataset with everything built on it.
  package mutating func deleteDataset(workspace: String, dataset: String) throws(Fault) {
    _ = try send(
      Call(
        .delete, ["groups", workspace, "datasets", dataset], "deleting a dataset", dataset,
        .changing))
  }

  /// The names of a dataset's tables.
  package mutating func tables(workspace: String, dataset: String) throws(Fault) -> [String] {
    let call = Call(
      .get, ["groups", workspace, "datasets", dataset, "tables"], "listing tables", dataset,
      .reading)
    return try list(call).map { (entry) throws(Fault) in
      guard let name = entry["name"]?.string else {
        throw Self.unreadable(call, "a table without name")
      }
      return name
    }
  }

  /// Puts a table's columns and measures in place of those that it has; existing ones must be
  /// given again, whole.
  package mutating func putTable(
    workspace: String, dataset: String, table: TableSchema
  ) throws(Fault) {
    let call = Call(
      .put, ["groups", workspace, "datasets", dataset, "tables", table.name], "changing a table",
      table.name, .changing)
    _ = try send(call, table.json)
  }
}
