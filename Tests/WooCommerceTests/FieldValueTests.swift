import Bytes
import Model
import Testing
import WooCommerce

/// What becomes of meta values: worked out by hand from the rules of meta columns.
struct FieldValueTests {
  private func entity(_ meta: [String]) throws -> Entity {
    try Catalogue.orders.prepared(
      FieldSelection(
        columns: ["id"], meta: try meta.map { try MetaField($0, isSite: true) }, isExact: false),
      PrivacyRules())
  }

  /// One value of one type.
  private struct Case {
    var stored: String
    var type: ColumnType
    var becomes: JSONValue
    var isLost = false

    init(_ stored: String, _ type: ColumnType, _ becomes: JSONValue, isLost: Bool = false) {
      self.stored = stored
      self.type = type
      self.becomes = becomes
      self.isLost = isLost
    }
  }

  private static let cases: [Case] = [
    Case("DE123", .string, .string("DE123")), Case("", .string, .null),
    Case("0", .string, .string("0")),
    Case(" a ", .string, .string(" a ")), Case("=1+1", .string, .string("=1+1")),
    Case("a: no array", .string, .string("a: no array")), Case("b:1;", .string, .string("1")),
    Case("N;", .string, .null), Case("i:42;", .string, .string("42")),
    Case("s:5:\"Größ\";", .string, .null, isLost: true),
    Case("s:6:\"Größ\";", .string, .string("Größ")),
    Case(
      "a:2:{s:4:\"wrap\";b:1;s:4:\"text\";s:10:\"Für/\"x\"\";}", .string, .null, isLost: true),
    Case(
      "a:2:{s:4:\"wrap\";b:1;s:4:\"text\";s:7:\"Für/x\";}", .string, .null, isLost: true),
    Case(
      "a:2:{s:4:\"wrap\";b:1;s:4:\"text\";s:6:\"Für/x\";}", .string,
      .string("{\"wrap\":true,\"text\":\"Für/x\"}")),
    Case("a:2:{i:0;s:1:\"a\";i:1;d:0.5;}", .string, .string("[\"a\",0.5]")),
    Case("a:0:{}", .string, .string("[]")),
    Case(
      "O:11:\"WC_DateTime\":3:{s:4:\"date\";s:26:\"2025-06-01 12:00:00.000000\";"
        + "s:13:\"timezone_type\";i:3;s:8:\"timezone\";s:3:\"UTC\";}", .string,
      .string(
        "{\"date\":\"2025-06-01 12:00:00.000000\",\"timezone_type\":3,\"timezone\":\"UTC\"}")),
    Case("a:5:{i:0;", .string, .null, isLost: true),
    Case("C:3:\"Foo\":2:{ab}", .string, .null, isLost: true),

    Case("42", .int64, .number("42")), Case("-7", .int64, .number("-7")),
    Case("12.0", .int64, .number("12")), Case("12.5", .int64, .null, isLost: true),
    Case("12 apples", .int64, .null, isLost: true), Case("", .int64, .null),
    Case("9223372036854775808", .int64, .null, isLost: true), Case("i:5;", .int64, .number("5")),

    Case("1.50", .decimal, .number("1.5")), Case("1e3", .decimal, .number("1000")),
    Case("123456789012345678901234.5", .decimal, .number("123456789012345678901234.5")),
    Case("1,50", .decimal, .null, isLost: true), Case("", .decimal, .null),
    Case("d:0.25;", .decimal, .number("0.25")), Case("-.5", .double, .number("-0.5")),

    Case("yes", .boolean, .boolean(true)), Case("no", .boolean, .boolean(false)),
    Case("1", .boolean, .boolean(true)), Case("0", .boolean, .boolean(false)),
    Case("TRUE", .boolean, .boolean(true)), Case("", .boolean, .null),
    Case("maybe", .boolean, .null, isLost: true),

    Case("2025-06-01", .dateTime, .string("2025-06-01T00:00:00")),
    Case("20250601", .dateTime, .string("2025-06-01T00:00:00")),
    Case("2025-06-01 12:30:00", .dateTime, .string("2025-06-01T12:30:00")),
    Case("2025-06-01T12:30:00Z", .dateTime, .string("2025-06-01T12:30:00")),
    // Noon in Greenwich on a summer day is two o'clock in Berlin.
    Case("1748779200", .dateTime, .string("2025-06-01T14:00:00")),
    Case("0000-00-00 00:00:00", .dateTime, .null), Case("0", .dateTime, .null),
    Case("", .dateTime, .null), Case("2025-02-30", .dateTime, .null, isLost: true),
    Case("tomorrow", .dateTime, .null, isLost: true),
    Case("1748779200000", .dateTime, .null, isLost: true),
  ]

