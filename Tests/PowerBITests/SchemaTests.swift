import Bytes
import Model
import Runtime
import Testing

@testable import PowerBI

/// What is said of tables and datasets when they are made.
@Suite struct SchemaTests {
  private static let decimals: [DecimalStorage] = [.double, .fixed]

  private func column(
    _ name: String, _ type: ColumnType, additive: Bool = false
  ) -> Column {
    Column(
      name, type, nullable: true, group: "G", presets: [], additive: additive, privacy: .none,
      "About \(name)", value: .input(name))
  }

  private func entity(
    _ columns: [Column], kind: Entity.Kind = .fact, delivery: Entity.DeliveryDefault = .signed
  ) -> Entity {
    Entity(
      slug: "things", label: "Things", description: "One row per thing.", icon: "", kind: kind,
      key: ["id"], delivery: delivery, mainDate: kind == .fact ? "date_created" : nil,
      exclusion: nil, isEnabledByDefault: true,
      columns: [column("source_store", .string), column("id", .int64)] + columns)
  }

  private var thing: Entity {
    entity([
      column("total", .decimal, additive: true), column("price", .decimal),
      column("count", .int64, additive: true), column("is_new", .boolean),
      column("billing_city", .string), column("billing_state", .string),
      column("country", .string), column("shipping_postcode", .string),
      column("status", .string), column("date_created", .dateTime), column("rate", .double),
    ])
  }

  @Test(arguments: decimals)
  func everyEntityKeepsToTheDefinitions(_ decimals: DecimalStorage) throws {
    let tables = try Catalogue.entities.map {
      try TableSchema($0, name: $0.slug, decimals: decimals)
    }
    let dataset = try DatasetSchema(
      name: "WooCommerce Store Data", tables: tables, relationships: [])
    let swagger = try Swagger()
    #expect(swagger.complaints(dataset.json, "CreateDatasetRequest") == [])
    for table in tables { #expect(swagger.complaints(table.json, "Table") == []) }
    for (table, entity) in zip(tables, Catalogue.entities) {
      #expect(
        table.columns.map(\.name)
          == entity.columns.map(\.name) + EngineColumn.all(of: entity).map(\.rawValue))
    }
  }

