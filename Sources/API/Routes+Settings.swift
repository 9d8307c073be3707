internal import Bytes
internal import Connector
internal import Runtime

// What the site has chosen, and who may do what.
extension Routes {
  private static let keepers = Route.Permission.oneOf([.manageSettings])
  private static let fields: [Parameter] =
    StoredSetting.allCases.map { setting in
      switch setting {
      case .columns, .metaColumns, .privacy: .text(setting.rawValue, max: 20_000)
      default: .text(setting.rawValue)
      }
    } + Connector.secretNames.map { .text($0, max: 1000) }

  static let settings: [Route] =
    [
      Route("GET", "/settings", keepers) { (errand) throws(Refusal) in
        Reply(json(try errand.ask { (verbs) throws(Fault) in try verbs.settingReport() }))
      },
      Route("GET", "/capabilities", keepers) { (errand) throws(Refusal) in
        let roles = try errand.ask { (verbs) throws(Fault) in try verbs.roleReports() }
        return Reply(
          .object([
            "capabilities": .array(Right.allCases.map { .string($0.rawValue) }),
            "roles": .array(roles.map(json)),
          ]))
      },
    ] + ["POST", "PUT"].flatMap { [changeSettings($0), changeRole($0)] }

  private static func changeSettings(_ method: String) -> Route {
    Route(method, "/settings", keepers, fields) { (errand) throws(Refusal) in
      var order = SettingsOrder(values: [:], clientSecret: nil)
      for setting in StoredSetting.allCases {
        order.values[setting] = errand.values.text(setting.rawValue)
      }
      order.clientSecret = errand.values.text("client_secret").map { Secret($0) }
      order.smtpPassword = errand.values.text("smtp_password").map { Secret($0) }
      let wanted = order
      let changed = try errand.ask { (verbs) throws(Fault) in try verbs.changeSettings(wanted) }
      if !changed.changes.isEmpty {
        errand.note(
          "settings.change", changed.changes.map(\.name).joined(separator: ", "),
          changes: json(changed.changes))
      }
      return Reply(json(changed.report))
    }
  }

  private static func changeRole(_ method: String) -> Route {
    var grants = Parameter("capabilities", .object(Right.allCases.map { .flag($0.rawValue) }))
    grants.isRequired = true
    return Route(method, "/capabilities/{role}", keepers, [grants]) { (errand) throws(Refusal) in
      let role = errand.place("role")
      var wanted: [String: Bool] = [:]
      for member in errand.values["capabilities"]?.members ?? [] {
        wanted[member.name] = member.value.boolean
      }
      let asked = wanted
      let change = try errand.ask { (verbs) throws(Fault) in try verbs.changeRole(role, asked) }
      guard let change else { throw .notFound("The role") }
      let changes = difference(change.before, change.after)
      if !changes.isEmpty {
        errand.note("capabilities.change", role, changes: .object(changes))
      }
      return Reply(json(change.after))
    }
  }

  private static func json(_ report: SettingReport) -> JSONValue {
    func names(_ settings: Set<StoredSetting>) -> [String] {
      StoredSetting.allCases.filter(settings.contains).map(\.rawValue)
    }
    let values = StoredSetting.allCases.map { setting in
      JSONValue.Member(
        setting.rawValue, report.values[setting].map { .string($0) } ?? .null)
    }
    let fixed = names(report.fixed) + report.secrets.filter(\.isFixed).map(\.name)
    let secrets = report.secrets.map { secret in
      JSONValue.Member(secret.name, .object(["is_set": .boolean(secret.isSet)]))
    }
    return .object(
      values + secrets + [
        .init("fixed", .array(fixed.map(JSONValue.string))),
        .init("damaged", .array(names(report.damaged).map(JSONValue.string))),
      ])
  }

  /// Secrets have neither a before nor an after.
  private static func json(_ changes: [SettingChanges.Change]) -> JSONValue {
    .object(
      changes.map { change in
        let isSecret = Connector.secretNames.contains(change.name)
        return .init(
          change.name,
          isSecret ? .string("changed") : difference(text(change.before), text(change.after)))
      })
  }

  private static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

  private static func difference(_ before: JSONValue, _ after: JSONValue) -> JSONValue {
    .object(["before": before, "after": after])
  }

  private static func difference(
    _ before: RoleReport, _ after: RoleReport
  ) -> [JSONValue.Member] {
    Right.allCases.compactMap { right in
      let had = before.capabilities.contains(right.rawValue)
      let has = after.capabilities.contains(right.rawValue)
      return had == has
        ? nil : .init(right.rawValue, difference(.boolean(had), .boolean(has)))
    }
  }

  private static func json(_ role: RoleReport) -> JSONValue {
    .object([
      "slug": .string(role.slug), "name": .string(role.name),
      "capabilities": .object(
        Right.allCases.map {
          .init($0.rawValue, .boolean(role.capabilities.contains($0.rawValue)))
        }),
    ])
  }
}
