import Bytes
import Model
import Testing
import WooCommerce

/// Products, variations and stock; expectations by hand from entities' contract.
struct CatalogueTrapTests {
  @Test(arguments: CatalogueShop.storages)
  func productsAreWhatWooCommerceShows(_ storage: Shop.Storage) throws {
    try CatalogueShop(storage, "products").expect(
      Catalogue.products,
      [
        501: [
          "type": "simple", "status": "publish", "name": "Cup <b>&amp;</b>", "sku": "007",
          "global_unique_id": "4006381333931", "short_description": "=1+1",
          "description": .string(String(repeating: "x", count: 3988) + "…[truncated]"),
          "featured": true, "catalog_visibility": "search", "virtual": true,
          "downloadable": false, "external_url": .null, "reviews_allowed": true, "menu_order": -2,
          "price": 8, "regular_price": 10, "sale_price": 8, "on_sale": true, "cogs_value": 3,
          "tax_status": "taxable", "tax_class": "reduced-rate", "manage_stock": true,
          "stock_quantity": 2.5, "stock_status": "instock", "backorders": "no",
          "low_stock_amount": .null, "weight": .null, "length": 1.5, "width": .null,
          "shipping_class": "letter", "category_ids": "16, 17",
          "categories": "\"Pots\" <b> 'x, Küche & Haus", "tags": "Zeta, a, z & a",
          "brands": "Löwe & Co", "total_sales": 12, "average_rating": 4.33, "rating_count": 3,
          "review_count": 3, "variation_count": 0, "date_created": "2025-10-26T02:30:00",
          "date_created_gmt": "2025-10-26T01:30:00Z",
          "date_on_sale_from_gmt": "2017-07-14T02:40:00Z",
          "date_on_sale_to_gmt": "2096-10-02T07:06:40Z",
        ],
        502: [
          "type": "variable", "catalog_visibility": "hidden", "price": 5, "regular_price": .null,
          "sale_price": .null, "on_sale": true, "variation_count": 2, "stock_quantity": 40,
          "shipping_class": "bulky", "tax_status": "shipping", "rating_count": 0,
          "low_stock_amount": 1, "brands": .null, "cogs_value": .null,
        ],
        503: [
          "type": "grouped", "status": "private", "catalog_visibility": "catalog",
          "on_sale": true, "variation_count": 0,
        ],
        // The sale is over, but nobody has set the price back yet; the stock is not managed.
        504: [
          "price": 5, "sale_price": 5, "on_sale": false, "manage_stock": false,
          "stock_quantity": .null, "catalog_visibility": "visible",
        ],
        505: [
          "type": "external", "on_sale": false, "sale_price": 5,
          "external_url": "https://else.example/?a=1&b=2",
        ],
        508: [
          "type": "simple", "price": .null, "sku": .null, "total_sales": 0, "average_rating": 0,
          "manage_stock": false, "category_ids": .null, "on_sale": false,
        ],
        509: ["type": "grouped", "on_sale": false],
        510: [
          "type": "simple", "date_created": .null, "date_created_gmt": .null,
          "date_modified_gmt": "2025-06-01T00:00:00Z",
        ],
      ])
  }

  @Test(arguments: CatalogueShop.storages)
  func variationsShowWhatTheirProductLends(_ storage: Shop.Storage) throws {
    try CatalogueShop(storage, "variations").expect(
      Catalogue.productVariations,
      [
        601: [
          "parent_id": 502, "parent_id_stored": 502, "parent_name": "Shirt", "sku": "P-502",
          "attributes": "Cut: Slim; fit; pa_color: red; pa_size: ", "price": 5, "on_sale": true,
          "cogs_value": 1.5, "cogs_value_is_additive": true, "tax_status": "shipping",
          "tax_class": "reduced-rate", "manage_stock": false, "stock_managed_by_id": 502,
          "stock_quantity": 40, "backorders": "notify", "weight": 0.2, "length": .null,
          "shipping_class": "bulky", "menu_order": 1, "low_stock_amount": .null,
        ],
        602: [
          "status": "private", "sku": "V-602", "on_sale": false, "tax_class": .null,
          "attributes": .null, "manage_stock": true, "stock_managed_by_id": 602,
          "stock_quantity": 3, "backorders": "yes", "weight": 0.3, "shipping_class": "letter",
          "cogs_value": .null, "cogs_value_is_additive": false,
        ],
        // A variation can outlive its product.
        604: [
          "parent_id": 0, "parent_id_stored": 999, "parent_name": .null, "sku": .null,
          "tax_status": "taxable", "tax_class": .null, "stock_managed_by_id": 604,
          "stock_quantity": .null, "backorders": "no", "shipping_class": .null,
        ],
      ])
  }

