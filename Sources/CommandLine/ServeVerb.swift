package import Connector
package import Runtime

/// How the program serves: handed in by whoever puts the program together, since the command line
/// knows no server.
package typealias Serving =
  @Sendable (
    _ request: ServeRequest, _ interruption: Interruption, _ log: Log,
    _ announce: (String) -> Void
  ) throws(Fault) -> Void

/// What somebody typed who wants to serve.
package struct ServeRequest: Sendable {
  /// What is configured.
  package var configuration: Configuration
  /// Where to listen; nil for the usual place.
  package var listen: String?
  /// Whether others may reach it.
  package var allowsPublic: Bool
  /// The process's variables.
  package var environment: [String: String]
}

/// `serve`: the REST server and the scheduler.
enum ServeVerb: Verb {
  static let name = "serve"
  static let summary = "answers the REST API and syncs by schedule, until stopped"
  static let options = [
    Option(
      name: "listen", value: "ADDR",
      help: "unix:/path (unix:/run/wkpbic/wkpbic.sock unless said) or 127.0.0.1:PORT"),
    Option(
      name: "allow-public", value: nil, help: "listen where others can reach it, without TLS"),
  ]

  static func run(_ session: Session) throws(Fault) -> Int32 {
    guard let serving = session.serving else {
      throw Arguments.fault("this program cannot serve", "Use the one that was installed")
    }
    let lookup = try SettingLookup(session)
    let request = ServeRequest(
      configuration: try session.configuration(lookup),
      listen: session.arguments["listen"] ?? lookup.value("WKPBIC_LISTEN"),
      allowsPublic: session.arguments.has("allow-public"), environment: lookup.variables)
    let console = session.console
    try serving(request, session.interruption, console.log) { address in
      console.say("Listening on \(address)")
    }
    return 0
  }
}
