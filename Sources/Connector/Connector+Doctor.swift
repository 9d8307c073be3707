internal import HTTPClient
internal import MariaDB
internal import PowerBI
internal import Runtime
internal import Store
internal import WooCommerce
internal import WordPress

/// One thing that was looked at, and what to do about it.
package struct Finding: Sendable, Equatable {
  /// What was looked at.
  package var subject: String
  /// How bad it is.
  package var severity: Severity
  /// What was seen.
  package var text: String
  /// What to do; empty when all is well.
  package var remedy: String

  /// How much a finding asks of a person.
  package enum Severity: String, Sendable {
    case ok
    case warning
    case problem
  }

  init(_ subject: String, _ severity: Severity, _ text: String, remedy: String = "") {
    self.subject = subject
    self.severity = severity
    self.text = text
    self.remedy = remedy
  }

  init(_ subject: String, _ fault: Fault) {
    self.init(subject, .problem, fault.failure, remedy: fault.hint)
  }
}

extension Connector {
  /// Looks at everything that a sync relies on, and goes on after each trouble.
  package mutating func doctor() -> [Finding] {
    var findings: [Finding] = []
    do throws(Fault) {
      var connection = try Connection.open(configuration.database)
      findings.append(
        Finding(
          "database", .ok, "\(connection.serverVersion) at \(configuration.database.address)"))
      findings += server(&connection)
      findings += replicaFindings()
      findings += shopFindings(&connection)
      findings += secretFindings(&connection)
      findings += check("privacy") { () throws(Fault) in [try privacyFinding()] }
    } catch {
      findings.append(Finding("database", error))
    }
    findings.append(stateFinding())
    findings += check("alerts") { () throws(Fault) in try mailFindings() }
    findings += serviceFindings()
    return findings
  }

  /// What the server lets us do: rights and packets.
  private func server(_ connection: inout Connection) -> [Finding] {
    check("privileges") { () throws(Fault) in
      let words = try connection.grants().joined(separator: " ").uppercased()
      if words.contains("ALL PRIVILEGES") {
        return [Finding("privileges", .ok, "everything on this database")]
      }
      let missing = ["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE"].filter {
        !words.contains($0)
      }
      if missing.isEmpty {
        return [Finding("privileges", .ok, "reading and writing are allowed")]
      }
      return [
        Finding(
          "privileges", .problem, "no \(missing.joined(separator: ", "))",
          remedy: "Grant SELECT on the shop's tables, and all of these on tables …wkpbic_…")
      ]
    }
      + check("packet size") { () throws(Fault) in
        let bytes = try connection.packetBytesMax()
        if bytes >= Self.packetBytesMin {
          return [Finding("packet size", .ok, "\(bytes >> 20) MiB")]
        }
        return [
          Finding(
            "packet size", .warning, "max_allowed_packet is \(bytes) bytes",
            remedy: "Raise it to 1 MiB or more")
        ]
      }
  }

  /// State pages are at most 512 KB; a packet of 1 MiB carries them with room.
  private static let packetBytesMin = 1 << 20

  private func shopFindings(_ connection: inout Connection) -> [Finding] {
    check("WordPress") { () throws(Fault) in
      let site = try site(&connection)
      var findings = [
        Finding("WordPress", .ok, "prefix \(site.prefix), time zone \(site.zone.name)")
      ]
      if let version = site.commerce.version {
        let storage = site.commerce.usesOrderTables ? "HPOS (wc_orders)" : "legacy (posts)"
        findings.append(Finding("WooCommerce", .ok, "version \(version), orders in \(storage)"))
      } else {
        findings.append(
          Finding(
            "WooCommerce", .problem, "the option woocommerce_version is missing",
            remedy: "Install WooCommerce, or check the table prefix"))
      }
      findings.append(try engines(&connection))
      return findings
    }
      + check("entities") { () throws(Fault) in try entityFindings(try shop()) }
      + check("object cache") { () throws(Fault) in try objectCacheFindings() }
      + check("analytics") { () throws(Fault) in [try analyticsFinding(try shop())] }
      + check("measures") { () throws(Fault) in [try measureFinding(try shop())] }
  }

  /// Tables without transactions have no snapshot: a page may mix two moments.
  private func engines(_ connection: inout Connection) throws(Fault) -> Finding {
    let schema = try StoreSchema(&connection, prefix: configuration.prefix)
    let others = schema.engines.filter { $0.value != "InnoDB" && !$0.value.isEmpty }.keys.sorted()
    if others.isEmpty { return Finding("tables", .ok, "all InnoDB") }
    return Finding(
      "tables", .warning, "not InnoDB: \(others.prefix(10).joined(separator: ", "))",
      remedy: "Run ALTER TABLE … ENGINE=InnoDB, so that reads see one moment")
  }

  private func secretFindings(_ connection: inout Connection) -> [Finding] {
    check("secrets") { () throws(Fault) in
      let site = try site(&connection)
      try verifyStoredSecrets(site, &connection)
      return [Finding("secrets", .ok, "what is stored opens with the present salts")]
    }
  }

  private func stateFinding() -> Finding {
    do throws(Fault) {
      var store = try openStore()
      try store.requireCurrentSchema()
      return Finding("state tables", .ok, "version \(StateStore.schemaVersion)")
    } catch {
      return Finding("state tables", error)
    }
  }

  private mutating func serviceFindings() -> [Finding] {
    do throws(Fault) {
      var client = try client()
      _ = try client.signIn()
      var findings = [Finding("sign-in", .ok, "Entra ID gives a token")]
      let difference = try client.checkAvailability()
      findings.append(
        Finding("Power BI", .ok, "\(configuration.cloud.api.host) answers"))
      findings.append(clockFinding(difference))
      return findings
    } catch {
      return [Finding("Power BI", error)]
    }
  }

  private func clockFinding(_ seconds: Double?) -> Finding {
    guard let seconds else { return Finding("clock", .ok, "the service does not tell its time") }
    let whole = Int(seconds.magnitude.rounded())
    if whole <= Self.clockSecondsMax {
      return Finding("clock", .ok, "within \(max(whole, 1)) s of the service's")
    }
    return Finding(
      "clock", .warning, "\(whole) s \(seconds > 0 ? "ahead of" : "behind") the service's",
      remedy: "Let the machine keep its time (NTP); Entra refuses clocks that are off by minutes")
  }

  /// Entra allows five minutes; half of that is worth a word.
  private static let clockSecondsMax = 150

  private func check(
    _ subject: String, _ body: () throws(Fault) -> [Finding]
  ) -> [Finding] {
    do throws(Fault) {
      return try body()
    } catch {
      return [Finding(subject, error)]
    }
  }
}
