internal import Bytes
package import MariaDB
package import Model
package import Runtime

/// Which meta keys an entity's rows have, seen in a sample of bounded size.
///
/// Keys that are never given out are not in it, and no value is: examples show shapes only.
package struct MetaSurvey: Sendable {
  /// Rows that the shop holds.
  package private(set) var rowsTotal = 0
  /// Rows that were looked at.
  package private(set) var rowsSampled = 0
  /// Keys that are never given out.
  package private(set) var withheldCount = 0
  /// Whether there were more keys than are kept.
  package private(set) var hasMore = false
  private var places: [String: Int] = [:]
  private var withheld: Set<String> = []
  private var tallies: [MetaTally] = []

  /// Rows that are looked at, at most: a second or two, whatever the shop.
  package static let rowsMax = 10_000
  /// Parts of the shop's life that a sample is taken from.
  private static let slices: Int64 = 10
  /// Different keys that are told apart, at most.
  package static let keysMax = 2000
  /// Characters of a value that are looked at.
  fileprivate static let unitsMax: Int64 = 200

  /// The keys that were found, the most frequent first.
  package var keys: [MetaTally] {
    tallies.sorted { ($1.rowCount, $0.key) < ($0.rowCount, $1.key) }
  }

  /// Looks at an entity's rows; nil when their meta has no table here.
  package static func take(
    _ entity: Entity, shop: Shop, _ options: ConnectionOptions
  ) throws(Fault) -> MetaSurvey? {
    var source = try EntitySource.open(
      entity, shop: shop, filter: .standard, dialect: .wire, options)
    return try source.survey(entity, shop)
  }

  fileprivate mutating func begin(total: Int) { rowsTotal = total }

  fileprivate mutating func addRows(_ count: Int) { rowsSampled += count }

  fileprivate static func starts(signpost: Int64, total: Int) -> [Int64] {
    if total <= rowsMax { return [0] }
    return (0..<slices).map { signpost / slices * $0 }
  }

  fileprivate mutating func take(object: Int64, key: String, _ value: RawSpan?) {
    if MetaKey.isWithheld(key) {
      if withheld.count < Self.keysMax { withheld.insert(key) }
      withheldCount = withheld.count
      return
    }
    guard let place = place(of: key) else { return }
    tallies[place].take(object: object, value)
  }

  private mutating func place(of key: String) -> Int? {
    if let place = places[key] { return place }
    if tallies.count == Self.keysMax {
      hasMore = true
      return nil
    }
    places[key] = tallies.count
    tallies.append(MetaTally(key: key))
    return tallies.count - 1
  }
}

extension EntitySource {
  fileprivate mutating func survey(
    _ entity: Entity, _ shop: Shop
  ) throws(Fault) -> MetaSurvey? {
    let schema = try StoreSchema(&connection, prefix: shop.prefix)
    guard let section = FieldReading.section(.survey, of: entity, shop, schema) else { return nil }
    let template = ReadPlan.resolve(section.template, schema)
    var survey = MetaSurvey()
    let total = try count()
    survey.begin(total: total)
    let signpost = try takeSignpost()
    let starts = MetaSurvey.starts(signpost: signpost, total: total)
    for index in starts.indices {
      let end = index + 1 < starts.count ? starts[index + 1] : signpost
      var after = starts[index]
      while after < end, survey.rowsSampled < MetaSurvey.rowsMax,
        let upto = try pageEnd(after: after, end: end)
      {
        try look(after: after, upto: upto, template, &survey)
        after = starts.count == 1 ? upto : end
      }
    }
    return survey
  }

  private mutating func look(
    after: Int64, upto: Int64, _ template: [UInt8], _ survey: inout MetaSurvey
  ) throws(Fault) {
    let objects = try objects(after: after, upto: upto)
    if objects.isEmpty { return }
    survey.addRows(objects.count)
    var values = plan.values(after: after, upto: upto, limit: objects.count, signpost: upto)
    values["objects"] = .list(objects)
    values["sample_units"] = .integer(MetaSurvey.unitsMax)
    var stream = try connection.stream(
      SQLText(template: template, values), "looking at meta keys")
    while try stream.next() {
      guard let object = SatelliteReading.key(stream), let key = stream.cell(1), key.byteCount > 0
      else { continue }
      survey.take(object: object, key: key.text(), stream.cell(2))
    }
  }

  /// The keys of a page's rows.
  private mutating func objects(after: Int64, upto: Int64) throws(Fault) -> [Literal] {
    var objects: [Literal] = []
    var stream = try connection.stream(
      text(plan.rows, after: after, upto: upto, keys: pageKeys), "looking at meta keys")
    while try stream.next() {
      if let key = SatelliteReading.key(stream) { objects.append(.integer(key)) }
    }
    return objects
  }
}
