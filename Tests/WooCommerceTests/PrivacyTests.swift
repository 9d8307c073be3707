import Bytes
import Model
import Runtime
import Testing

@testable import WooCommerce

/// Rules for what tells about a person: none can be got round.
struct PrivacyTests {
  private static let key = "0123456789abcdef0123456789abcdef"
  private static let all = FieldSelection.standard

  @Test func rulesAreReadOrRefused() throws {
    let rules = try PrivacyRules("contact=hash, personal=drop,orders.personal=generalize")
    #expect(rules.rule(for: [.contact], entity: "orders") == .hash)
    #expect(rules.rule(for: [.personal], entity: "orders") == .generalise)
    #expect(rules.rule(for: [.personal], entity: "customers") == .drop)
    #expect(rules.rule(for: [.identifier], entity: "orders") == .pass)
    #expect(rules.rule(for: [.none], entity: "orders") == .pass)
    #expect(rules.rule(for: [.identifier, .contact], entity: "orders") == .hash)
    #expect(try PrivacyRules("all=drop").rule(for: [.identifier], entity: "x") == .drop)
    #expect(try PrivacyRules("").rule(for: [.personal], entity: "orders") == .pass)
    // What is not understood must not count as no rule.
    for text in [
      "personal", "personal=", "persnal=drop", "personal=hide", "order.personal=drop",
      "none=drop", "a.b.personal=drop", "personal=drop=hash", "=drop",
    ] {
      let fault = #expect(throws: Fault.self, "\(text)") { try PrivacyRules(text) }
      #expect(fault?.code == .configuration)
    }
  }

