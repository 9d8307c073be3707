/// Hosts that are this machine.
package enum LoopbackHost {
  /// Whether a host, as a URL or a person writes it, is `localhost`, `::1` or of 127.0.0.0/8.
  package static func contains(_ host: String) -> Bool {
    if ["localhost", "::1", "[::1]"].contains(host) { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
