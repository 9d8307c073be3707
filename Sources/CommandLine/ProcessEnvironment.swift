internal import Runtime

/// The process's environment, as the kernel gave it.
package enum ProcessEnvironment {
  /// All variables; of one that stands twice the first counts, as for getenv.
  package static func read() -> [String: String] {
    var variables: [String: String] = [:]
    for entry in (SmallFile.bytes("/proc/self/environ") ?? []).split(separator: 0) {
      guard let equals = entry.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = String(decoding: entry[..<equals], as: UTF8.self)
      if variables[name] != nil { continue }
      variables[name] = String(decoding: entry[entry.index(after: equals)...], as: UTF8.self)
    }
    return variables
  }
}
