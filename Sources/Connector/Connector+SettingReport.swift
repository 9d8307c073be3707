internal import MariaDB
internal import Model
package import Runtime
internal import WordPress

/// The settings as they stand; of secrets only whether they are there.
package struct SettingReport: Sendable, Equatable {
  /// Each setting in the form in which a person types it; nil for one that is not set.
  package var values: [StoredSetting: String]
  /// Those that the configuration says: what is stored of them does not count.
  package var fixed: Set<StoredSetting>
  /// Secrets, stored sealed: the app's, and the mail server's password.
  package var secrets: [SecretReport]
  /// Those whose stored value cannot be understood.
  package var damaged: Set<StoredSetting> = []
}

/// What may be told of a secret.
package struct SecretReport: Sendable, Equatable {
  /// Its name in the API.
  package var name: String
  /// Whether there is one.
  package var isSet: Bool
  /// Whether the configuration says it.
  package var isFixed: Bool
}

/// What changing settings has changed.
package struct SettingChanges: Sendable, Equatable {
  /// A setting before and after.
  package struct Change: Sendable, Equatable {
    /// Its name in the API.
    package var name: String
    /// What it was; nil when it was not set, or is secret.
    package var before: String?
    /// What it is; nil when it is not set, or is secret.
    package var after: String?
  }

  /// One for each that is another now, in the order of their names.
  package var changes: [Change]
  /// The settings as they stand now.
  package var report: SettingReport
}

extension Connector {
  /// The settings as they stand.
  package func settingReport() throws(Fault) -> SettingReport {
    var connection = try Connection.open(configuration.database)
    return try settingReport(try site(&connection), &connection)
  }

  /// Stores settings as `configure` does, and tells what is another now.
  ///
  /// A Fault (`busy`) when the configuration says one of them: what is stored would not count.
  package func changeSettings(_ order: SettingsOrder) throws(Fault) -> SettingChanges {
    let before = try settingReport()
    var fixed = order.values.keys.filter { before.fixed.contains($0) }.map(\.variable)
    for secret in before.secrets where secret.isFixed && order.hasSecret(secret.name) {
      fixed.append("WKPBIC_\(secret.name.uppercased())")
    }
    guard fixed.isEmpty else {
      throw Fault(
        .busy, operation: "changing settings", subject: "",
        cause: "the configuration says what they are (\(fixed.sorted().joined(separator: ", ")))",
        hint: "Change them there, or take them out", recovery: .operator)
    }
    _ = try configure(order)
    let after = try settingReport()
    var changes: [SettingChanges.Change] = []
    for setting in StoredSetting.allCases.sorted(by: { $0.rawValue < $1.rawValue })
    where order.values[setting] != nil && before.values[setting] != after.values[setting] {
      changes.append(
        .init(
          name: setting.rawValue, before: before.values[setting], after: after.values[setting]))
    }
    // Whether a new secret is the old one is nobody's business.
    for secret in after.secrets where order.hasSecret(secret.name) {
      changes.append(.init(name: secret.name, before: nil, after: nil))
    }
    return SettingChanges(changes: changes, report: after)
  }

  /// The names of secrets in the API.
  package static var secretNames: [String] { [clientSecretName, smtpPasswordName] }

  private func settingReport(
    _ site: Site, _ connection: inout Connection
  ) throws(Fault) -> SettingReport {
    let options = try site.options.read(StoredSetting.allCases.map(\.option), &connection)
    let stored = try storedSecretNames(site, &connection)
    let fixed = [
      Self.clientSecretName: configuration.clientSecret != nil,
      Self.smtpPasswordName: configuration.mailPassword != nil,
    ]
    var report = SettingReport(values: [:], fixed: [], secrets: [])
    report.secrets = Self.secretNames.map { name in
      let isFixed = fixed[name] ?? false
      return SecretReport(name: name, isSet: isFixed || stored.contains(name), isFixed: isFixed)
    }
    for setting in StoredSetting.allCases {
      if let text = configuration.text(setting) {
        report.values[setting] = text
        report.fixed.insert(setting)
      } else if let row = options[setting.option], !row.value.isEmpty {
        do throws(Fault) {
          report.values[setting] = try FieldOptions.text(setting, row.value)
        } catch {
          report.damaged.insert(setting)
        }
      }
    }
    return report
  }
}

extension SettingsOrder {
  /// Whether a secret of that name is to be stored.
  fileprivate func hasSecret(_ name: String) -> Bool {
    switch name {
    case Connector.clientSecretName: clientSecret != nil
    case Connector.smtpPasswordName: smtpPassword != nil
    default: false
    }
  }
}

extension Configuration {
  /// What the configuration says of a setting that may also be stored; nil when it says nothing.
  func text(_ setting: StoredSetting) -> String? {
    switch setting {
    case .storeName: storeName
    case .tenantID: tenantID
    case .clientID: clientID
    case .workspaceID: workspaceID
    default: fields[setting] ?? mail[setting]
    }
  }
}

extension FieldOptions {
  /// A stored setting as a person types it.
  static func text(_ setting: StoredSetting, _ stored: [UInt8]) throws(Fault) -> String {
    guard setting.isAboutFields else { return String(decoding: stored, as: UTF8.self) }
    let value = PHPMaybe.unserialize(stored)
    if setting == .privacy {
      return try privacy(value, setting).entries.map { entity, privacy, rule in
        "\(entity.map { "\($0)." } ?? "")\(privacy)=\(rule)"
      }.joined(separator: ",")
    }
    return try lists(value, setting).map { "\($0.entity).\($0.word)" }.joined(separator: ",")
  }
}
