internal import Bytes
package import Model

/// How decimals are stored at the destination.
package enum DecimalStorage: String, Sendable {
  /// Binary floating point, which every client of the service has been seen to use.
  case double
  /// The service's `Decimal`, which keeps 4 places and rounds further ones.
  case fixed
}

/// A column as the service wants to hear of it; it has no room for a description.
package struct ColumnSchema: Sendable, Equatable {
  /// The name in the table.
  package var name: String
  /// What its values are.
  package var dataType: ColumnType
  /// How reports write a value; nil for their own way.
  package var formatString: String?
  /// What reports do with many values.
  package var summarizeBy: Summary
  /// What a value names, such as a country.
  package var dataCategory: DataCategory?
  /// Whether report makers are spared it.
  package var isHidden: Bool
  /// The column by which this one is sorted.
  package var sortByColumn: String?

  /// What a report does with the column unless told otherwise.
  package enum Summary: String, Sendable { case none, sum }

  /// What a text says, for maps and links.
  package enum DataCategory: String, Sendable {
    case address = "Address"
    case city = "City"
    case stateOrProvince = "StateOrProvince"
    case postalCode = "PostalCode"
    case country = "Country"
    case webURL = "WebUrl"
  }

  /// A column of the catalogue.
  package init(_ column: Column, decimals: DecimalStorage) {
    name = column.name
    dataType = column.type == .decimal && decimals == .double ? .double : column.type
    summarizeBy = column.isAdditive ? .sum : .none
    formatString =
      column.type == .dateTime && column.name == "date"
      ? "yyyy-MM-dd" : Self.format(dataType, isAdditive: column.isAdditive)
    let isPlain = column.type == .string && !column.isVeiled
    dataCategory = isPlain ? DataCategory(columnName: column.name) : nil
    isHidden = false
    sortByColumn = nil
  }

  /// A column that a table once got, and that is no longer delivered.
  init(keptName name: String, _ type: ColumnType) {
    self.name = name
    dataType = type
    summarizeBy = .none
    isHidden = true
  }

  /// A column of the engine's.
  package init(_ column: EngineColumn) {
    name = column.rawValue
    dataType = column.type
    summarizeBy = .none
    formatString = Self.format(column.type, isAdditive: false)
    dataCategory = nil
    isHidden = true
    sortByColumn = nil
  }

  private static func format(_ type: ColumnType, isAdditive: Bool) -> String? {
    switch type {
    case .int64: isAdditive ? "#,0" : "0"
    // As many places as WooCommerce keeps in line amounts.
    case .double: "#,0.00######"
    case .decimal: "#,0.00##"
    case .dateTime: "yyyy-MM-dd HH:mm:ss"
    case .boolean, .string: nil
    }
  }

  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("name", .string(name)), .init("dataType", .string(dataType.rawValue)),
    ]
    if let formatString { members.append(.init("formatString", .string(formatString))) }
    if let sortByColumn { members.append(.init("sortByColumn", .string(sortByColumn))) }
    if let dataCategory { members.append(.init("dataCategory", .string(dataCategory.rawValue))) }
    if isHidden { members.append(.init("isHidden", .boolean(true))) }
    members.append(.init("summarizeBy", .string(summarizeBy.rawValue)))
    return .object(members)
  }
}

extension ColumnSchema.DataCategory {
  /// What a column's name gives away.
  init?(columnName name: String) {
    let rows: [(String, Self)] = [
      ("address_1", .address), ("billing_address", .address), ("city", .city),
      ("state", .stateOrProvince), ("postcode", .postalCode), ("country", .country),
      ("external_url", .webURL),
    ]
    let row = rows.first { name == $0.0 || name.hasSuffix("_" + $0.0) }
    guard let row else { return nil }
    self = row.1
  }
}
