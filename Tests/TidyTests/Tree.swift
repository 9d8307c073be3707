import Foundation
import Testing
import Testkit

/// The files of the repository, as git sees them: what is tracked, and what is new and not ignored.
enum Tree {
  /// Paths from the top folder, sorted; without files that were deleted but not yet committed.
  static func paths() throws -> [String] {
    let listing = try ChildProcess.run(
      "git",
      [
        "-c", "safe.directory=*", "-C", Repository.root, "ls-files", "-z", "--cached", "--others",
        "--exclude-standard",
      ])
    try #require(listing.status == 0, "git ls-files: \(listing.errors)")
    let present = Set(listing.output.split(separator: "\0").map(String.init)).filter {
      FileManager.default.fileExists(atPath: Repository.path($0))
    }
    return present.sorted()
  }

  /// The text of a file; undecodable bytes become replacement characters.
  static func text(_ path: String) throws -> String {
    let bytes = try #require(FileManager.default.contents(atPath: Repository.path(path)), "\(path)")
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Every Swift file under one of these folders, read and taken apart.
  static func swift(in folders: [String]) throws -> [SourceText] {
    try paths().filter { path in
      path.hasSuffix(".swift") && folders.contains { path.hasPrefix("\($0)/") }
    }.map { SourceText(path: $0, text: try text($0)) }
  }

  /// What ships: the rooms and the embedded statements.
  ///
  /// Read once, because taking a megabyte of source apart in a debug build takes a second.
  static let sources = Result { try swift(in: ["Sources", "sql"]) }
}
