internal import Connector
internal import Runtime

/// What a command was given.
struct Session {
  var arguments: Arguments
  var environment: [String: String]
  var console: Console
  var interruption: Interruption
  /// How to serve; nil where that is not known.
  var serving: Serving?

  /// What is configured; with `--url` for that site of the network.
  func configuration(_ lookup: SettingLookup) throws(Fault) -> Configuration {
    let configuration = try Configuration(
      { lookup.value($0) }, environment: lookup.variables)
    guard let url = arguments["url"] else { return configuration }
    return try configuration.site(at: url)
  }

  /// The product's verbs under this session's settings.
  func connector() throws(Fault) -> Connector {
    let configuration = try configuration(try SettingLookup(self))
    return Connector(
      configuration, clock: SystemClock(), interruption: interruption, log: console.log)
  }
}
