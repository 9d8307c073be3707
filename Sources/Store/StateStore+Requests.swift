internal import Cryptography
internal import MariaDB
package import Runtime

/// What is known of a request that bears a key, so that it is done once.
package enum RequestClaim: Sendable, Equatable {
  /// It is new, and now ours to do.
  case fresh
  /// It was done, and this was the answer.
  case done(status: Int, reply: String)
  /// The same key came with another body.
  case otherBody
  /// Somebody is at it.
  case underway
}

extension StateStore {
  /// Claims a request; `name` tells it from all others, `token` this claim from all others.
  package mutating func claimRequest(
    _ name: String, body: [UInt8], token: String
  ) throws(Fault) -> RequestClaim {
    let operation = "claiming a request"
    let nameHash = Self.hash(Array(name.utf8))
    let bodyHash = Self.hash(body)
    // A claim whose process died is taken over after an hour, an answer is forgotten after a day.
    try write(
      """
      DELETE FROM {prefix}wkpbic_requests WHERE asked_at < {now} - INTERVAL 1 DAY
        OR (status IS NULL AND asked_at < {now} - INTERVAL 1 HOUR)
      """, [], operation)
    try write(
      """
      INSERT IGNORE INTO {prefix}wkpbic_requests (name_hash, body_hash, token, asked_at)
      VALUES (?, ?, ?, {now})
      """, [.text(nameHash), .text(bodyHash), .text(token)], operation)
    let found = try rows(
      """
      SELECT body_hash, token, status, reply FROM {prefix}wkpbic_requests
      WHERE name_hash = {name}
      """, ["name": .text(nameHash)], operation)
    guard let row = found.first else { return .underway }
    if row.text(0) != bodyHash { return .otherBody }
    if let status = row.optionalText(2).flatMap({ Int($0) }) {
      return .done(status: status, reply: row.text(3))
    }
    return row.text(1) == token ? .fresh : .underway
  }

  /// Keeps the answer of a request that we have claimed.
  package mutating func keepReply(
    of name: String, token: String, status: Int, reply: String
  ) throws(Fault) {
    try write(
      """
      UPDATE {prefix}wkpbic_requests SET status = ?, reply = ? WHERE name_hash = ? AND token = ?
      """,
      [
        .integer(Int64(status)), .text(reply), .text(Self.hash(Array(name.utf8))), .text(token),
      ], "keeping an answer")
  }

  /// Gives a claim back: what was asked for was not done.
  package mutating func dropRequest(_ name: String, token: String) throws(Fault) {
    try write(
      "DELETE FROM {prefix}wkpbic_requests WHERE name_hash = ? AND token = ? AND status IS NULL",
      [.text(Self.hash(Array(name.utf8))), .text(token)], "giving a request back")
  }

  private static func hash(_ bytes: [UInt8]) -> String { Hexadecimal.text(Digest.sha256(bytes)) }
}
