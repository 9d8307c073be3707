import Foundation
import Model
import Testkit

/// What the command line says.
struct Arguments {
  var orders = 100_000
  var storage = DemoShop.Storage.hpos
  var rounds = 3
  var keepsShop = false
  /// Whether syncs are measured, and what changes cost.
  var measuresChanges = false
  var socket: String?
  var database = "bench"
  var prefix = "wp_"
  var entities = [Catalogue.orders]
  /// After so many seconds an entity is read no further.
  var secondsMax = 180.0
  /// Rows to measure the ledger with, instead of a shop.
  var ledgerRows: Int?
  /// The one way that a child is to go.
  var way: Way?
  /// Where a child keeps what it sends, or finds what it is to send.
  var recording = ""
  /// How often a child may ask for a page; nil until none is left.
  var readsMax: Int?

  init(_ words: some Sequence<String>) {
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      if !take(parts[0], parts.count == 2 ? parts[1] : "") { Self.endWithUsage() }
    }
  }

  private mutating func take(_ name: String, _ value: String) -> Bool {
    switch name {
    case "--orders": return set(\.orders, Int(value))
    case "--storage": return set(\.storage, DemoShop.Storage(rawValue: value))
    case "--repeat": return set(\.rounds, Int(value).flatMap { $0 > 0 ? $0 : nil })
    case "--keep": keepsShop = true
    case "--changes": measuresChanges = true
    case "--socket": socket = value
    case "--database": database = value
    case "--prefix": prefix = value
    case "--entity": return set(\.entities, Self.entities(value))
    case "--seconds": return set(\.secondsMax, Double(value))
    case "--ledger":
      ledgerRows = Int(value).flatMap { $0 > 0 ? $0 : nil }
      return ledgerRows != nil
    case "--way": return set(\.way, Way(rawValue: value))
    case "--recording": recording = value
    case "--reads": return set(\.readsMax, Int(value))
    default: return false
    }
    return true
  }

  /// The entities of a list of slugs; nil when one of them is unknown.
  private static func entities(_ list: String) -> [Entity]? {
    if list == "all" { return Catalogue.entities }
    let slugs = list.split(separator: ",")
    let known = slugs.compactMap { Catalogue.entity(String($0)) }
    return known.isEmpty || known.count < slugs.count ? nil : known
  }

  private mutating func set<Value>(
    _ path: WritableKeyPath<Arguments, Value>, _ value: Value?
  ) -> Bool {
    guard let value else { return false }
    self[keyPath: path] = value
    return true
  }

  private mutating func set<Value>(
    _ path: WritableKeyPath<Arguments, Value?>, _ value: Value?
  ) -> Bool {
    self[keyPath: path] = value
    return value != nil
  }

  /// The words with which a child goes one way over an entity of the same shop.
  func words(for way: Way, _ entity: Entity) -> [String] {
    [
      "--way=\(way.rawValue)", "--socket=\(socket ?? "")", "--database=\(database)",
      "--prefix=\(prefix)", "--entity=\(entity.slug)", "--recording=\(recording)",
      "--seconds=\(secondsMax)",
    ] + (readsMax.map { ["--reads=\($0)"] } ?? [])
  }

  private static func endWithUsage() -> Never {
    print("usage: Bench [--orders=N] [--storage=hpos|legacy] [--repeat=N] [--keep]")
    print("             [--entity=SLUG,…|all] [--seconds=N] [--changes]")
    print("             [--socket=PATH --database=NAME [--prefix=wp_]]")
    exit(2)
  }
}
