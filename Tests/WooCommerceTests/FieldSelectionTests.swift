import Model
import Runtime
import Testing

/// Choosing columns: names, types, limits, and what is never given.
struct FieldSelectionTests {
  private static let slim = ["id", "status", "total"]

  private func prepared(
    _ meta: [String], columns: [String]? = slim, isExact: Bool = false,
    privacy: String = "", isSite: Bool = true
  ) throws -> Entity {
    let fields = try meta.map { try MetaField($0, isSite: isSite) }
    return try Catalogue.orders.prepared(
      FieldSelection(columns: columns, meta: fields, isExact: isExact), PrivacyRules(privacy))
  }

  private func names(_ meta: [String]) throws -> [String] {
    try prepared(meta).columns.map(\.name).filter { $0.hasPrefix("meta_") }
  }

  @Test func keysBecomeNamesThatEveryTableTakes() throws {
    #expect(try names(["vat_id"]) == ["meta_vat_id"])
    #expect(try names(["_gift"]) == ["meta__gift"])
    #expect(try names(["Größe cm"]) == ["meta_Gr__e_cm"])
    #expect(try names(["wcj-tax.😀"]) == ["meta_wcj_tax__"])
  }

  @Test func aClashGetsANumber() throws {
    #expect(
      try names(["a-b", "a.b", "A b", "a_b_2"])
        == ["meta_a_b", "meta_a_b_2", "meta_A_b_3", "meta_a_b_2_2"])
    let long = String(repeating: "k", count: 150)
    let pair = try names([long, long + "x"])
    #expect(pair[0] == "meta_" + String(repeating: "k", count: 95))
    #expect(pair[1] == "meta_" + String(repeating: "k", count: 93) + "_2")
  }

  @Test func typesAreChosen() throws {
    #expect(try MetaField("weight", isSite: false).type == .string)
    #expect(try MetaField("weight:Decimal", isSite: false).type == .decimal)
    #expect(try MetaField("weight:int64", isSite: false).type == .int64)
    #expect(try MetaField("a:b:DateTime", isSite: false).key == "a:b")
    for text in ["weight:kilo", "a:b", "", ":String", "weight:Decimal:none"] {
      let fault = #expect(throws: Fault.self, "\(text)") { try MetaField(text, isSite: false) }
      #expect(fault?.code == .usage)
    }
    let site = try MetaField("weight:Decimal:none", isSite: true)
    #expect(site.type == .decimal && site.privacy == Column.Privacy.none && site.key == "weight")
  }

  @Test(arguments: [
    "session_tokens", "_application_passwords", "wp_capabilities", "shop7_2_capabilities",
    "capabilities", "wp_user_level", "_stripe_secret", "stripe_client_secret_live", "apiKey",
    "_order_key", "_payment_tokens", "paypal-password", "SESSION_TOKENS",
  ])
  func keysThatGiveAccessAreNeverOffered(_ key: String) throws {
    #expect(MetaKey.isWithheld(key))
    let fault = #expect(throws: Fault.self) { try MetaField(key, isSite: true) }
    #expect(fault?.cause.contains("access") == true)
  }

  @Test(arguments: ["vat_id", "key_features", "_wc_order_attribution_session_pages", "passport"])
  func otherKeysAreOffered(_ key: String) {
    #expect(!MetaKey.isWithheld(key))
  }

  @Test func aSelectionStaysWithinATable() throws {
    // 68 columns of orders, and one to spare.
    #expect(try prepared(["a"], columns: nil).columns.count == 69)
    let fault = #expect(throws: Fault.self) { try prepared(["a", "b"], columns: nil) }
    #expect(fault?.cause.contains("70 columns are more than the 69") == true)
    #expect(fault?.hint.contains("--columns") == true)
    #expect(try prepared(["a", "b"], columns: ["-parent_id"]).columns.count == 69)
  }

  @Test func columnsAreChosenByNamePresetAndExclusion() throws {
    // A table keeps what identifies its rows and what it is dated by.
    #expect(
      Set(try prepared([]).columns.map(\.name))
        == ["source_store", "id", "status", "total", "date_created"])
    #expect(try prepared([], isExact: true).columns.map(\.name) == Self.slim)
    let essential = Catalogue.orders.columns.filter { $0.presets.contains(.essential) }
    #expect(try prepared([], columns: ["essential"]).columns.count >= essential.count)
    #expect(try prepared([], columns: ["-total", "-status"]).columns.count == 66)
    let fault = #expect(throws: Fault.self) { try prepared([], columns: ["totl"]) }
    #expect(fault?.cause == "there is no such column")
    let twice = #expect(throws: Fault.self) { try prepared(["a", "a"]) }
    #expect(twice?.cause == "the key stands twice")
  }

  @Test func entitiesWithoutMetaSaySo() throws {
    var calendar = Catalogue.orders
    calendar.slug = "calendar"
    let field = try MetaField("a", isSite: true)
    let fault = #expect(throws: Fault.self) {
      try calendar.prepared(
        FieldSelection(columns: nil, meta: [field], isExact: false), PrivacyRules())
    }
    #expect(fault?.cause == "its rows have no meta")
  }

  /// What Power BI's documentation says of push tables, held to by every entity there is.
  @Test func everyEntityFitsAPushTable() throws {
    for entity in Catalogue.entities {
      try entity.checkLimits()
      let names =
        entity.columns.map { $0.name.lowercased() } + EngineColumn.all(of: entity).map(\.rawValue)
      #expect(names.count <= 75, "\(entity.slug)")
      #expect(Set(names).count == names.count, "\(entity.slug)")
      #expect(names.allSatisfy { $0.utf8.count <= 100 })
    }
  }

  @Test func namesThatATableRefusesAreRefusedBefore() throws {
    func fault(_ change: (inout Entity) -> Void) -> Fault? {
      var entity = Catalogue.orders
      change(&entity)
      return #expect(throws: Fault.self) { try entity.checkLimits() }
    }
    #expect(fault { $0.columns[3].name = "ID" }?.cause == "two columns bear that name")
    #expect(fault { $0.columns[3].name = "a[b]" }?.cause == "no column can be called that")
    #expect(fault { $0.columns[3].name = "größe" }?.cause == "no column can be called that")
    #expect(fault { $0.columns[3].name = "" } != nil)
    #expect(fault { $0.columns[3].name = String(repeating: "a", count: 101) } != nil)
    #expect(fault { $0.columns[3].name = "_SIGN" }?.cause == "two columns bear that name")
    #expect(fault { $0.columns += [$0.columns[0], $0.columns[1]] }?.cause.contains("70") == true)
  }
}
