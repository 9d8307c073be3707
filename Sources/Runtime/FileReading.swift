internal import Glibc

/// What stands at a path.
package enum FileKind: Sendable, Equatable {
  case file, directory, other
}

/// Files as a room may see them; handed in, so that tests hand in others.
package protocol FileReading: Sendable {
  /// What stands at the path; nil when nothing does. Throws when it cannot be told.
  func kind(of path: String) throws(Fault) -> FileKind?
  /// All bytes of a file, which may be `bytesMax` long.
  func contents(of path: String, bytesMax: Int) throws(Fault) -> [UInt8]
  /// The path without links and dots; nil when there is nothing there.
  func realPath(of path: String) -> String?
}

/// The machine's files.
package struct DiskFiles: FileReading {
  package init() {}

  package func kind(of path: String) throws(Fault) -> FileKind? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      let number = errno
      if number == ENOENT || number == ENOTDIR { return nil }
      throw Self.fault("looking at a file", path, number)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .directory
    default: return .other
    }
  }

  package func contents(of path: String, bytesMax: Int) throws(Fault) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw Self.fault("reading a file", path, errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { buffer in
        unsafe read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw Self.fault("reading a file", path, errno) }
      if count == 0 { return bytes }
      guard bytes.count + count <= bytesMax else {
        throw Fault(
          .file, operation: "reading a file", subject: path,
          cause: "it is longer than \(bytesMax) bytes", recovery: .operator)
      }
      bytes += chunk[..<count]
    }
  }

  package func realPath(of path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  private static func fault(_ operation: String, _ path: String, _ number: Int32) -> Fault {
    Fault(
      number == ENOENT ? .notFound : number == EACCES ? .permission : .file,
      operation: operation, subject: path, cause: SystemError.text(number),
      hint: number == EACCES
        ? "Let the user that runs wkpbic read it, or run wkpbic as the web server's user" : "",
      recovery: .operator, number: Int(number))
  }
}

/// What the operating system says about an error.
package enum SystemError {
  /// The words for an `errno`.
  package static func text(_ number: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    return unsafe buffer.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress,
        unsafe strerror_r(number, start, buffer.count) == 0
      else { return "error \(number)" }
      return unsafe String(cString: start)
    }
  }
}
