internal import Foundation

/// Where this repository's files are, found from where this file was compiled.
package enum Repository {
  /// The top folder, without a slash at the end.
  package static var root: String {
    let levels = 3  // Sources/Testkit/Repository.swift
    return (0..<levels).reduce(URL(fileURLWithPath: #filePath)) { url, _ in
      url.deletingLastPathComponent()
    }.path
  }

  /// The path of a file named from the top folder.
  package static func path(_ relative: String) -> String {
    "\(root)/\(relative)"
  }

  /// The built `wkpbic` of the tests that are running: it lies beside the test bundle.
  ///
  /// `WKPBIC_BINARY` names another one, for tests of a package that was installed.
  package static var binary: String {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["WKPBIC_BINARY"], !named.isEmpty { return named }
    return built("wkpbic")
  }

  /// The program of that name, built beside the tests that are running.
  package static func built(_ name: String) -> String {
    let folder = URL(fileURLWithPath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
    return folder.appendingPathComponent(name).path
  }
}
