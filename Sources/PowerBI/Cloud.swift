package import HTTPClient
package import Runtime

/// Where one of Microsoft's clouds is reached: three addresses, each of which may be replaced.
package struct Cloud: Sendable, Equatable {
  /// Where tokens come from.
  package var authority: HTTPAddress
  /// Where the API is.
  package var api: HTTPAddress
  /// What the token is for.
  package var scope: String

  /// A preset with replacements; nil keeps the preset's value.
  package init(
    _ preset: Preset, authorityURL: String?, apiURL: String?, scope: String?
  ) throws(Fault) {
    let row = preset.row
    authority = try Self.base(authorityURL ?? row.authority)
    api = try Self.base(apiURL ?? row.api)
    self.scope = scope ?? row.scope
  }

  private static func base(_ text: String) throws(Fault) -> HTTPAddress {
    let address = try HTTPAddress(text)
    guard !address.text.contains("?") else {
      throw Fault(
        .configuration, operation: "reading a URL", subject: text, cause: "it has a query",
        hint: "Give the URL without what follows the question mark", recovery: .operator)
    }
    return address
  }

  /// The clouds that Microsoft runs, named as in the configuration.
  package enum Preset: String, Sendable, CaseIterable {
    case `public`
    case usgov
    case usgovhigh
    case usgovmil
    case china

    var row: (authority: String, api: String, scope: String) {
      switch self {
      case .public:
        (
          "https://login.microsoftonline.com", "https://api.powerbi.com",
          "https://analysis.windows.net/powerbi/api/.default"
        )
      case .usgov:
        (
          "https://login.microsoftonline.com", "https://api.powerbigov.us",
          "https://analysis.usgovcloudapi.net/powerbi/api/.default"
        )
      case .usgovhigh:
        (
          "https://login.microsoftonline.us", "https://api.high.powerbigov.us",
          "https://high.analysis.usgovcloudapi.net/powerbi/api/.default"
        )
      case .usgovmil:
        (
          "https://login.microsoftonline.us", "https://api.mil.powerbigov.us",
          "https://mil.analysis.usgovcloudapi.net/powerbi/api/.default"
        )
      case .china:
        (
          "https://login.partner.microsoftonline.cn", "https://api.powerbi.cn",
          "https://analysis.chinacloudapi.cn/powerbi/api/.default"
        )
      }
    }
  }
}

/// The service principal that speaks for the shop.
package struct Credentials: Sendable {
  /// The Entra tenant.
  package var tenantID: String
  /// The app registration.
  package var clientID: String
  /// The app's secret.
  package var clientSecret: Secret

  package init(tenantID: String, clientID: String, clientSecret: Secret) {
    self.tenantID = tenantID
    self.clientID = clientID
    self.clientSecret = clientSecret
  }

  /// Whether the secret has the shape of a GUID: then its ID was pasted instead of its value.
  var secretLooksLikeID: Bool {
    let lengths = clientSecret.revealText().split(
      separator: "-", omittingEmptySubsequences: false
    ).map { $0.allSatisfy(\.isHexDigit) ? $0.count : -1 }
    return lengths == [8, 4, 4, 4, 12]
  }
}
