internal import Runtime

/// One command.
protocol Verb {
  static var name: String { get }
  /// One line for the overview.
  static var summary: String { get }
  static var options: [Option] { get }
  /// Does it; returns the exit status.
  static func run(_ session: Session) throws(Fault) -> Int32
}

/// One `--name` of a command.
struct Option: Sendable {
  var name: String
  /// What stands for the value in help; nil for a switch.
  var value: String?
  var help: String

  /// Those that every command takes.
  static let everywhere = [
    Option(name: "path", value: "DIR", help: "the WordPress directory"),
    Option(name: "url", value: "URL", help: "the site of a network, by its address"),
    Option(name: "config", value: "FILE", help: "settings, instead of /etc/wkpbic/wkpbic.conf"),
    Option(name: "quiet", value: nil, help: "say nothing but data and errors"),
    Option(name: "debug", value: nil, help: "say more"),
    Option(name: "no-color", value: nil, help: "no colors"),
  ]

  static let format = Option(
    name: "format", value: "FORMAT", help: "table (default), json, csv, yaml, ids or count")
}