  @Test(arguments: CatalogueShop.storages)
  func inventoryIsWhatManagesItsOwnStock(_ storage: Shop.Storage) throws {
    let shop = try CatalogueShop(
      storage, "inventory",
      """
      CREATE TABLE wp_wc_reserved_stock (order_id BIGINT, product_id BIGINT,
        stock_quantity DOUBLE, expires DATETIME, PRIMARY KEY (order_id, product_id));
      INSERT INTO wp_wc_reserved_stock VALUES (1, 501, 1.1, NOW() + INTERVAL 1 DAY),
        (2, 501, 0.2, NOW() + INTERVAL 1 DAY), (3, 501, 7, NOW() - INTERVAL 2 DAY);
      """)
    try shop.expect(
      Catalogue.inventory,
      [
        501: [
          "parent_id": 0, "type": "simple", "stock_quantity": 2.5, "backorders_allowed": false,
          "low_stock_threshold": 3, "is_low_stock": true, "held_quantity": 1.3,
          "available_quantity": 1.2, "price": 8, "stock_value": 20, "cogs_value": 3,
          "total_sales": 12, "sku": "007",
        ],
        502: [
          "type": "variable", "low_stock_threshold": 1, "is_low_stock": false,
          "held_quantity": 0, "available_quantity": 40, "backorders": "notify",
          "backorders_allowed": true, "stock_value": 200, "sku": "P-502",
        ],
        602: [
          "parent_id": 502, "type": "variation", "sku": "V-602", "low_stock_threshold": 1,
          "is_low_stock": false, "stock_value": 18, "status": "private",
        ],
      ])
  }

  @Test(arguments: CatalogueShop.storages)
  func nothingIsManagedWhereTheStoreManagesNoStock(_ storage: Shop.Storage) throws {
    let shop = try CatalogueShop(
      storage, "unmanaged",
      "UPDATE wp_options SET option_value = 'no' WHERE option_name = 'woocommerce_manage_stock'")
    #expect(try shop.rows(Catalogue.inventory) == [])
  }

  @Test func whatAPluginBringsIsKnownWhileItIsActive() throws {
    let shop = try CatalogueShop(.hpos, "plugins")
    func type(_ row: JSONValue) -> Bool { row["id"] == 508 }
    let without = try shop.rows(Catalogue.products).first(where: type)
    #expect(without?["type"] == "simple")
    let with = try shop.rows(Catalogue.products, .standard) {
      $0.activePlugins = ["woocommerce-bookings/woocommerce-bookings.php"]
    }.first(where: type)
    #expect(with?["type"] == "booking")
    let coupons = try shop.rows(Catalogue.coupons, .standard) {
      $0.activePlugins = ["woocommerce-smart-coupons/woocommerce-smart-coupons.php"]
    }
    #expect(coupons.map { $0["discount_type"] } == ["percent", "smart_coupon"])
  }

  @Test func costIsNullWhileTheFeatureIsOff() throws {
    let shop = try CatalogueShop(.hpos, "costs")
    for entity in [Catalogue.products, Catalogue.productVariations, Catalogue.inventory] {
      for row in try shop.rows(entity, .standard, { $0.features = [] }) {
        #expect(row["cogs_value"] == .null)
        if entity == Catalogue.productVariations {
          #expect(row["cogs_value_is_additive"] == .null)
        }
      }
    }
  }

  @Test(arguments: CatalogueShop.storages)
  func statusesBringBackWhatIsLeftOut(_ storage: Shop.Storage) throws {
    let shop = try CatalogueShop(storage, "statuses")
    func ids(_ entity: Entity, _ filter: RowFilter) throws -> [JSONValue?] {
      try shop.rows(entity, filter).map { $0["id"] }
    }
    let every = RowFilter(statuses: nil, isEveryStatus: true)
    let trash = RowFilter(statuses: ["trash"], isEveryStatus: false)
    #expect(try ids(Catalogue.products, every).count == 10)
    #expect(try ids(Catalogue.products, trash) == [506])
    #expect(try ids(Catalogue.productVariations, trash) == [603])
    #expect(try ids(Catalogue.coupons, trash) == [703])
    #expect(try ids(Catalogue.coupons, every) == [701, 702, 703])
  }
}
