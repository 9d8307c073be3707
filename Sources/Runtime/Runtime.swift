/// The few things of the operating system that every room needs: time, locks, the log, secrets,
/// the wish to stop, and the shape in which a failure travels.
///
/// May know: the C library. Must not know: the domain, any other C library.
/// Invariant: nothing here reads the environment or keeps a global variable; whoever needs a clock
/// or a log is handed one.
package enum Runtime {
  /// The product's version, as `--version` prints it.
  package static let version = "0.1.0"
}