  @Test func aDroppedClassIsAbsentWhoeverAsks() throws {
    let rules = try PrivacyRules("all=drop")
    let personal = Catalogue.orders.columns.filter { $0.privacy != .none }.map(\.name)
    #expect(personal.count == 19)
    let whole = try Catalogue.orders.prepared(Self.all, rules)
    #expect(whole.columns.count == 68 - 19)
    #expect(!whole.columns.contains { personal.contains($0.name) })
    let asked = try Catalogue.orders.prepared(
      FieldSelection(columns: ["id"] + personal, meta: [], isExact: true), rules)
    #expect(asked.columns.map(\.name) == ["id"])
    #expect(throws: Fault.self) {
      try Catalogue.orders.prepared(
        FieldSelection(columns: personal, meta: [], isExact: true), rules)
    }
  }

  /// Whatever entities come: no column of a class is delivered as it is under a rule.
  @Test(arguments: ["hash", "drop", "generalise"])
  func noEntityKeepsAClearColumn(_ rule: String) throws {
    let rules = try PrivacyRules("all=\(rule)")
    for entity in Catalogue.entities {
      let ready = try entity.prepared(Self.all, rules)
      for column in ready.columns {
        let original = entity.columns.first { $0.name == column.name }
        if original?.privacy == Column.Privacy.none, column.name != "meta_summary" {
          #expect(column == original, "\(entity.slug).\(column.name)")
        } else {
          #expect(rule != "drop" && column.isVeiled, "\(entity.slug).\(column.name)")
        }
      }
      let kept = Set(ready.columns.map(\.name))
      #expect(kept.isSuperset(of: ["source_store"] + entity.key), "\(entity.slug)")
      #expect(entity.mainDate.map(kept.contains) ?? true, "\(entity.slug)")
    }
  }

  @Test func metaCountsAsPersonalUnlessKnown() throws {
    func columns(_ meta: String, _ rules: String, isSite: Bool = true) throws -> [String] {
      try Catalogue.orders.prepared(
        FieldSelection(
          columns: ["id"], meta: [try MetaField(meta, isSite: isSite)], isExact: false),
        try PrivacyRules(rules)
      ).columns.map(\.name).filter { $0.hasPrefix("meta_") }
    }
    #expect(try columns("anything", "personal=drop") == [])
    #expect(try columns("anything", "contact=drop") == ["meta_anything"])
    // A key that the catalogue knows has its class there.
    #expect(try columns("_billing_email", "contact=drop") == [])
    #expect(try columns("_customer_ip_address", "identifier=drop") == [])
    #expect(
      try columns("_wc_order_attribution_utm_source", "all=drop")
        == ["meta__wc_order_attribution_utm_source"])
    // A name that only looks like a class does not take the key out of personal.
    #expect(try columns("gift_email", "personal=drop") == [])
    #expect(try columns("gift_email", "contact=drop") == [])
    #expect(try columns("tax_number", "identifier=drop") == [])
    #expect(try columns("eu_vat", "identifier=drop") == [])
    #expect(try columns("line_tax", "identifier=drop") == ["meta_line_tax"])
    // The site itself may say that a key is harmless; an export may not.
    #expect(try columns("anything:String:none", "all=drop") == ["meta_anything"])
    #expect(throws: Fault.self) {
      try columns("anything:String:none", "all=drop", isSite: false)
    }
  }

  @Test func aSummaryOfMetaCountsAsPersonal() throws {
    var entity = Catalogue.orders
    entity.columns[5].name = "meta_summary"
    let ready = try entity.prepared(Self.all, try PrivacyRules("personal=drop"))
    #expect(!ready.columns.contains { $0.name == "meta_summary" })
  }

  @Test(arguments: fieldStorages)
  func hashesAreKeyedAndEqualWhereValuesAre(_ storage: Shop.Storage) throws {
    let shop = try FieldShop(storage, "hash")
    try shop.add(
      [("mail", " Row@Shop.Example "), ("vat", "DE123"), ("n", "42"), ("none", "")], to: 101)
    let meta = ["mail", "vat", "n:int64", "none"]
    let entity = try Catalogue.orders.prepared(
      FieldSelection(
        columns: ["essential", "billing_email", "billing_first_name", "customer_ip_address"],
        meta: try meta.map { try MetaField($0, isSite: true) }, isExact: false),
      try PrivacyRules("all=hash"))
    #expect(entity.columns.filter { $0.name.hasPrefix("meta_") }.allSatisfy { $0.type == .string })
    let row = try #require(try shop.rows(entity, key: Self.key).rows[101])
    // openssl dgst -sha256 -hmac KEY
    let mail = JSONValue.string("5c35013ebf756f20c8a1f3c7f3f48442fbd8488bc0b3ae73deb2d87023bf2534")
    #expect(row["billing_email"] == mail)
    #expect(row["meta_mail"] == mail)
    #expect(
      row["billing_first_name"]
        == .string("4798675a6e631371a8bbf5dfd9babccfd9fa2cc42de53e3c4def56724654b56c"))
    #expect(
      row["customer_ip_address"]
        == .string("53db62d6a946d0fa863e3ff4da7ba0c733e57aee8ece477d8d270b3b676c1cdf"))
    #expect(
      row["meta_vat"]
        == .string("e61901db76aa59a1ad7ac03844663c9a9a293a980fb2bee5b20f28d2112d631b"))
    #expect(row["meta_n"]?.string?.count == 64)
    #expect(row["meta_none"] == .null)
    #expect(row["id"] == .number("101") && row["total"] == .number("119"))
    let other = try shop.rows(entity, key: "another key of sixteen").rows[101]
    #expect(other?["billing_email"] != mail && other?["billing_email"]?.string?.count == 64)
    #expect(try shop.rows(entity, key: Self.key).rows[102]?["billing_email"] == .null)
  }

  @Test(arguments: fieldStorages)
  func coarserFormsLoseTheRest(_ storage: Shop.Storage) throws {
    let shop = try FieldShop(storage, "coarse")
    let entity = try Catalogue.orders.prepared(Self.all, try PrivacyRules("all=generalise"))
    let names = entity.columns.map(\.name)
    for gone in ["customer_note", "billing_address_1", "billing_city", "billing_phone"] {
      #expect(!names.contains(gone))
    }
    let row = try #require(try shop.rows(entity).rows[101])
    #expect(row["billing_email"] == .string("shop.example"))
    #expect(row["billing_first_name"] == .string("Ä."))
    #expect(row["billing_last_name"] == .string("O. B."))
    #expect(row["customer_ip_address"] == .string("192.0.2.0"))
    #expect(row["shipping_postcode"] == .string("010"))
    #expect(row["billing_company"] == .null)
    #expect(row["billing_country"] == .string("DE"))
  }

  @Test func whatFollowsFromAVeiledColumnIsStillRight() throws {
    var entity = Catalogue.orders
    entity.columns.append(
      Column(
        "has_mail", .string, nullable: true, group: "", presets: [], additive: false,
        privacy: .none, "",
        value: .choice(.column("billing_email"), ["row@shop.example": "it is"])))
    let shop = try FieldShop(.hpos, "follows")
    for rule in ["drop", "hash", "generalise"] {
      let ready = try entity.prepared(Self.all, try PrivacyRules("contact=\(rule)"))
      let row = try #require(try shop.rows(ready, key: Self.key).rows[101])
      #expect(row["has_mail"] == .string("it is"), "\(rule)")
      #expect(row["billing_email"] != .string("row@shop.example"), "\(rule)")
    }
    // And a column that is merely not chosen may still be what another follows from.
    let slim = try entity.prepared(
      FieldSelection(columns: ["has_mail"], meta: [], isExact: true), PrivacyRules())
    #expect(try shop.rows(slim).rows[101] == .object(["has_mail": .string("it is")]))
  }

  private static let forms: [(Coarsening, String, String?)] = [
    (Coarsening.domain, "Anna.B@Mail.Example", "mail.example"),
    (.domain, "a@b@c.example", "c.example"),
    (.domain, "no address", nil), (.domain, "@x.example", nil), (.domain, "a@", nil),
    (.domain, "a@\"x y\"", nil), (.postcode, "SW1A 1AA", "SW1A"), (.postcode, "10115", "101"),
    (.postcode, "94103-1234", "941"), (.postcode, "94103", "941"), (.postcode, "1012 AB", "1012"),
    (.postcode, "8001", "80"), (.postcode, "00-950", "00"), (.postcode, "k1a 0b1", "K1A"),
    (.postcode, "", nil), (.postcode, "7", "7"), (.initials, "Anna Maria", "A. M."),
    (.initials, "o'brien-smith", "O. B. S."), (.initials, "anna@x.example", "A. X. E."),
    (.initials, "Ångström", "Å."), (.initials, "一二 三", "一. 三."), (.initials, "…", nil),
    (.initials, "a b c d e f", "A. B. C. D."), (.network, "203.0.113.77", "203.0.113.0"),
    (.network, "2001:db8:1234:5678::1", "2001:db8:1234::"), (.network, "2001:DB8::1", "2001:db8::"),
    (.network, "::1", "::"), (.network, "::ffff:203.0.113.77", "203.0.113.0"),
    (.network, "fe80::1%eth0", "fe80::"), (.network, "1.2.3", nil), (.network, "1.2.3.256", nil),
    (.network, "1.2.3.4, 5.6.7.8", nil), (.network, "1:2:3", nil), (.network, "1::2::3", nil),
    (.network, "g::1", nil), (.network, "+1.2.3.4", nil),
  ]

  @Test(arguments: forms)
  func coarserForms(_ form: Coarsening, _ text: String, _ expected: String?) {
    #expect(CoarseText.text(form, text) == expected)
  }
}
