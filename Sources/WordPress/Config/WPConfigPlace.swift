package import Runtime

/// Where a site's wp-config.php is, found as WordPress finds it.
package struct WPConfigPlace: Sendable, Equatable {
  /// The configuration file.
  package var file: String
  /// WordPress's own directory, with a slash at its end: what PHP knows as `ABSPATH`.
  package var absolutePath: String

  package init(file: String, absolutePath: String) {
    self.file = file
    self.absolutePath = absolutePath
  }

  /// Looks in WordPress's directory, then one above, unless another WordPress lives there.
  package init(directory: String, files: any FileReading) throws(Fault) {
    guard try files.kind(of: directory) == .directory, let root = files.realPath(of: directory)
    else { throw Self.missing(directory, "there is no such directory") }
    absolutePath = root.hasSuffix("/") ? root : root + "/"
    let above = PHPPath.directory(of: root)
    if try files.kind(of: absolutePath + "wp-config.php") == .file {
      file = absolutePath + "wp-config.php"
      return
    }
    let parent = above.hasSuffix("/") ? above : above + "/"
    guard try files.kind(of: parent + "wp-config.php") == .file,
      try files.kind(of: parent + "wp-settings.php") == nil
    else { throw Self.missing(directory, "there is no wp-config.php, nor one directory above") }
    file = parent + "wp-config.php"
  }

  private static func missing(_ directory: String, _ cause: String) -> Fault {
    Fault(
      .notFound, operation: "finding wp-config.php", subject: directory, cause: cause,
      hint: "Point --path or WKPBIC_WP_PATH at the directory that holds wp-load.php",
      recovery: .operator)
  }
}
