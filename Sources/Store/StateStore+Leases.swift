internal import MariaDB
package import Runtime

/// The right to change one table for a while.
package struct Lease: Sendable, Equatable {
  /// What is held.
  package var name: String
  /// Rises with every owner: who states an old one has lost the right.
  package var generation: Int64
  /// Who holds it.
  package var owner: LeaseOwner
  /// The run that it was taken for.
  package var runID: Int64
  /// When it was taken.
  package var acquiredAt: Instant
  /// When it ends unless it is renewed.
  package var expiresAt: Instant
  /// Whether it had ended when it was looked at, by the server's clock.
  package var hasExpired: Bool
}

/// Who holds a lease, so that others on the same host can see whether it still lives.
package struct LeaseOwner: Sendable, Equatable {
  /// Machine, boot and PID namespace: the same for all who can see each other's processes.
  package var host: String
  /// The id in its PID namespace.
  package var processID: Int32
  /// When the process started, in the kernel's ticks: a reused id starts later.
  package var startTicks: UInt64
  /// Tells the claims of one process apart: none may take what another of them holds.
  package var nonce: UInt64

  package init(host: String, processID: Int32, startTicks: UInt64, nonce: UInt64) {
    self.host = host
    self.processID = processID
    self.startTicks = startTicks
    self.nonce = nonce
  }

  var text: String { "\(host) \(processID) \(startTicks) \(nonce)" }

  init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count >= 3, let processID = Int32(words[1]), let ticks = UInt64(words[2]) else {
      return nil
    }
    // Those of before there were nonces.
    let nonce = words.count > 3 ? UInt64(words[3]) ?? 0 : 0
    self.init(
      host: String(words[0]), processID: processID, startTicks: ticks, nonce: nonce)
  }
}

extension StateStore {
  /// Takes a lease that is free, expired, or whose owner is dead; nil, and the present lease in
  /// `holder`, when somebody else has it.
  package mutating func acquireLease(
    _ name: String, owner: LeaseOwner, runID: Int64, isDead: (LeaseOwner) -> Bool,
    holder: inout Lease?
  ) throws(Fault) -> Lease? {
    let present = try lease(name)
    if let present {
      // Our own: the reply to an earlier statement was lost.
      guard present.hasExpired || isDead(present.owner) || present.owner == owner else {
        holder = present
        return nil
      }
    }
    let generation = (present?.generation ?? 0) + 1
    let changed: UInt64
    if let present {
      changed = try write(
        """
        UPDATE {prefix}wkpbic_leases
        SET generation = ?, owner = ?, run_id = ?, acquired_at = {now},
          expires_at = {now} + INTERVAL ? SECOND
        WHERE name = ? AND generation = ?
        """,
        [
          .integer(generation), .text(owner.text), .integer(runID),
          .integer(Int64(Store.leaseSeconds)), .text(name), .integer(present.generation),
        ], "taking a lease")
    } else {
      changed = try write(
        """
        INSERT IGNORE INTO {prefix}wkpbic_leases
          (name, generation, owner, run_id, acquired_at, expires_at)
        VALUES (?, ?, ?, ?, {now}, {now} + INTERVAL ? SECOND)
        """,
        [
          .text(name), .integer(generation), .text(owner.text), .integer(runID),
          .integer(Int64(Store.leaseSeconds)),
        ], "taking a lease")
    }
    let taken = try lease(name)
    if changed == 1, let taken, taken.owner == owner { return taken }
    holder = taken
    return nil
  }

  /// Holds a lease for at least so many seconds more; throws when somebody else has taken it.
  package mutating func renew(_ lease: inout Lease, seconds: Double) throws(Fault) {
    let held = Int64(max(seconds, Double(Store.leaseSeconds)).rounded(.up))
    try write(
      """
      UPDATE {prefix}wkpbic_leases SET expires_at = {now} + INTERVAL ? SECOND
      WHERE name = ? AND generation = ?
      """, [.integer(held), .text(lease.name), .integer(lease.generation)], "renewing a lease")
    // An update to the same second changes nothing, so the row itself is asked.
    guard let present = try self.lease(lease.name), present.generation == lease.generation,
      present.owner == lease.owner
    else {
      throw Fault(
        .busy, operation: "renewing a lease", subject: lease.name,
        cause: "another process has taken it over", hint: "Let that one finish",
        recovery: .stopStream)
    }
    lease = present
  }

  /// Gives a lease back; nothing happens when it is no longer ours.
  package mutating func release(_ lease: Lease) throws(Fault) {
    try write(
      """
      UPDATE {prefix}wkpbic_leases SET expires_at = '1000-01-01 00:00:00'
      WHERE name = ? AND generation = ?
      """, [.text(lease.name), .integer(lease.generation)], "releasing a lease")
  }

  /// Takes a lease away for good, for names that are never used again.
  package mutating func remove(_ lease: Lease) throws(Fault) {
    try write(
      "DELETE FROM {prefix}wkpbic_leases WHERE name = ? AND generation = ?",
      [.text(lease.name), .integer(lease.generation)], "removing a lease")
  }

  /// The lease as it stands.
  package mutating func lease(_ name: String) throws(Fault) -> Lease? {
    let found = try rows(
      """
      SELECT generation, owner, run_id, acquired_at, expires_at, expires_at < {now}
      FROM {prefix}wkpbic_leases WHERE name = {name}
      """, ["name": .text(name)], "reading a lease")
    guard let row = found.first else { return nil }
    let nobody = LeaseOwner(host: "-", processID: 0, startTicks: 0, nonce: 0)
    return Lease(
      name: name, generation: row.integer(0), owner: LeaseOwner(row.text(1)) ?? nobody,
      runID: row.integer(2),
      acquiredAt: StateTime.instant(row.text(3)) ?? Instant(unixSeconds: 0),
      expiresAt: StateTime.instant(row.text(4)) ?? Instant(unixSeconds: 0),
      hasExpired: row.integer(5) == 1)
  }
}
