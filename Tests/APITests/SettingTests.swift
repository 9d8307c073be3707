import Bytes
import Testing
import Testkit

@testable import API

/// What the site has chosen, and who may do what.
@Suite struct SettingTests {
  private let root = "/wp-json/wkpbic/v1"

  /// Roles as WordPress and WooCommerce leave them, with an object and a key of digits that must
  /// survive.
  private static let roles = """
    a:3:{s:13:"administrator";a:2:{s:4:"name";s:13:"Administrator";s:12:"capabilities";\
    a:2:{s:14:"manage_options";b:1;i:7;b:1;}}s:12:"shop_manager";a:2:{s:4:"name";s:12:"Shop manager";\
    s:12:"capabilities";a:1:{s:18:"manage_woocommerce";b:1;}}s:6:"editor";a:3:{s:4:"name";\
    s:6:"Editor";s:12:"capabilities";a:1:{s:10:"edit_posts";b:1;}s:5:"extra";\
    O:8:"stdClass":1:{s:1:"a";i:1;}}}
    """

  private func site(_ name: String) throws -> Site {
    let site = try Site(
      name, isEmpty: true,
      without: ["WKPBIC_TENANT_ID", "WKPBIC_CLIENT_ID", "WKPBIC_CLIENT_SECRET"])
    try site.sql(
      """
      DELETE FROM wp_options WHERE option_name = 'wp_user_roles';
      INSERT INTO wp_options (option_name, option_value, autoload)
      VALUES ('wp_user_roles', '\(Self.roles)', 'on'), ('auth_key', 'a key', 'off'),
        ('auth_salt', 'a salt', 'off')
      """)
    return site
  }

  private func option(_ name: String, _ site: Site) throws -> String {
    try site.sql("SELECT option_value FROM wp_options WHERE option_name = '\(name)'")
      .trimmingSuffix
  }

  @Test func aSecretIsStoredAndNeverTold() throws {
    let site = try site("secretive")
    let before = try site.data("GET", "/settings")
    #expect(before["client_secret"] == .object(["is_set": .boolean(false)]))
    let secret = "hush~Very.Secret_Value-123"
    let reply = try site.ask(
      "PUT", "\(root)/settings",
      json: #"{"client_secret":"\#(secret)","tenant_id":"tenant-1","client_id":"client-1"}"#)
    #expect(reply.status == 200, "\(reply.text)")
    #expect(!reply.text.contains(secret))
    let after = try #require(try reply.json["data"])
    #expect(after["client_secret"] == .object(["is_set": .boolean(true)]))
    #expect(after["tenant_id"]?.string == "tenant-1" && after["client_id"]?.string == "client-1")
    #expect(try option("wkpbic_tenant_id", site) == "tenant-1")
    let mail = try site.data("PUT", "/settings", json: #"{"smtp_password":"\#(secret)"}"#)
    #expect(mail["smtp_password"] == .object(["is_set": .boolean(true)]))
    // Neither the database nor the audit holds it in the clear.
    let dump = try site.sql(
      "SELECT GROUP_CONCAT(option_value) FROM wp_options WHERE option_name LIKE 'wkpbic%'")
    #expect(!dump.contains(secret) && dump.contains("client_secret"))
    let audit = try #require(try site.data("GET", "/logs/audit").array)
    #expect(audit.first?["changes"] == .object(["smtp_password": .string("changed")]))
    let entry = try #require(audit.last)
    #expect(entry["action"]?.string == "settings.change")
    #expect(entry["target"]?.string == "client_id, tenant_id, client_secret")
    #expect(entry["changes"]?["client_secret"]?.string == "changed")
    #expect(
      entry["changes"]?["tenant_id"]
        == .object(["before": .null, "after": .string("tenant-1")]))
    #expect(
      !(try site.sql("SELECT GROUP_CONCAT(changes) FROM wp_wkpbic_audit_changes")
        .contains(secret)))
  }

