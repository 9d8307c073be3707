internal import Emulator
internal import Runtime

/// `emulate`: a stand-in for Entra and Power BI on this machine.
enum EmulateVerb: Verb {
  static let name = "emulate"
  static let summary = "runs a stand-in for Entra and Power BI, for rehearsals"
  static let options = [
    Option(name: "port", value: "PORT", help: "on 127.0.0.1; any free one unless said"),
    Option(name: "quota", value: "on|off", help: "off lifts the service's limits"),
  ]

  static func run(_ session: Session) throws(Fault) -> Int32 {
    let port = try session.arguments.integer("port", in: 0...65_535) ?? 0
    let quota = session.arguments["quota"] ?? "on"
    guard quota == "on" || quota == "off" else {
      throw Arguments.fault("--quota=\(quota) is not known", "Choose on or off")
    }
    let console = session.console
    try Emulator.run(
      port: UInt16(port), enforcesQuota: quota == "on", clock: SystemClock(),
      interruption: session.interruption
    ) { credentials in
      for line in credentials.lines { console.write(line) }
      console.say("Open \(credentials.apiURL)/ to see what it holds; Ctrl-C ends it.")
    }
    return 0
  }
}