  @Test(arguments: fieldStorages)
  func everyValueBecomesWhatItsTypeCanHold(_ storage: Shop.Storage) throws {
    let shop = try FieldShop(storage, "values")
    try shop.add(Self.cases.enumerated().map { ("f\($0)", $1.stored) }, to: 109)
    let lost = Self.cases.count(where: \.isLost)
    var seen = 0
    for start in stride(from: 0, to: Self.cases.count, by: 40) {
      let range = start..<min(start + 40, Self.cases.count)
      let entity = try entity(range.map { "f\($0):\(Self.cases[$0].type.rawValue)" })
      let (rows, unrepresented) = try shop.rows(entity)
      for index in range {
        let one = Self.cases[index]
        #expect(rows[109]?["meta_f\(index)"] == one.becomes, "\(one.stored) as \(one.type)")
      }
      // Others have none of these keys.
      #expect(rows[101]?["meta_f\(start)"] == .null)
      seen += unrepresented
    }
    #expect(seen == lost)
  }

  @Test(arguments: fieldStorages)
  func ofARepeatedKeyTheLowestIdWins(_ storage: Shop.Storage) throws {
    let shop = try FieldShop(storage, "repeated")
    try shop.add([("color", "first"), ("color", "second"), ("Color", "other case")], to: 110)
    let rows = try shop.rows(try entity(["color"])).rows
    #expect(rows[110]?["meta_color"] == .string("first"))
  }

