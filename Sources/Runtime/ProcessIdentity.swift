internal import Glibc

/// Which process this is, in terms that another process of the same host can check.
package struct ProcessIdentity: Sendable, Equatable {
  /// Machine id, boot id and PID namespace: equal for all who see each other's processes.
  package var host: String
  /// The id in its PID namespace.
  package var processID: Int32
  /// When it started, in the kernel's ticks since boot.
  package var startTicks: UInt64

  /// The process that asks.
  package static func current() -> ProcessIdentity {
    let boot = SmallFile.text("/proc/sys/kernel/random/boot_id") ?? "no-boot-id"
    let machine = SmallFile.text("/etc/machine-id") ?? "no-machine-id"
    let namespace = SmallFile.linkTarget("/proc/self/ns/pid") ?? "no-namespace"
    let host = [machine, boot, namespace].map { $0.filter { !$0.isWhitespace } }
    let processID = getpid()
    return ProcessIdentity(
      host: host.joined(separator: "/"), processID: processID,
      startTicks: startTicks(of: processID) ?? 0)
  }

  /// When a process of this host started; nil when there is none with that id.
  package static func startTicks(of processID: Int32) -> UInt64? {
    guard let stat = SmallFile.text("/proc/\(processID)/stat"),
      let nameEnd = stat.lastIndex(of: ")")
    else { return nil }
    // Field 22 of proc(5); the name, field 2, may hold anything and ends at the last parenthesis.
    let fields = stat[stat.index(after: nameEnd)...].split(separator: " ")
    return fields.count > 19 ? UInt64(fields[19]) : nil
  }
}

/// Files of the kernel and of configuration: small, read whole.
package enum SmallFile {
  /// Bytes at most.
  package static let bytesMax = 1 << 20

  /// The file's bytes; nil when it cannot be read or is larger than the limit.
  package static func bytes(_ path: String) -> [UInt8]? {
    try? DiskFiles().contents(of: path, bytesMax: bytesMax)
  }

  /// The file's text, malformed UTF-8 replaced.
  package static func text(_ path: String) -> String? {
    bytes(path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Where a symbolic link points.
  package static func linkTarget(_ path: String) -> String? {
    var target = [UInt8](repeating: 0, count: 4096)
    let count = unsafe target.withUnsafeMutableBytes { buffer in
      guard let start = unsafe buffer.bindMemory(to: CChar.self).baseAddress else { return -1 }
      return unsafe readlink(path, start, buffer.count)
    }
    return count < 0 ? nil : String(decoding: target[..<count], as: UTF8.self)
  }
}
