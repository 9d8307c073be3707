import Bytes
import Model
import Testing
import WooCommerce

/// Subscriptions, worked out by hand from what is known of the plugin.
struct SubscriptionTests {
  private static let expected: [Int64: [String: JSONValue]] = [
    801: [
      "parent_id": .number("501"), "status": .string("active"), "customer_id": .number("7"),
      "payment_method": .string("stripe"), "payment_method_title": .string("Card"),
      "requires_manual_renewal": .boolean(true), "created_via": .string("checkout"),
      "billing_period": .string("year"), "billing_interval": .number("2"),
      "trial_period": .null, "suspension_count": .number("3"), "items": .string("Box, Extra"),
      "item_count": .number("3"), "currency": .string("EUR"), "total": .number("30"),
      "total_tax": .number("2"), "shipping_total": .number("4"), "discount_total": .number("2"),
      // 30 in 24 months.
      "monthly_recurring_revenue": .number("1.25"),
      // 30.01 and 20; the failed one does not count, the one that is linked twice counts once.
      "renewal_count": .number("2"), "renewal_total": .number("50.01"),
      "date_created": .string("2025-02-01T00:30:00"),
      "date_created_gmt": .string("2025-01-31T23:30:00Z"),
      "start_date_gmt": .string("2025-01-31T23:30:00Z"), "trial_end_date_gmt": .null,
      "next_payment_date_gmt": .string("2026-01-31T23:30:00Z"),
      "last_payment_date_gmt": .string("2025-12-24T00:00:00Z"), "end_date_gmt": .null,
    ],
    802: [
      "parent_id": .number("0"), "status": .string("on-hold"), "billing_interval": .number("1"),
      "monthly_recurring_revenue": .number("0"), "renewal_count": .number("0"),
      "renewal_total": .number("0"), "items": .null, "last_payment_date_gmt": .null,
      "requires_manual_renewal": .boolean(false),
    ],
    803: [
      "parent_id": .number("0"),
      // 10 · 52 ÷ 12.
      "monthly_recurring_revenue": .number("43.33333333"),
      "start_date_gmt": .string("2025-01-02T00:00:00Z"),
      "requires_manual_renewal": .boolean(false),
    ],
  ]

  @Test(arguments: bothStorages)
  func subscriptionsBecomeWhatTheContractSays(_ storage: Shop.Storage) throws {
    let shop = try LineShop(storage, "subscriptions", with: "subscriptions")
    try shop.expect(Catalogue.subscriptions, Self.expected)
    let every = try shop.rows(Catalogue.subscriptions, .every)
    #expect(every.keys.sorted() == [801, 802, 803, 804])
  }

  @Test(arguments: bothStorages)
  func aShopWithoutThemHasNoRows(_ storage: Shop.Storage) throws {
    #expect(try LineShop(storage, "unsubscribed").rows(Catalogue.subscriptions, .every).isEmpty)
  }
}
