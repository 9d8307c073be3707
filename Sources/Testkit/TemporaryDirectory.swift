internal import Foundation
package import Runtime

/// A directory of its own under the system's temporary one; it goes away with its owner.
package final class TemporaryDirectory: Sendable {
  /// The directory, without a slash at the end.
  package let path: String

  /// Makes one, in `parent` where that is given: what goes away with something else besides.
  package init(_ purpose: String = "test", in parent: String? = nil) throws(Fault) {
    let place = parent.map { URL(fileURLWithPath: $0) } ?? FileManager.default.temporaryDirectory
    path =
      place.appendingPathComponent("wkpbic-\(purpose)-\(UUID().uuidString.prefix(12))").path
    do {
      // Private: sockets and keys lie in it.
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Fault(
        .file, operation: "creating a directory", subject: path, cause: "\(error)",
        recovery: .operator)
    }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of a file in it.
  package func file(_ name: String) -> String {
    "\(path)/\(name)"
  }

  /// Writes a file in it and returns its path.
  @discardableResult
  package func write(_ text: String, to name: String) throws(Fault) -> String {
    do {
      try FileManager.default.createDirectory(
        at: URL(filePath: file(name)).deletingLastPathComponent(),
        withIntermediateDirectories: true)
      try text.write(toFile: file(name), atomically: false, encoding: .utf8)
    } catch {
      throw Fault(
        .file, operation: "writing a file", subject: file(name), cause: "\(error)",
        recovery: .operator)
    }
    return file(name)
  }

  /// The text of a file in it; empty when it is not there.
  package func text(of name: String) -> String {
    String(decoding: FileManager.default.contents(atPath: file(name)) ?? Data(), as: UTF8.self)
  }
}
