internal import Glibc

/// Where bytes are written to: a file that appears whole or not at all, or standard output.
package struct OutputFile: ~Copyable {
  private let descriptor: Int32
  /// The file's final path; nil for standard output.
  private let path: String?
  private var isFinished = false

  private init(descriptor: Int32, path: String?) {
    self.descriptor = descriptor
    self.path = path
  }

  /// Standard output.
  package static func standardOutput() -> OutputFile {
    OutputFile(descriptor: 1, path: nil)
  }

  /// A file that is written beside its place and moved there by `finish`; readable by its owner
  /// only, because it holds customers' data.
  package static func create(_ path: String) throws(Fault) -> OutputFile {
    let descriptor = unsafe open(
      path + partialSuffix, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    if descriptor < 0 { throw fault("creating the file", path) }
    return OutputFile(descriptor: descriptor, path: path)
  }

  deinit {
    guard let path else { return }
    close(descriptor)
    if !isFinished { unsafe unlink(path + Self.partialSuffix) }
  }

  /// Where the bytes are until `finish`, for libraries that write to paths; nil for standard
  /// output.
  package var partialPath: String? { path.map { $0 + Self.partialSuffix } }

  private static let partialSuffix = ".partial"

  /// Writes all of the bytes.
  package borrowing func write(_ bytes: RawSpan) throws(Fault) {
    var offset = 0
    while offset < bytes.byteCount {
      let count = unsafe bytes.extracting(offset..<bytes.byteCount).withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw Self.fault("writing", path ?? "standard output")
      }
      offset += count
    }
  }

  /// Makes what was written last, and puts the file into its place.
  package mutating func finish() throws(Fault) {
    guard let path else { return }
    guard fsync(descriptor) == 0, unsafe rename(path + Self.partialSuffix, path) == 0 else {
      throw Self.fault("finishing the file", path)
    }
    isFinished = true
  }

  private static func fault(_ operation: String, _ subject: String) -> Fault {
    let number = errno
    let text = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error"
    return Fault(
      .file, operation: operation, subject: subject, cause: text,
      hint: "Check the path, its permissions and the room on the disk", recovery: .operator,
      number: Int(number))
  }
}
