import CommandLine
import Glibc
import HTTPClient
import Runtime

// Signals first, so that every thread inherits them; libcurl before there are threads.
let interruption = Interruption()
SignalWatch.start(interruption)
HTTPClient.prepareProcess()

exit(
  Program.run(
    Array(Swift.CommandLine.arguments.dropFirst()), environment: ProcessEnvironment.read(),
    interruption: interruption))
