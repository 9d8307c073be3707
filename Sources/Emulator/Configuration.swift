extension Emulator {
  /// Who may sign in, and where the workspace is.
  package struct Configuration: Sendable, Equatable {
    package var tenantID = "72f988bf-0000-4000-8000-00000000d3d0"
    package var clientID = "c11e0000-0000-4000-8000-00000000d3d0"
    package var clientSecret = "demo~secret.value-00000000000000000"
    package var workspaceID = "90a70000-0000-4000-8000-00000000d3d0"
    package var workspaceName = "WooCommerce Store"
    /// The resource that a scope must name, followed by `/.default`.
    package var resource = "https://analysis.windows.net/powerbi/api"
    /// Reports and dashboards of the workspace; there are none unless a test or demo needs some.
    package var reports: [Item] = []
    package var dashboards: [Item] = []
    /// Identifiers, tokens and probable faults follow from this.
    package var seed: UInt64 = 1

    package init() {}

    /// Something of a workspace that can be embedded.
    package struct Item: Sendable, Equatable {
      package var id: String
      package var name: String

      package init(id: String, name: String) {
        self.id = id
        self.name = name
      }
    }
  }

  /// What a client needs to be told to use a running stand-in.
  package struct Credentials: Sendable, Equatable {
    package var tenantID: String
    package var clientID: String
    package var clientSecret: String
    package var workspaceID: String
    package var authorityURL: String
    package var apiURL: String
    package var scope: String

    /// `KEY=VALUE` lines, as the configuration file has them.
    package var lines: [String] {
      [
        "WKPBIC_AUTHORITY_URL=\(authorityURL)", "WKPBIC_API_URL=\(apiURL)",
        "WKPBIC_SCOPE=\(scope)", "WKPBIC_TENANT_ID=\(tenantID)", "WKPBIC_CLIENT_ID=\(clientID)",
        "WKPBIC_CLIENT_SECRET=\(clientSecret)", "WKPBIC_WORKSPACE_ID=\(workspaceID)",
      ]
    }
  }
}
