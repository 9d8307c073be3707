import Testing
import Testkit

/// The settings file, and what a database that refuses makes of settings.
struct SettingsFileTests {
  /// Runs the program with a file of settings and nothing else.
  private func status(
    _ arguments: [String], _ environment: [String: String] = [:]
  ) throws -> ChildProcess.Outcome {
    try ChildProcess.run(
      Repository.binary, ["status"] + arguments, environment: environment)
  }

  @Test func aFileIsReadAsSystemdReadsIt() throws {
    let stage = try Stage.quick()
    let place = try TemporaryDirectory("settings")
    var lines = ["# a comment", "; another", "", "   "]
    for (index, setting) in stage.settings.sorted(by: { $0.key < $1.key }).enumerated() {
      switch index % 3 {
      case 0: lines.append("\(setting.key)=\(setting.value)")
      case 1: lines.append("\(setting.key)=\"\(setting.value)\"")
      default: lines.append("  \(setting.key) = '\(setting.value)'  ")
      }
    }
    let file = try place.write(lines.joined(separator: "\r\n") + "\r\n", to: "wkpbic.conf")
    let connected = "Connection:   Connected\n"
    for words in [["--config=\(file)"], ["--config", file]] {
      let outcome = try status(words)
      #expect(outcome.output.hasPrefix(connected), "\(outcome.output)\(outcome.errors)")
    }
    // The environment stands before the file; an empty variable is none.
    let unknown = ["WKPBIC_TENANT_ID": "5b3f0c1e-1111-4222-8333-944455556666"]
    #expect(try status(["--config=\(file)"], unknown).output.hasPrefix("Connection:   Not"))
    let empty = try status(["--config=\(file)"], ["WKPBIC_TENANT_ID": ""])
    #expect(empty.output.hasPrefix(connected), "\(empty.output)")
  }

  @Test func aLineThatIsNoSettingIsNamed() throws {
    let place = try TemporaryDirectory("settings")
    let file = try place.write("WKPBIC_QUOTA=off\nthis is no setting\n", to: "wkpbic.conf")
    let broken = try status(["--config=\(file)"])
    #expect(broken.status == 1)
    #expect(broken.errors.contains("\(file):2"))
  }

  static let refusals: [(change: [String: String], remedy: String)] = [
    (["WKPBIC_DB_USER": "nobody", "WKPBIC_DB_PASSWORD": "hidden-pass"], "WKPBIC_DB_PASSWORD"),
    (["WKPBIC_DB_NAME": "no_such_database"], "WKPBIC_DB_NAME"),
    (["WKPBIC_DB_HOST": "localhost:/nowhere/s.sock"], "WKPBIC_DB_HOST"),
    (["WKPBIC_DB_HOST": "127.0.0.1:1"], "WKPBIC_DB_HOST"),
    (["WKPBIC_TABLE_PREFIX": "shop_"], "WKPBIC_TABLE_PREFIX"),
    (["WKPBIC_TABLE_PREFIX": "wp-; DROP"], "letters, digits and underscores"),
    (["WKPBIC_DB_TLS": "on"], "WKPBIC_DB_TLS"), (["WKPBIC_DB_TLS": "perhaps"], "WKPBIC_DB_TLS"),
    (["WKPBIC_CLOUD": "moon"], "public, usgov"),
    (["WKPBIC_API_URL": "http://api.example.com"], "https"),
  ]

  @Test func aDatabaseThatRefusesIsNamedWithARemedy() throws {
    let stage = try Stage.quick()
    for (change, remedy) in Self.refusals {
      for verb in [["status"], ["list-entities"], ["export", "--entity=orders"], ["install"]] {
        let outcome = try stage.run(verb + ["--debug"], changing: change)
        #expect(outcome.status == 1, "\(change)")
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains(remedy), "\(change): \(outcome.errors)")
        #expect(!outcome.errors.contains("hidden-pass"))
      }
    }
  }
}
