internal import Runtime

// What owners and tests may look at and switch.
extension Emulator {
  /// A dataset as it stands.
  package struct DatasetSummary: Sendable, Equatable {
    /// The id in addresses.
    package var id: String
    /// What its maker called it.
    package var name: String
    /// Where it lies.
    package var workspaceID: String
    /// Whether the oldest rows make room for new ones.
    package var keepsFIFO: Bool
    /// Its tables, in the order of the schema.
    package var tables: [TableSummary]
  }

  /// A table as it stands.
  package struct TableSummary: Sendable, Equatable {
    /// What its maker called it.
    package var name: String
    /// Rows that it holds.
    package var rowCount: Int
    /// Its columns, in the order of the schema.
    package var columns: [Column]

    /// A column as it stands.
    package struct Column: Sendable, Equatable {
      /// What its maker called it.
      package var name: String
      /// What its values are.
      package var type: DataType
    }
  }

  /// All datasets, oldest first.
  package var datasets: [DatasetSummary] {
    look { world in
      world.datasets.map { dataset in
        DatasetSummary(
          id: dataset.id, name: dataset.name, workspaceID: dataset.workspaceID,
          keepsFIFO: dataset.keepsFIFO,
          tables: dataset.tables.map { table in
            TableSummary(
              name: table.schema.name, rowCount: table.rowCount,
              columns: table.schema.columns.map { .init(name: $0.name, type: $0.type) })
          })
      }
    }
  }

  /// Rows of a table; nil when there is no such dataset (by id or name) or table.
  package func rowCount(dataset: String, table: String) -> Int? {
    self.table(dataset, table)?.rowCount
  }

  /// The exact sum of a numeric column as decimal text; a double counts as the decimal that it
  /// prints as.
  package func sum(dataset: String, table: String, column: String) -> String? {
    guard let table = self.table(dataset, table),
      let index = table.schema.columns.firstIndex(where: { $0.name == column })
    else { return nil }
    return table.exactSum(column: index)
  }

  /// Rows of a table as JSON objects, oldest first.
  package func rows(
    dataset: String, table: String, from first: Int = 0, limit: Int = Int.max
  ) -> [String] {
    self.table(dataset, table)?.jsonRows(from: first, limit: limit) ?? []
  }

  /// The last sequence number that a client sent for a table.
  package func sequenceNumber(dataset: String, table: String) -> Int64? {
    self.table(dataset, table)?.sequences.first { $0.clientID == configuration.clientID }?.number
  }

  private func table(_ dataset: String, _ table: String) -> Table? {
    look { world in
      world.datasets.first { $0.id == dataset || $0.name == dataset }?.tables.first {
        $0.schema.name == table
      }
    }
  }

  /// How the stand-in treats what the documentation leaves open.
  package var behaviour: Behaviour {
    get { look { $0.behaviour } }
    set { world.withLock { $0.behaviour = newValue } }
  }

  /// Switches a fault on; its id takes it back.
  @discardableResult
  package func add(_ rule: FaultRule) -> Int {
    guard let id = world.withLock({ $0.faults.add(rule) }) else {
      preconditionFailure("at most \(FaultPlan.countMax) faults at a time")
    }
    return id
  }

  /// Switches a fault off; false when there is none of that id.
  @discardableResult
  package func removeFault(_ id: Int) -> Bool {
    world.withLock { $0.faults.remove(id: id) }
  }

  /// The faults that are on, with how often each has struck.
  package var faults: [ActiveFault] { look { $0.faults.active } }

  /// The latest requests, oldest first.
  package var requests: [JournalEntry] { look { $0.journal.latest } }

  /// How many requests there were of an operation since the start.
  package func requestCount(_ operation: Operation) -> Int {
    look { $0.journal.counts[operation, default: 0] }
  }

  /// Looks at a world in which everything that is due has arrived.
  func look<Value>(_ body: (World) -> Value) -> Value {
    world.withLock { world in
      world.land(at: clock.now)
      return body(world)
    }
  }
}