  @Test func ordersAsTheServiceHearsThem() throws {
    let orders = try #require(Catalogue.entity("orders"))
    let json = try TableSchema(orders, name: "orders", decimals: .double).json
    let columns = try #require(json["columns"]?.array)
    let total = try #require(columns.first { $0["name"]?.string == "total" })
    #expect(
      total
        == .object([
          "name": .string("total"), "dataType": .string("Double"),
          "formatString": .string("#,0.00######"), "summarizeBy": .string("sum"),
        ]))
    #expect(columns.first?["name"]?.string == "source_store")
    #expect(columns.last?["name"]?.string == "_date_key")
    let measure = try #require(json["measures"]?.array?.first)
    #expect(measure["name"]?.string == "orders count")
    #expect(
      measure["expression"]?.string
        == "COUNTROWS(FILTER(VALUES('orders'[id]), CALCULATE(SUM('orders'[_sign])) > 0))")
  }

  @Test(
    arguments: [
      ("total", "Double", "#,0.00######", "sum", nil),
      ("price", "Double", "#,0.00######", "none", nil),
      ("rate", "Double", "#,0.00######", "none", nil), ("id", "Int64", "0", "none", nil),
      ("count", "Int64", "#,0", "sum", nil), ("is_new", "Boolean", nil, "none", nil),
      ("status", "String", nil, "none", nil), ("billing_city", "String", nil, "none", "City"),
      ("billing_state", "String", nil, "none", "StateOrProvince"),
      ("country", "String", nil, "none", "Country"),
      ("shipping_postcode", "String", nil, "none", "PostalCode"),
      ("date_created", "DateTime", "yyyy-MM-dd HH:mm:ss", "none", nil),
    ] as [(String, String, String?, String, String?)])
  func columns(
    _ name: String, _ type: String, _ format: String?, _ summary: String, _ category: String?
  ) throws {
    let table = try TableSchema(thing, name: "things", decimals: .double)
    let json = try #require(table.columns.first { $0.name == name }).json
    #expect(json["dataType"]?.string == type)
    #expect(json["formatString"]?.string == format)
    #expect(json["summarizeBy"]?.string == summary)
    #expect(json["dataCategory"]?.string == category)
    #expect(json["isHidden"] == nil)
  }

  @Test func fixedDecimalsAreAskedFor() throws {
    let table = try TableSchema(thing, name: "things", decimals: .fixed)
    let types = table.columns.reduce(into: [:]) { $0[$1.name] = $1.dataType }
    #expect(types["total"] == .decimal)
    #expect(types["price"] == .decimal)
    #expect(types["rate"] == .double)
    let total = table.columns.first { $0.name == "total" }
    #expect(total?.formatString == "#,0.00##")
  }

  @Test func engineColumnsAreHiddenAndNeverSummed() throws {
    let table = try TableSchema(thing, name: "things", decimals: .double)
    let own = table.columns.suffix(5)
    #expect(own.map(\.name) == ["_sign", "_version", "_batch", "_synced_at", "_date_key"])
    #expect(
      own.map(\.dataType) == [.int64, .int64, .int64, .dateTime, .int64])
    for column in own {
      #expect(column.json["isHidden"] == .boolean(true))
      #expect(column.json["summarizeBy"] == .string("none"))
    }
  }

  @Test func replacedTablesBearNoCountAndNoDateKey() throws {
    let entity = entity([], kind: .dimension, delivery: .replace)
    let table = try TableSchema(entity, name: "things", decimals: .double)
    #expect(table.measures.isEmpty)
    #expect(table.columns.map(\.name).suffix(1) == ["_synced_at"])
  }

  @Test func descriptionsOfColumnsGoToTheTable() throws {
    let table = try TableSchema(thing, name: "things", decimals: .double)
    #expect(table.description.hasPrefix("One row per thing.\n"))
    #expect(table.description.contains("\nprice: About price\n"))
    let wide = entity(
      [column("date_created", .dateTime)]
        + (0..<60).map { column("column_\($0)_" + String(repeating: "x", count: 60), .string) })
    let long = try TableSchema(wide, name: "things", decimals: .double).description
    #expect(long.utf16.count <= 4000)
    #expect(long.utf16.count > 3700)
    #expect(long.split(separator: "\n").dropFirst().allSatisfy { $0.contains(": About ") })
  }

  @Test func monthsSortByTheirNumber() throws {
    let calendar = entity(
      [column("month", .int64), column("month_name", .string), column("day_name", .string)],
      kind: .dimension)
    let table = try TableSchema(calendar, name: "calendar", decimals: .double)
    let columns = table.columns.reduce(into: [:]) { $0[$1.name] = $1.sortByColumn }
    #expect(columns["month_name"] == "month")
    // There is no day_of_week here.
    #expect(columns["day_name"] == .some(nil))
  }

  @Test(arguments: [
    "", " orders", "orders ", "a/b", "a'b", "a[b", "a]b", "a;b", "a:b", "a{b", "a|b", "a\\b",
    "a=b", "a?b", "a%b", "a.b", "a,b", "über", "Date", "date", "a\nb",
    String(repeating: "a", count: 101),
  ])
  func namesThatTheServiceMightRefuse(_ name: String) {
    #expect(throws: Fault.self) { try TableSchema(thing, name: name, decimals: .double) }
  }

  @Test(arguments: [
    "orders", "Orders 2026", "a-b_c#d@e^f~g", "dates", String(repeating: "a", count: 100),
  ])
  func namesThatPass(_ name: String) throws {
    let table = try TableSchema(thing, name: name, decimals: .double)
    #expect(try Swagger().complaints(table.json, "Table") == [])
  }
}

/// Limits and references of whole datasets.
@Suite struct DatasetSchemaTests {
  private func table(
    _ name: String, columns: Int = 2, measures: [Measure] = []
  ) throws -> TableSchema {
    try TableSchema(
      name: name, description: "",
      columns: (0..<columns).map { index in
        ColumnSchema(
          Column(
            "c\(index)", index == 1 ? .string : .int64, nullable: true, group: "", presets: [],
            additive: false, privacy: .none, "", value: .store), decimals: .double)
      }, measures: measures)
  }

  private func cause(_ body: () throws -> Void) -> String {
    #expect(throws: Fault.self) { try body() }?.cause ?? ""
  }

  @Test func columnsAreCounted() throws {
    _ = try table("t", columns: 75)
    #expect(cause { _ = try table("t", columns: 76) }.contains("76"))
    #expect(cause { _ = try table("t", columns: 0) }.contains("0 columns"))
  }

