internal import MariaDB
package import Runtime

/// What a profile's schedule is held against.
package struct ProfileMoments: Sendable, Equatable {
  /// When it was made.
  package var createdAt: Instant
  /// When the last sync of each entity under it began that came to its end.
  package var syncedAt: [String: Instant]
}

extension StateStore {
  /// The moments of every profile, by its id.
  package mutating func profileMoments() throws(Fault) -> [Int64: ProfileMoments] {
    let found = try rows(
      """
      SELECT p.id, p.created_at, s.entity, s.synced_at
      FROM {prefix}wkpbic_profiles p
      LEFT JOIN {prefix}wkpbic_profile_syncs s ON s.profile_id = p.id
      """, [:], "reading profiles")
    var moments: [Int64: ProfileMoments] = [:]
    for row in found {
      let made = StateTime.instant(row.text(1)) ?? Instant(unixSeconds: 0)
      let entity = row.optionalText(2)
      var known = moments[row.integer(0)] ?? ProfileMoments(createdAt: made, syncedAt: [:])
      if let entity { known.syncedAt[entity] = StateTime.instant(row.optionalText(3)) }
      moments[row.integer(0)] = known
    }
    return moments
  }

  /// Notes that a sync of an entity under a profile, begun then, has come to its end.
  package mutating func noteProfileSync(
    profileID: Int64, entity: String, at moment: Instant
  ) throws(Fault) {
    try write(
      """
      INSERT INTO {prefix}wkpbic_profile_syncs (profile_id, entity, synced_at) VALUES (?, ?, ?)
      ON DUPLICATE KEY UPDATE synced_at = VALUES(synced_at)
      """, [.integer(profileID), .text(entity), StateTime.value(moment)],
      "noting a profile's sync")
  }
}
