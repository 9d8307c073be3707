extension Emulator {
  /// Who may sign in, and where the workspace is.
  package struct Configuration: Sendable, Equatable {
    /// The one tenant that there is.
    package var tenantID = "72f988bf-0000-4000-8000-00000000d3d0"
    /// The one app that may sign in.
    package var clientID = "c11e0000-0000-4000-8000-00000000d3d0"
    /// Its secret.
    package var clientSecret = "demo~secret.value-00000000000000000"
    /// The one workspace that the app may see.
    package var workspaceID = "90a70000-0000-4000-8000-00000000d3d0"
    /// What people call it.
    package var workspaceName = "WooCommerce Store"
    /// The resource that a scope must name, followed by `/.default`.
    package var resource = "https://analysis.windows.net/powerbi/api"
    /// Reports and dashboards of the workspace; there are none unless a test or demo needs some.
    package var reports: [Item] = []
    /// The dashboards of the workspace.
    package var dashboards: [Item] = []
    /// Identifiers, tokens and probable faults follow from this.
    package var seed: UInt64 = 1

    package init() {}

    /// Something of a workspace that can be embedded.
    package struct Item: Sendable, Equatable {
      /// The id in addresses.
      package var id: String
      /// What people call it.
      package var name: String

      package init(id: String, name: String) {
        self.id = id
        self.name = name
      }
    }
  }

  /// What a client needs to be told to use a running stand-in.
  package struct Credentials: Sendable, Equatable {
    /// The tenant to sign in to.
    package var tenantID: String
    /// The app to sign in as.
    package var clientID: String
    /// Its secret.
    package var clientSecret: String
    /// The workspace to write to.
    package var workspaceID: String
    /// Where tokens are asked for.
    package var authorityURL: String
    /// Where everything else is.
    package var apiURL: String
    /// The scope to ask a token for.
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