  @Test func tablesAreCounted() throws {
    let tables = try (0..<76).map { try table("t\($0)") }
    _ = try DatasetSchema(name: "d", tables: Array(tables.prefix(75)), relationships: [])
    #expect(
      cause { _ = try DatasetSchema(name: "d", tables: tables, relationships: []) }.contains("76"))
    #expect(throws: Fault.self) { try DatasetSchema(name: "d", tables: [], relationships: []) }
    #expect(throws: Fault.self) {
      try DatasetSchema(name: "", tables: [try table("t")], relationships: [])
    }
  }

  @Test func namesAreUniqueWhateverTheirCase() throws {
    let twins = [try table("orders"), try table("Orders")]
    #expect(
      cause { _ = try DatasetSchema(name: "d", tables: twins, relationships: []) }
        .contains("Orders stands twice"))
    let measure = Measure(name: "n", expression: "1", formatString: "0", description: "")
    let measures = [try table("a", measures: [measure]), try table("b", measures: [measure])]
    #expect(
      cause { _ = try DatasetSchema(name: "d", tables: measures, relationships: []) }
        .contains("measure"))
    let clash = Measure(name: "C1", expression: "1", formatString: "0", description: "")
    #expect(throws: Fault.self) { try table("a", measures: [clash]) }
  }

  @Test func relationshipsNameWhatIsThere() throws {
    let tables = [try table("facts"), try table("things")]
    func dataset(_ from: String, _ fromColumn: String, _ toTable: String, _ to: String) throws {
      let relationship = Relationship(
        fromTable: from, fromColumn: fromColumn, toTable: toTable, toColumn: to)
      let made = try DatasetSchema(name: "d", tables: tables, relationships: [relationship])
      #expect(try Swagger().complaints(made.json, "CreateDatasetRequest") == [])
      #expect(
        made.json["relationships"]?.array?.first?["crossFilteringBehavior"]
          == .string("OneDirection"))
    }
    try dataset("facts", "c0", "things", "c0")
    #expect(throws: Fault.self) { try dataset("facts", "c0", "nothing", "c0") }
    #expect(throws: Fault.self) { try dataset("facts", "c9", "things", "c0") }
    #expect(throws: Fault.self) { try dataset("facts", "c0", "things", "c1") }
    #expect(throws: Fault.self) { try dataset("facts", "c0", "facts", "c0") }
  }

  @Test func relationshipsAreCountedAndUnique() throws {
    let tables = try (0..<74).map { try table("facts\($0)") } + [try table("things")]
    let many = (0..<74).map {
      Relationship(fromTable: "facts\($0)", fromColumn: "c0", toTable: "things", toColumn: "c0")
    }
    _ = try DatasetSchema(name: "d", tables: tables, relationships: many)
    #expect(
      cause {
        _ = try DatasetSchema(name: "d", tables: tables, relationships: many + many.prefix(1))
      }.contains("twice"))
    #expect(
      cause {
        _ = try DatasetSchema(name: "d", tables: tables, relationships: many + many.prefix(2))
      }.contains("76"))
  }

  @Test(
    arguments: [
      ([("a", "c"), ("b", "c")], true), ([("a", "b"), ("b", "c")], true),
      ([("a", "c"), ("a", "c")], false), ([("a", "b"), ("b", "c"), ("a", "c")], false),
      ([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")], false),
    ])
  func oneWayBetweenTables(_ pairs: [(String, String)], _ isFine: Bool) throws {
    let tables = try ["a", "b", "c", "d"].map { try table($0, columns: 5) }
    let relationships = pairs.enumerated().map { index, pair in
      Relationship(
        fromTable: pair.0, fromColumn: index == 1 ? "c2" : "c0", toTable: pair.1,
        toColumn: "c0")
    }
    if isFine {
      _ = try DatasetSchema(name: "d", tables: tables, relationships: relationships)
    } else {
      #expect(
        cause { _ = try DatasetSchema(name: "d", tables: tables, relationships: relationships) }
          .contains("two ways"))
    }
  }
}

/// Which tables of the catalogue are related.
@Suite struct StandardRelationshipTests {
  private func entity(
    _ slug: String, _ columns: [String], _ kind: Entity.Kind, _ delivery: Entity.DeliveryDefault
  ) -> Entity {
    let all = ["source_store"] + columns + (kind == .fact ? ["date_created"] : [])
    return Entity(
      slug: slug, label: slug, description: "", icon: "", kind: kind, key: [columns[0]],
      delivery: delivery, mainDate: kind == .fact ? "date_created" : nil, exclusion: nil,
      isEnabledByDefault: true,
      columns: all.map {
        Column(
          $0, $0 == "date_created" ? .dateTime : $0 == "source_store" ? .string : .int64,
          nullable: true, group: "", presets: [], additive: false, privacy: .none, "",
          value: .store)
      })
  }

  @Test func factsPointToWhatIsReplaced() throws {
    let tables = [
      (entity: entity("orders", ["id", "customer_id"], .fact, .signed), name: "orders"),
      (
        entity: entity("order_items", ["id", "order_id", "product_id"], .fact, .signed),
        name: "lines"
      ),
      (entity: entity("customers", ["id"], .dimension, .replace), name: "people"),
      (entity: entity("products", ["id"], .dimension, .signed), name: "products"),
      (entity: entity("calendar", ["date", "date_key"], .dimension, .replace), name: "calendar"),
    ]
    let related = Relationship.standard(tables)
    #expect(
      related.map(\.name) == [
        "orders-_date_key-calendar-date_key", "orders-customer_id-people-id",
        "lines-_date_key-calendar-date_key",
      ])
    let dataset = try DatasetSchema(
      name: "d",
      tables: try tables.map { try TableSchema($0.entity, name: $0.name, decimals: .double) },
      relationships: related)
    #expect(try Swagger().complaints(dataset.json, "CreateDatasetRequest") == [])
  }

  @Test func tablesThatAreNotThereAreNotRelated() {
    let orders = entity("orders", ["id", "customer_id"], .fact, .signed)
    #expect(Relationship.standard([(entity: orders, name: "orders")]).isEmpty)
  }
}
