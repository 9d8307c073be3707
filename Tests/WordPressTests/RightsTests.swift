import Bytes
import Foundation
import Testing

@testable import WordPress

@Suite struct RightsTests {
  /// What WordPress derives from other capabilities, constants or posts: nothing here asks for it.
  private static let derived: Set<String> = [
    "unfiltered_upload", "customize", "export_others_personal_data", "manage_privacy_options",
    "view_site_health_checks", "install_languages", "resume_plugins", "resume_themes",
    "manage_links", "setup_network", "delete_site", "edit_css", "update_php", "update_https",
    "remove_user", "promote_user", "edit_categories", "assign_categories", "edit_blocks",
    "publish_blocks", "manage_post_tags", "upload_plugins", "create_posts", "edit_comment_meta",
    "edit_user", "delete_user", "create_app_password", "list_app_passwords", "",
    "erase_others_personal_data", "upload_themes",
  ]
  /// In a network these are a super admin's.
  private static let networkOnly: Set<String> = [
    "delete_users", "edit_users", "create_users", "unfiltered_html", "install_plugins",
    "update_core", "edit_plugins", "activate_plugins", "edit_files", "edit_themes",
    "delete_plugins", "delete_themes", "update_plugins", "update_themes", "install_themes",
  ]

  @Test func rightsAreMergedAsWordPressMergesThem() throws {
    let vectors = try Vectors("capabilities")
    let options = vectors.cases("role_options").map(\.string)
    let cases = vectors.cases("caps")
    #expect(cases.count == 38)
    var asked = 0
    var left: Set<String> = []
    for vector in cases {
      let isNetwork = vector["multisite"]?.boolean == true
      let place = try #require(vector["roles_option"]?.integer)
      let option = try #require(options[Int(place)])
      let rights = Rights(
        roles: PHPMaybe.unserialize(Array(option.utf8)),
        meta: vector["capabilities_meta"]?.string.map { PHPMaybe.unserialize(Array($0.utf8)) },
        isSuperAdmin: vector["is_super_admin"]?.boolean == true)
      #expect(rights.roles == vector.list("roles").compactMap(\.string), "\(vector.id)")
      let said = rights.said.entries.filter { !$0.key.bytes.starts(with: Array("wkpbic_".utf8)) }
      let expected = vector.list("allcaps").compactMap { $0.array?.first?.string }
      #expect(said.map { String(decoding: $0.key.bytes, as: UTF8.self) } == expected)
      for (entry, pair) in zip(said, vector.list("allcaps")) {
        #expect(entry.value.isTrue == Self.isTrue(pair.array?[1]), "\(vector.id) \(pair)")
      }
      for probe in vector.list("user_can") {
        let parts = probe.array ?? []
        let name = try #require(parts[0].string)
        let isLeft = Self.derived.contains(name) || (isNetwork && Self.networkOnly.contains(name))
        if isLeft {
          left.insert(name)
        } else {
          #expect(rights.can(name) == parts[1].boolean, "\(vector.id) \(name)")
          asked += 1
        }
      }
    }
    #expect(asked >= 800, "\(asked), left \(left.sorted())")
  }

  private static func isTrue(_ value: JSONValue?) -> Bool {
    switch value {
    case .boolean(let flag): flag
    case .number(let text): Double(text) != 0
    case .string(let text): PHPValue.text(text).isTrue
    case .array(let elements): !elements.isEmpty
    default: false
    }
  }

  private func roles(_ pairs: KeyValuePairs<String, KeyValuePairs<String, PHPValue>>) -> PHPValue {
    var all = PHPArray()
    for (name, capabilities) in pairs {
      all[PHPKey(name)] = .map(["name": .text(name), "capabilities": .map(capabilities)])
    }
    return .array(all)
  }

  private func rights(_ option: PHPValue, _ meta: KeyValuePairs<String, PHPValue>) -> Rights {
    Rights(roles: option, meta: .map(meta), isSuperAdmin: false)
  }

  @Test func ourCapabilitiesHaveDefaultsThatTheDatabaseOverrides() {
    let plain = roles(["administrator": [:], "shop_manager": [:], "customer": [:]])
    let yes = PHPValue.boolean(true)
    let no = PHPValue.boolean(false)
    let administrator = rights(plain, ["administrator": yes])
    let manager = rights(plain, ["shop_manager": yes])
    let customer = rights(plain, ["customer": yes])
    for capability in Capability.allCases {
      #expect(administrator.can(capability))
      #expect(manager.can(capability) == (capability != .manageSettings))
      #expect(!customer.can(capability))
    }
    #expect(!customer.canAnything)
    #expect(manager.canAnything)
    // A role without a row is none.
    #expect(!rights(roles([:]), ["administrator": yes]).can(.viewLogs))
    let changed = roles([
      "administrator": ["wkpbic_view_logs": no], "shop_manager": ["wkpbic_manage_settings": yes],
      "customer": ["wkpbic_view_reports": yes],
    ])
    #expect(!rights(changed, ["administrator": yes]).can(.viewLogs))
    #expect(rights(changed, ["administrator": yes]).can(.manageSync))
    #expect(rights(changed, ["shop_manager": yes]).can(.manageSettings))
    #expect(rights(changed, ["customer": yes]).can(.viewReports))
    #expect(!rights(changed, ["customer": yes]).can(.viewLogs))
    #expect(!rights(plain, ["administrator": yes, "wkpbic_view_logs": no]).can(.viewLogs))
    #expect(rights(plain, ["customer": yes, "wkpbic_view_logs": yes]).can(.viewLogs))
    // The later role decides.
    #expect(rights(changed, ["administrator": yes, "shop_manager": yes]).can(.viewLogs))
    #expect(!rights(changed, ["shop_manager": yes, "administrator": yes]).can(.viewLogs))
  }

  @Test func aSuperAdminMayAllButWhatNobodyMay() {
    let rights = Rights(roles: nil, meta: nil, isSuperAdmin: true)
    #expect(rights.can(.manageSettings))
    #expect(rights.can("anything"))
    #expect(!rights.can("do_not_allow"))
  }
}
