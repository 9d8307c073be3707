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

  /// The product's verbs under this session's settings.
  func connector() throws(Fault) -> Connector {
    let lookup = try SettingLookup(self)
    let configuration = try Configuration(
      { lookup.value($0) }, environment: lookup.variables)
    return Connector(
      configuration, clock: SystemClock(), interruption: interruption, log: console.log)
  }
}
