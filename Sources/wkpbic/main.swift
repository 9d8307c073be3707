import API
import CommandLine
import Connector
import Glibc
import HTTPClient
import Runtime

// Signals first, so that every thread inherits them; libcurl before there are threads.
let interruption = Interruption()
SignalWatch.start(interruption)
HTTPClient.prepareProcess()

let serve: Serving = { (request, interruption, log, announce) throws(Fault) in
  try Server.run(
    ServeOrder(
      listen: request.listen, allowsPublic: request.allowsPublic,
      environment: request.environment), request.configuration, clock: SystemClock(),
    interruption: interruption, log: log, announce: announce)
}

exit(
  Program.run(
    Array(Swift.CommandLine.arguments.dropFirst()), environment: ProcessEnvironment.read(),
    interruption: interruption, serving: serve))
