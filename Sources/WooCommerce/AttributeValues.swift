internal import Bytes
internal import MariaDB
internal import Runtime
internal import WordPress

/// What products' attributes are called, and which values those of the page have.
struct AttributeValues {
  /// Labels by taxonomy.
  private var labels: [[UInt8]: [UInt8]] = [:]
  /// Names of terms by product and taxonomy.
  private var names: [Int64: [[UInt8]: [[UInt8]]]] = [:]

  /// One attribute and one of its values.
  struct Row: Equatable, Hashable {
    var attribute: [UInt8]
    var value: [UInt8]
    var label: [UInt8]
  }

  /// Reads taxonomy and label.
  mutating func readLabels(_ stream: inout ResultStream) throws(Fault) -> Bool {
    labels.removeAll(keepingCapacity: true)
    while try stream.next() {
      guard let taxonomy = stream.cell(0)?.array() else { continue }
      labels[taxonomy] = stream.cell(1)?.array() ?? []
    }
    return true
  }

  /// Reads `_key`, taxonomy, name; false when a page's names are too many.
  mutating func readValues(_ stream: inout ResultStream) throws(Fault) -> Bool {
    names.removeAll(keepingCapacity: true)
    var size = 0
    while try stream.next() {
      guard let key = SatelliteReading.key(stream), let taxonomy = stream.cell(1)?.array(),
        let name = stream.cell(2)?.array()
      else { continue }
      names[key, default: [:]][taxonomy, default: []].append(name)
      size += name.count
      if size > WooCommerce.arenaBytesMax { return false }
    }
    return true
  }

  /// The rows of a product, from its meta value `_product_attributes`.
  ///
  /// As WooCommerce reads it: an attribute whose taxonomy is gone has no values.
  func rows(of key: Int64, _ definition: [UInt8]) -> [Row] {
    var rows: [Row] = []
    var seen: Set<Row> = []
    for entry in SerializedText.values(definition) {
      guard let name = entry["name"]?.scalarBytes, !name.isEmpty else { continue }
      let isTaxonomy = entry["is_taxonomy"]?.isTrue ?? false
      let texts = isTaxonomy ? termNames(of: key, name) : Self.texts(entry["value"]?.scalarBytes)
      let label = isTaxonomy ? self.label(of: name) : NameText.decoded(name)
      for text in texts {
        let row = Row(attribute: name, value: text, label: label)
        if seen.insert(row).inserted { rows.append(row) }
      }
    }
    return rows
  }

  private func termNames(of key: Int64, _ taxonomy: [UInt8]) -> [[UInt8]] {
    guard labels[taxonomy] != nil else { return [] }
    return names[key]?[taxonomy]?.map(NameText.decoded) ?? []
  }

  private func label(of taxonomy: [UInt8]) -> [UInt8] {
    if let label = labels[taxonomy], !label.isEmpty { return NameText.decoded(label) }
    return Array(taxonomy.dropFirst("pa_".utf8.count))
  }

  /// A product's own values, as `wc_get_text_attributes` splits them.
  private static func texts(_ value: [UInt8]?) -> [[UInt8]] {
    NameText.decoded(value ?? []).split(separator: UInt8(ascii: "|"))
      .map { Array($0).rawSpan.trimmed().array() }.filter { !$0.isEmpty }
  }
}
