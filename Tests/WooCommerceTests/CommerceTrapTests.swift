import Bytes
import Delivery
import Model
import Testing
import WooCommerce

/// Terms, bridges, coupons and reviews; expectations by hand from entities' contract.
struct CommerceTrapTests {
  @Test(arguments: CatalogueShop.storages)
  func categoriesKnowTheirPlace(_ storage: Shop.Storage) throws {
    try CatalogueShop(storage, "categories").expect(
      Catalogue.categories,
      [
        15: ["is_default": true, "level": 0, "path": "Uncategorized", "count": 0],
        16: [
          "name": "Küche & Haus", "slug": "kueche-haus", "parent_id": 0, "level": 0,
          "path": "Küche & Haus", "description": "For &amp; at home", "display": "default",
          "menu_order": 2, "count": 7, "is_default": false,
        ],
        17: [
          "name": "\"Pots\" <b> 'x", "parent_id": 16, "level": 1, "display": "both", "count": 0,
          "path": "Küche & Haus > \"Pots\" <b> 'x",
        ],
        // As `get_ancestors` counts: a parent that is gone, and a circle until it closes.
        18: ["parent_id": 999, "level": 1, "path": "Orphan"],
        19: ["parent_id": 20, "level": 2, "path": "Round > About > Round"],
        20: ["parent_id": 19, "level": 2],
        21: [
          "name": "R&amp;D", "level": 2, "path": "Küche & Haus > \"Pots\" <b> 'x > R&amp;D",
        ],
      ])
  }

  @Test(arguments: CatalogueShop.storages)
  func termsCountWhatTheShopShows(_ storage: Shop.Storage) throws {
    let shop = try CatalogueShop(storage, "terms")
    try shop.expect(
      Catalogue.tags,
      [
        30: ["name": "z & a", "slug": "z-a", "description": "Why", "count": 4],
        31: ["count": 0, "description": .null], 32: [:],
      ])
    try shop.expect(
      Catalogue.brands,
      [33: ["name": "Löwe & Co", "parent_id": 0, "description": "Roars", "count": 2]])
    try shop.expect(
      Catalogue.attributes,
      [
        1: [
          "name": "color", "label": "Tint & Tone", "taxonomy": "pa_color", "type": "select",
          "order_by": "menu_order", "has_archives": true,
        ],
        2: ["label": .null, "taxonomy": "pa_größe", "type": .null, "has_archives": false],
        3: [:],
      ])
    // An attribute that was deleted has no values, and an accent makes another attribute.
    try shop.expect(
      Catalogue.attributeTerms,
      [
        40: ["attribute_id": 1, "taxonomy": "pa_color", "name": "Red", "count": 5],
        41: ["name": "Green & Blue", "description": "Both", "count": 2, "slug": "green-blue"],
        43: ["attribute_id": 2, "taxonomy": "pa_größe", "name": "Straße"],
      ])
  }