  @Test func settingsAboutColumnsAreReadBackAsTheyWereTyped() throws {
    let site = try site("columnar")
    let json =
      #"{"columns":"orders.id,orders.total","privacy":"personal=drop","meta_columns":"none"}"#
    let set = try site.data("POST", "/settings", json: json)
    #expect(set["columns"]?.string == "orders.id,orders.total")
    #expect(set["privacy"]?.string == "personal=drop")
    #expect(set["meta_columns"]?.isNull == true)
    for text in [
      #"{"columns":"nope.x"}"#, #"{"privacy":"0"}"#, #"{"meta_columns":"0"}"#,
      #"{"privacy":"personal=sometimes"}"#, #"{"smtp_url":"0"}"#,
    ] {
      let wrong = try site.ask("PUT", "\(root)/settings", json: text)
      #expect(wrong.status == 400, "\(wrong.text)")
    }
    #expect(try site.data("GET", "/settings")["columns"]?.string == "orders.id,orders.total")
    let gone = try site.data("PUT", "/settings", json: #"{"columns":"none"}"#)
    #expect(gone["columns"]?.isNull == true)
    // What nobody can read is said so, and can be replaced.
    try site.sql("UPDATE wp_options SET option_value = 'i:5;' WHERE option_name = 'wkpbic_privacy'")
    #expect(try site.data("GET", "/settings")["damaged"] == .array([.string("privacy")]))
    let mended = try site.data("PUT", "/settings", json: #"{"privacy":"contact=hash"}"#)
    #expect(mended["privacy"]?.string == "contact=hash" && mended["damaged"] == .array([]))
    // The same again changes nothing, and is in no audit.
    let count = try site.sql("SELECT COUNT(*) FROM wp_wkpbic_audit")
    _ = try site.data("PUT", "/settings", json: #"{"privacy":"contact=hash"}"#)
    #expect(try site.sql("SELECT COUNT(*) FROM wp_wkpbic_audit") == count)
  }

  @Test func whatTheConfigurationSaysIsFixed() throws {
    let site = try Site("fixed", isEmpty: true)
    let settings = try site.data("GET", "/settings")
    let fixed = settings["fixed"]?.array?.compactMap(\.string) ?? []
    #expect(Set(fixed) == ["tenant_id", "client_id", "workspace_id", "client_secret"])
    for json in [#"{"tenant_id":"x"}"#, #"{"client_secret":"x"}"#] {
      let reply = try site.ask("PUT", "\(root)/settings", json: json)
      #expect(reply.status == 409, "\(reply.text)")
    }
    #expect(
      try site.sql("SELECT COUNT(*) FROM wp_options WHERE option_name = 'wkpbic_tenant_id'")
        == "0\n")
    for route in ["/settings", "/capabilities"] {
      let others = Site.everything.replacing(",wkpbic_manage_settings", with: "")
      #expect(try site.ask("GET", root + route, as: others).status == 403)
      #expect(try site.ask("GET", root + route, as: nil).status == 401)
    }
  }

  @Test func aRoleGetsAndLosesRightsAsWordPressGivesThem() throws {
    let site = try site("roles")
    let matrix = try site.data("GET", "/capabilities")
    let roles = try #require(matrix["roles"]?.array)
    #expect(roles.map { $0["slug"]?.string } == ["administrator", "shop_manager", "editor"])
    #expect(roles[1]["capabilities"]?["wkpbic_manage_sync"]?.boolean == true)
    #expect(roles[1]["capabilities"]?["wkpbic_manage_settings"]?.boolean == false)
    #expect(roles[2]["capabilities"]?["wkpbic_view_logs"]?.boolean == false)
    func put(_ role: String, _ grants: String) throws -> Wire.Reply {
      try site.ask("PUT", "\(root)/capabilities/\(role)", json: #"{"capabilities":{\#(grants)}}"#)
    }
    let given = try put("editor", #""wkpbic_view_logs":true,"wkpbic_view_reports":true"#)
    #expect(
      try given.json["data"]?["capabilities"]?["wkpbic_view_logs"]?.boolean == true,
      "\(given.text)")
    _ = try put("editor", #""wkpbic_view_reports":false"#)
    _ = try put("shop_manager", #""wkpbic_manage_sync":false"#)
    // Everything else stands as it stood, to the byte.
    let expected = Self.roles.replacing(
      #"a:1:{s:10:"edit_posts";b:1;}"#,
      with: #"a:2:{s:10:"edit_posts";b:1;s:16:"wkpbic_view_logs";b:1;}"#
    ).replacing(
      #"a:1:{s:18:"manage_woocommerce";b:1;}"#,
      with: #"a:2:{s:18:"manage_woocommerce";b:1;s:18:"wkpbic_manage_sync";b:0;}"#)
    #expect(try option("wp_user_roles", site) == expected)
    #expect(
      try site.sql("SELECT autoload FROM wp_options WHERE option_name = 'wp_user_roles'") == "on\n")
    let entry = try #require(try site.data("GET", "/logs/audit?action=capabilities").array?.first)
    #expect(entry["target"]?.string == "shop_manager")
    #expect(
      entry["changes"]?["wkpbic_manage_sync"]
        == .object(["before": .boolean(true), "after": .boolean(false)]))
    #expect(try put("nobody", #""wkpbic_view_logs":true"#).status == 404)
    #expect(try put("editor", #""manage_options":true"#).status == 400)
    let keeper = try put("administrator", #""wkpbic_manage_settings":false"#)
    #expect(keeper.status == 409, "\(keeper.text)")
    #expect(try put("administrator", #""wkpbic_view_logs":false"#).status == 200)
    #expect(try option("wp_user_roles", site).contains(#"i:7;b:1;s:16:"wkpbic_view_logs";b:0;"#))
  }

  @Test func rolesThatCannotBeReadAreLeftAlone() throws {
    let site = try site("damaged")
    try site.sql(
      "UPDATE wp_options SET option_value = 'a:1:{x' WHERE option_name = 'wp_user_roles'")
    let reply = try site.ask(
      "PUT", "\(root)/capabilities/editor", json: #"{"capabilities":{"wkpbic_view_logs":true}}"#)
    #expect(reply.status == 502, "\(reply.text)")
    #expect(try option("wp_user_roles", site) == "a:1:{x")
  }
}

extension String {
  /// Without line ends at the end.
  fileprivate var trimmingSuffix: String {
    var text = self
    while text.last == "\n" { text.removeLast() }
    return text
  }
}