  @Test(arguments: fieldStorages)
  func longValuesAreCutAsAllTextsAre(_ storage: Shop.Storage) throws {
    let shop = try FieldShop(storage, "long")
    let long = String(repeating: "x", count: 5000)
    let list = String(repeating: "y", count: 70_000)
    try shop.add(
      [("long", long), ("list", "a:1:{i:0;s:4995:\"\(long.prefix(4995))\";}")], to: 110)
    let table = storage == .hpos ? "wp_wc_orders_meta" : "wp_postmeta"
    try shop.run("ALTER TABLE \(table) MODIFY meta_value LONGTEXT")
    try shop.add([("huge", "a:1:{i:0;s:70000:\"\(list)\";}")], to: 110)
    let (rows, unrepresented) = try shop.rows(try entity(["long", "list", "huge"]))
    #expect(
      rows[110]?["meta_long"] == .string(String(repeating: "x", count: 3988) + "…[truncated]"))
    #expect(
      rows[110]?["meta_list"]
        == .string("[\"" + String(repeating: "x", count: 3986) + "…[truncated]"))
    // Longer than is read: nothing rather than half of it.
    #expect(rows[110]?["meta_huge"] == .null && unrepresented == 1)
  }

  @Test(arguments: fieldStorages)
  func aKeyOfTheCatalogueCanBeChosenToo(_ storage: Shop.Storage) throws {
    let shop = try FieldShop(storage, "both")
    let entity = try Catalogue.orders.prepared(
      FieldSelection(
        columns: ["id", "attribution_utm_source"],
        meta: [try MetaField("_wc_order_attribution_utm_source", isSite: true)], isExact: true),
      PrivacyRules())
    #expect(entity.columns.map(\.name) == ["id", "attribution_utm_source"])
    var whole = entity
    whole = try Catalogue.orders.prepared(
      FieldSelection(
        columns: ["attribution_utm_source", "meta__wc_order_attribution_utm_source"],
        meta: [try MetaField("_wc_order_attribution_utm_source", isSite: true)], isExact: true),
      PrivacyRules())
    let row = try shop.rows(whole).rows[101]
    #expect(row?["attribution_utm_source"] == .string("(google)"))
    #expect(row?["meta__wc_order_attribution_utm_source"] == .string("(google)"))
  }

  /// Every entity whose rows have meta: the table is the right one, and the row as well.
  @Test(arguments: fieldStorages)
  func everyHomeBringsItsMeta(_ storage: Shop.Storage) throws {
    let shop = try FieldShop(demo: storage, "homes")
    for entity in Catalogue.entities {
      guard let home = entity.metaHome else { continue }
      let ready = try entity.prepared(
        FieldSelection(
          columns: ["essential"], meta: [try MetaField("proof", isSite: true)], isExact: false),
        PrivacyRules())
      let keys = try shop.rows(ready).rows.keys.sorted()
      // A shop need not have rows of every entity.
      guard let last = keys.last else { continue }
      let (table, column) = shop.place(of: home)
      try shop.run(
        "INSERT INTO \(table) (\(column), meta_key, meta_value) VALUES (\(last), 'proof', '\(entity.slug)')"
      )
      let rows = try shop.rows(ready).rows
      #expect(rows[last]?["meta_proof"] == .string(entity.slug), "\(entity.slug)")
      #expect(rows.values.count { $0["meta_proof"]?.isNull == false } == 1, "\(entity.slug)")
      let survey = try MetaSurvey.take(entity, shop: try shop.shop(), shop.options)
      #expect(survey?.keys.first { $0.key == "proof" }?.rowCount == 1, "\(entity.slug)")
      try shop.run("DELETE FROM \(table) WHERE meta_key = 'proof'")
    }
  }

  @Test func aMissingMetaTableMeansNull() throws {
    let shop = try FieldShop(.hpos, "notable")
    try shop.run("DROP TABLE wp_wc_orders_meta")
    #expect(try shop.rows(try entity(["color"])).rows[110]?["meta_color"] == .null)
  }

  @Test(arguments: fieldStorages)
  func aSurveyCountsKeysAndShowsNoValue(_ storage: Shop.Storage) throws {
    let shop = try FieldShop(storage, "survey")
    for (order, vat, weight) in [(101, "DE811907980", "1.5"), (102, "ATU1234567", "12")] {
      try shop.add([("vat", vat), ("vat", "again"), ("weight", weight), ("n", "7")], to: order)
    }
    try shop.add([("n", "007"), ("_stripe_secret", "sk_live_1"), ("gift", "a:2:{}")], to: 103)
    try shop.add([("agreed", "yes"), ("due", "2025-06-01 00:00:00"), ("count", "12")], to: 103)
    // Left out by default, and so not looked at.
    try shop.add([("vat", "trashed")], to: 106)
    let survey = try #require(
      try MetaSurvey.take(Catalogue.orders, shop: try shop.shop(), shop.options))
    #expect(survey.rowsTotal == 10 && survey.rowsSampled == 10 && !survey.hasMore)
    func key(_ name: String) -> MetaTally? { survey.keys.first { $0.key == name } }
    #expect(key("vat")?.rowCount == 2)
    #expect(key("vat")?.type == .string)
    #expect(key("vat")?.example == "XX999999999")
    #expect(key("weight")?.type == .decimal)
    #expect(key("count")?.type == .int64)
    #expect(key("n")?.type == .string && key("n")?.rowCount == 3)
    #expect(key("agreed")?.type == .boolean)
    #expect(key("due")?.type == .dateTime)
    #expect(key("gift")?.example == "array(2)")
    #expect(key("_stripe_secret") == nil && survey.withheldCount == 1)
  }
}