  @Test(arguments: CatalogueShop.storages)
  func bridgesHaveSeveralRowsAKey(_ storage: Shop.Storage) throws {
    let shop = try CatalogueShop(storage, "bridges")
    func pairs(_ filter: RowFilter) throws -> [[JSONValue?]] {
      try shop.rows(Catalogue.productCategories, filter)
        .map { [$0["product_id"], $0["category_id"], $0["category_name"]] }
    }
    let expected: [[JSONValue?]] = [
      [501, 16, "Küche & Haus"], [501, 17, "\"Pots\" <b> 'x"], [502, 16, "Küche & Haus"],
    ]
    #expect(try pairs(.standard) == expected)
    #expect(try pairs(RowFilter(statuses: nil, isEveryStatus: true)) == expected)
    #expect(
      try pairs(RowFilter(statuses: ["trash"], isEveryStatus: false))
        == [[506, 15, "Uncategorized"]])
    let values = try shop.rows(Catalogue.productAttributes)
      .map { [$0["product_id"], $0["attribute"], $0["value"], $0["label"]] }
    #expect(
      values == [
        [501, "pa_color", "Red", "Tint & Tone"], [501, "pa_color", "Green & Blue", "Tint & Tone"],
        [501, "Care &gt;", "30 °C", "Care >"], [501, "Care &gt;", "Hand & Co", "Care >"],
      ])
  }

  @Test(arguments: CatalogueShop.storages)
  func couponsTellTheirRulesAndTheirUse(_ storage: Shop.Storage) throws {
    let shop = try CatalogueShop(storage, "coupons")
    try shop.expect(
      Catalogue.coupons,
      [
        701: [
          "code": "welcome-ä", "description": "Ten \"off\"", "discount_type": "percent",
          "amount": 10.5, "usage_count": 4, "used_by_count": 3, "usage_limit": 5,
          "usage_limit_per_user": 0, "limit_usage_to_x_items": .null, "individual_use": false,
          "free_shipping": true, "minimum_amount": 20, "maximum_amount": 0,
          "product_ids": "12, 13", "excluded_product_ids": .null,
          "product_category_ids": "16, 17", "excluded_product_category_ids": .null,
          "email_restrictions": "*@a.shop,, b@b.shop", "orders_count": 2, "discount_total": 3.3,
          "date_expires": "2025-10-26T02:30:00", "date_expires_gmt": "2025-10-26T01:30:00Z",
        ],
        // Codes need not be unique, and a type that nobody defines takes a fixed amount off.
        702: [
          "code": "welcome-ä", "status": "draft", "discount_type": "fixed_cart",
          "discount_type_stored": "smart_coupon", "amount": 0, "limit_usage_to_x_items": 2,
          "date_expires": .null, "date_expires_gmt": .null, "product_category_ids": .null,
          "orders_count": 0, "discount_total": 0, "used_by_count": 0,
        ],
      ])
    let every = try shop.rows(Catalogue.coupons, .standard) {
      $0.analytics.excludedStatuses = []
    }
    #expect(every[0]["orders_count"] == 3)
    #expect(every[0]["discount_total"] == 53.3)
  }

  @Test(arguments: CatalogueShop.storages)
  func reviewsAreReviewsOnly(_ storage: Shop.Storage) throws {
    let shop = try CatalogueShop(storage, "reviews")
    try shop.expect(
      Catalogue.reviews,
      [
        301: [
          "product_id": 501, "product_name": "Cup <b>&amp;</b>", "status": "approved",
          "reviewer": "Ann", "user_id": 7, "review": "=HYPERLINK(\"x\")\n\nTRUE", "rating": 5,
          "verified": true, "date_created": "2025-07-01T09:15:00",
          "date_created_gmt": "2025-07-01T07:00:00Z",
        ],
        302: ["status": "hold", "rating": .null, "verified": false],
        303: ["verified": true, "user_id": 0],
        304: ["verified": false, "rating": .null],
        308: [
          "user_id": 999, "verified": false, "date_created": .null, "date_created_gmt": .null,
        ],
        310: ["verified": false],
      ])
    let hold = RowFilter(statuses: ["hold"], isEveryStatus: false)
    #expect(try shop.rows(Catalogue.reviews, hold).map { $0["id"] } == [302])
    let every = try shop.rows(Catalogue.reviews, RowFilter(statuses: nil, isEveryStatus: true))
    #expect(every.map { $0["id"] } == [301, 302, 303, 304, 305, 308, 310])
    #expect(every[4]["status"] == "spam")
  }

  @Test(arguments: CatalogueShop.storages)
  func oldVersionsLackTables(_ storage: Shop.Storage) throws {
    let shop = try CatalogueShop(
      storage, "oldversion",
      """
      DROP TABLE wp_wc_order_coupon_lookup, wp_wc_customer_lookup, wp_wc_order_product_lookup,
        wp_wc_order_stats, wp_wc_product_meta_lookup, wp_termmeta;
      DELETE FROM wp_term_taxonomy WHERE taxonomy = 'product_brand';
      DELETE FROM wp_postmeta WHERE meta_key IN ('_global_unique_id', '_cogs_total_value');
      ALTER TABLE wp_comments DROP INDEX woo_idx_comment_type;
      """)
    #expect(try shop.rows(Catalogue.brands) == [])
    #expect(try shop.rows(Catalogue.categories).map { $0["count"] }.allSatisfy { $0 == 0 })
    #expect(try shop.rows(Catalogue.coupons).map { $0["orders_count"] } == [0, 0])
    #expect(try shop.rows(Catalogue.reviews)[0]["verified"] == false)
    #expect(try shop.rows(Catalogue.inventory)[0]["held_quantity"] == 0)
    let product = try shop.rows(Catalogue.products)[0]
    #expect(product["global_unique_id"] == .null)
    #expect(product["cogs_value"] == .null)
    #expect(product["brands"] == .null)
  }

  /// A page ends with a product, never between its rows; 20,610 products in pages of 500, more than
  /// are found at once.
  @Test func pagesCutNoKeyInTwo() throws {
    let shop = try CatalogueShop(
      .legacy, "bridgepages",
      """
      INSERT INTO wp_posts (ID, post_type, post_status, post_content, post_title, post_excerpt,
        to_ping, pinged, post_content_filtered)
      SELECT 10000 + seq * 3, 'product', 'publish', '', '', '', '', '', '' FROM seq_1_to_20600;
      INSERT INTO wp_posts (ID, post_type, post_content, post_title, post_excerpt, to_ping,
        pinged, post_content_filtered)
      SELECT 10001 + seq * 3, 'shop_order', '', '', '', '', '', '' FROM seq_1_to_20600;
      INSERT INTO wp_term_relationships (object_id, term_taxonomy_id)
      SELECT 10000 + p.seq * 3, t.seq FROM seq_1_to_20600 AS p JOIN seq_115_to_116 AS t;
      """)
    var source = try shop.source(Catalogue.productCategories)
    var buffer = RowBuffer()
    var cursor = Cursor.after(0)
    var last: Int64 = 0
    var rowCount = 0
    var pages = 0
    while cursor != .end {
      cursor = try source.read(after: cursor, into: &buffer)
      let keys = buffer.rows.map(\.key)
      #expect(keys == keys.sorted())
      #expect(keys.first.map { $0 > last } ?? true)
      last = keys.last ?? last
      rowCount += buffer.count
      if !keys.isEmpty { pages += 1 }
      buffer.removeAll()
    }
    #expect(pages == 42)
    #expect(rowCount == 20_600 * 2 + 3)
    #expect(try source.count() == rowCount)
  }
}
