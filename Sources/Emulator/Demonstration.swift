package import Runtime

extension Emulator {
  /// Runs a stand-in on 127.0.0.1 until `interruption` is raised.
  ///
  /// `announce` is told what clients need once requests are answered.
  package static func run(
    port: UInt16, enforcesQuota: Bool, clock: any Clock, interruption: Interruption,
    announce: (Credentials) -> Void
  ) throws(Fault) {
    let emulator = Emulator(configuration: Configuration(), limits: Limits(), clock: clock)
    emulator.behaviour.enforcesQuota = enforcesQuota
    try emulator.start(port: port)
    defer { emulator.stop() }
    announce(emulator.credentials)
    while !clock.wait(seconds: lookSeconds, interruption: interruption) {}
  }

  /// How long one wait for the end lasts.
  private static let lookSeconds = 3600.0
}
