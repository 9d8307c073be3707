internal import Delivery
package import Runtime

/// What is synced, and how patiently.
package struct SyncOrder: Sendable {
  /// Slugs; nil means every enabled entity, or every table of the dataset that is aimed at.
  package var entities: [String]?
  /// Rows of a request at most.
  package var batchRows: Int
  /// Seconds of consecutive failure that are borne.
  package var patienceSeconds: Double
  /// Whether to wait for another sync of the same table.
  package var waitsForLease: Bool
  /// The mode that is asked for; nil leaves each table as it was begun, or at its standard.
  var mode: DeliveryMode?
  /// Whether every table is cleared and sent anew.
  package var isFull = false
  /// Where rows go.
  package var aim = SyncAim.standard
  /// Whether nobody waits for it: large tables then wait for their quiet hours.
  var isUnattended = false
  /// When, on the monotonic clock, it ends at the next batch's end; nil: when all is done.
  var stopsAt: Double?
  /// The profile that it is for; nil without one.
  var profile: ProfileMark?
  /// Runs that were promised before they begin, by table.
  var runIDs: [String: Int64] = [:]

  package init(
    entities: [String]?, batchRows: Int, patienceSeconds: Double, waitsForLease: Bool
  ) {
    self.entities = entities
    self.batchRows = batchRows
    self.patienceSeconds = patienceSeconds
    self.waitsForLease = waitsForLease
  }

  /// Whether somebody has named what is synced.
  var isByName: Bool { entities != nil || aim != .standard }
}

/// Where a sync goes, or what is verified.
package enum SyncAim: Sendable, Equatable {
  /// The default datasets.
  case standard
  /// Tables of a dataset, by our id of it; without names all of its tables.
  case tables(datasetID: String, names: [String]?)
  /// Where a profile says, by its id.
  case profile(Int64)
}

/// Which profile something is for.
struct ProfileMark: Sendable, Equatable {
  var id: Int64
  var name: String
}

extension SyncOrder {
  /// The names of modes.
  package static var modes: [String] { ["auto"] + DeliveryMode.allCases.map(\.rawValue) }

  /// Asks for a mode by its name; `auto` asks for none.
  package mutating func setMode(_ word: String) throws(Fault) {
    mode = DeliveryMode(rawValue: word)
    if mode != nil || word == "auto" { return }
    throw Fault(
      .usage, operation: "choosing a mode", subject: word, cause: "there is no such mode",
      hint: "Choose among: \(Self.modes.joined(separator: ", "))", recovery: .operator)
  }
}
