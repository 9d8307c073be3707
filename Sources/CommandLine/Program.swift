package import Runtime

/// The command line's face: verbs, one file each, their options, and how answers are printed.
///
/// May know: arguments, the environment, terminals. Must not know: SQL, HTTP.
/// Invariant: data goes to standard output, everything else to standard error; the exit status
/// says 0 done, 1 failed, 2 wrongly asked.
package enum Program {
  /// All verbs, in the order in which help lists them.
  static var verbs: [any Verb.Type] {
    [
      StatusVerb.self, TestConnectionVerb.self, SyncVerb.self, ListEntitiesVerb.self,
      ListDatasetsVerb.self, LogsVerb.self, RunDueVerb.self, CancelVerb.self, ExportVerb.self,
      VerifyVerb.self, AlertsVerb.self, MetaVerb.self, DoctorVerb.self,
      ConfigureVerb.self, FlushCacheVerb.self, InstallVerb.self, UninstallVerb.self,
      EmulateVerb.self, ServeVerb.self,
    ]
  }

  /// Runs one command; returns the exit status.
  ///
  /// `words` are the arguments after the program's name, `environment` the process's variables.
  package static func run(
    _ words: [String], environment: [String: String], interruption: Interruption,
    serving: Serving? = nil
  ) -> Int32 {
    let console = Console(environment: environment)
    do {
      return try dispatch(words, environment, console, interruption, serving)
    } catch {
      console.failure(error)
      return error.code == .usage ? 2 : 1
    }
  }

  private static func dispatch(
    _ words: [String], _ environment: [String: String], _ console: Console,
    _ interruption: Interruption, _ serving: Serving?
  ) throws(Fault) -> Int32 {
    guard let first = words.first else {
      console.write(Help.overview)
      return 2
    }
    switch first {
    case "--version", "version":
      console.write("wkpbic \(Runtime.version)")
      return 0
    case "help", "--help", "-h":
      if words.count == 1 {
        console.write(Help.overview)
        return 0
      }
      guard let verb = verbs.first(where: { $0.name == words[1] }) else {
        throw Arguments.fault("'\(words[1])' is not a command", "See: wkpbic help")
      }
      console.write(Help.page(verb))
      return 0
    default: break
    }
    guard let verb = verbs.first(where: { $0.name == first }) else {
      throw Arguments.fault("'\(first)' is not a command", "See: wkpbic help")
    }
    let rest = Array(words.dropFirst())
    if rest.contains("--help") || rest.contains("-h") {
      console.write(Help.page(verb))
      return 0
    }
    let arguments = try Arguments(rest, options: verb.options + Option.everywhere)
    let session = Session(
      arguments: arguments, environment: environment, console: console.tuned(arguments),
      interruption: interruption, serving: serving)
    return try verb.run(session)
  }
}
