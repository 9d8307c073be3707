import Delivery
import Testing
import WooCommerce

/// What happens to products, customers, reviews and notes.
struct CatalogueEdits {
  private let shop: ChangeShop

  init(_ shop: ChangeShop) { self.shop = shop }

  var all: Script {
    Script(
      shop: shop,
      steps: [
        stock, stockWithoutDate, sale, parentOfVariations, profile, displayName, review, note,
        category, endOfAVariation, endOfAProduct,
      ])
  }

  /// What is not looked at again when a product changes under the lines that sold it and the
  /// reviews that judge it.
  private static let after: Set<String> = ["order_items", "refund_items", "reviews"]

  private func stock(_ text: EditText) throws -> ShopEdit {
    let product = try stocked(0)
    return ShopEdit(
      name: "stock",
      statements: text.productMeta(product, "_stock", "71")
        + "UPDATE wp_wc_product_meta_lookup SET stock_quantity = 71 WHERE product_id = \(product);"
        + text.saveProduct(product),
      dated: ["products", "inventory"])
  }

  private func stockWithoutDate(_ text: EditText) throws -> ShopEdit {
    let product = try stocked(1)
    return ShopEdit(
      name: "stock without a date", statements: text.productMeta(product, "_stock", "72"),
      hints: [hint("product", product)], undated: ["products", "inventory"])
  }

  /// WooCommerce adds to `total_sales` in place, and saves the order.
  private func sale(_ text: EditText) throws -> ShopEdit {
    let product = try shop.number(
      """
      SELECT MIN(meta_value + 0) FROM wp_woocommerce_order_itemmeta
      WHERE meta_key = '_product_id' AND meta_value > 0
      """)
    return ShopEdit(
      name: "sale",
      statements: text.productMeta(product, "total_sales", "987654")
        + text.save(try orderThatSold(product, text)),
      dated: ["products"], swept: Self.after)
  }

  private func parentOfVariations(_ text: EditText) throws -> ShopEdit {
    let product = try shop.number(
      "SELECT MIN(post_parent) FROM wp_posts WHERE post_type = 'product_variation'")
    return ShopEdit(
      name: "product with variations",
      statements: "UPDATE wp_posts SET post_title = 'New name' WHERE ID = \(product);"
        + text.saveProduct(product),
      hints: [hint("product", product)], dated: ["products", "product_variations"],
      swept: Self.after)
  }

  /// WooCommerce sets `last_update` when billing or shipping data or names change.
  private func profile(_ text: EditText) throws -> ShopEdit {
    let user = try customer(0)
    return ShopEdit(
      name: "profile",
      statements: """
        UPDATE wp_usermeta SET meta_value = 'Renamed'
        WHERE user_id = \(user) AND meta_key = 'billing_first_name';
        UPDATE wp_usermeta SET meta_value = UNIX_TIMESTAMP('\(text.time)')
        WHERE user_id = \(user) AND meta_key = 'last_update';
        """,
      dated: ["customers"])
  }

  private func displayName(_ text: EditText) throws -> ShopEdit {
    let user = try customer(1)
    return ShopEdit(
      name: "display name",
      statements: "UPDATE wp_users SET display_name = 'Renamed' WHERE ID = \(user);",
      hints: [hint("customer", user)], undated: ["customers"])
  }

  private func review(_ text: EditText) throws -> ShopEdit {
    let review = try shop.number(
      "SELECT MIN(comment_ID) FROM wp_comments WHERE comment_type = 'review'")
    return ShopEdit(
      name: "review",
      statements: "UPDATE wp_comments SET comment_approved = '0' WHERE comment_ID = \(review);",
      hints: [hint("review", review)], undated: ["reviews"])
  }

  private func note(_ text: EditText) throws -> ShopEdit {
    let note = try shop.number(
      "SELECT MIN(comment_ID) FROM wp_comments WHERE comment_type = 'order_note'")
    return ShopEdit(
      name: "note", statements: "DELETE FROM wp_comments WHERE comment_ID = \(note);",
      hints: [hint("note", note)], undated: ["order_notes"])
  }

  private func category(_ text: EditText) throws -> ShopEdit {
    let term = try shop.number(
      """
      SELECT n.term_id FROM wp_term_taxonomy n
      JOIN wp_term_relationships r USING (term_taxonomy_id)
      WHERE n.taxonomy = 'product_cat' GROUP BY n.term_id ORDER BY COUNT(*), n.term_id LIMIT 1
      """)
    return ShopEdit(
      name: "category",
      statements: "UPDATE wp_terms SET name = 'Renamed' WHERE term_id = \(term);",
      hints: [hint("term", term)], undated: ["products"])
  }

  private func endOfAVariation(_ text: EditText) throws -> ShopEdit {
    let variation = try shop.number(
      "SELECT MIN(ID) FROM wp_posts WHERE post_type = 'product_variation'")
    let product = try shop.number("SELECT post_parent FROM wp_posts WHERE ID = \(variation)")
    return ShopEdit(
      name: "end of a variation", statements: delete(variation),
      hints: [hint("product", variation), hint("product", product)],
      undated: ["product_variations", "products"], swept: Self.after)
  }

  private func endOfAProduct(_ text: EditText) throws -> ShopEdit {
    let product = try stocked(2)
    return ShopEdit(
      name: "end of a product", statements: delete(product), hints: [hint("product", product)],
      undated: ["products", "inventory"], swept: Self.after)
  }
}

extension CatalogueEdits {
  private func hint(_ kind: String, _ id: Int64) -> Hint { Hint(id: 1, kind: kind, objectID: id) }

  private func delete(_ product: Int64) -> String {
    """
    DELETE FROM wp_postmeta WHERE post_id = \(product);
    DELETE FROM wp_term_relationships WHERE object_id = \(product);
    DELETE FROM wp_wc_product_meta_lookup WHERE product_id = \(product);
    DELETE FROM wp_posts WHERE ID = \(product);
    """
  }

  /// A product that has a stock of its own.
  private func stocked(_ index: Int) throws -> Int64 {
    try shop.number(
      """
      SELECT p.ID FROM wp_posts p
      JOIN wp_postmeta m ON m.post_id = p.ID AND m.meta_key = '_manage_stock'
        AND m.meta_value = 'yes'
      WHERE p.post_type = 'product' AND p.post_status = 'publish'
      ORDER BY p.ID LIMIT 1 OFFSET \(index)
      """)
  }

  private func customer(_ index: Int) throws -> Int64 {
    let orders =
      shop.storage == .hpos
      ? "SELECT customer_id FROM wp_wc_orders WHERE customer_id > 0"
      : "SELECT meta_value FROM wp_postmeta WHERE meta_key = '_customer_user' AND meta_value > 0"
    return try shop.number(
      """
      SELECT u.user_id FROM wp_usermeta u WHERE u.meta_key = 'last_update'
        AND u.user_id IN (\(orders)) ORDER BY u.user_id LIMIT 1 OFFSET \(index)
      """)
  }

  private func orderThatSold(_ product: Int64, _ text: EditText) throws -> Int64 {
    try shop.number(
      """
      SELECT MIN(i.order_id) FROM wp_woocommerce_order_items i
      JOIN wp_woocommerce_order_itemmeta m USING (order_item_id)
      JOIN \(text.orders) o ON o.id = i.order_id AND o.\(text.type) = 'shop_order'
      WHERE m.meta_key = '_product_id' AND m.meta_value = \(product)
      """)
  }
}
