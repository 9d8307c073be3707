internal import MariaDB
internal import Runtime

extension EntitySource {
  /// Asks for what the satellites before it point to and no page before has asked for.
  mutating func readLookup(_ lookup: Satellite.Lookup, _ index: Int) throws(Fault) {
    caches[index].beginPage()
    for earlier in 0..<index {
      satelliteRows[earlier].collect(lookup.by, arena, into: &caches[index])
    }
    if caches[index].wanted.isEmpty { return }
    let satellite = plan.satellites[index]
    do {
      var stream = try connection.stream(
        lookupText(satellite.template, caches[index].wanted),
        "reading \(subject) (\(satellite.name))")
      try SatelliteReading.read(lookup, &stream, into: &caches[index])
    } catch {
      // What was asked for has not been answered: it must not pass for missing.
      caches[index] = satellite.makeCache()
      throw error
    }
  }

  private func lookupText(_ template: [UInt8], _ wanted: [Int64]) -> SQLText {
    var values = plan.values(after: 0, upto: 0, limit: pageRows, signpost: 0)
    values["wanted"] = .list(wanted.map { .integer($0) })
    return SQLText(template: template, values)
  }
}
