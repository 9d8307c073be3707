internal import Bytes

/// What the documentation leaves open, and what an operator can switch: each with a strict default.
package struct Behaviour: Sendable, Equatable {
  /// Whether the rate and row limits by time are enforced.
  package var enforcesQuota = true
  /// How a 429 is written.
  package var throttleShape = ThrottleShape.bare
  /// Whether a 429 carries `Retry-After`.
  package var sendsRetryAfter = true
  /// "16 MB" read the strict way.
  package var bodyBytesMax = 16_000_000
  /// Whether columns may be `Decimal`.
  package var acceptsDecimal = true
  /// Whether row keys must match column names letter for letter.
  package var rowKeysAreExact = true
  /// Whether rows before a bad one are kept.
  package var keepsPartialBatches = false
  /// Whether sequence numbers are remembered.
  package var sequenceNumbers = SequenceNumbers.kept
  /// What a repeated sequence number brings.
  package var repeatedSequence = RepeatedSequence.accepted
  /// The status of a POST to a table that holds all it may.
  package var fullTableStatus = 429
  /// Whether rows survive a change of their table's schema.
  package var schemaChangeKeepsRows = true
  /// Whether the one side of a relationship must hold unique keys.
  package var enforcesUniqueKeys = true
  /// The status of a compressed request body.
  package var contentEncodingStatus = 415
  /// Whether datasets may be queried.
  package var allowsQueries = true
  /// Whether queries may group; `ROW` alone is answered otherwise.
  package var allowsGrouping = true
  /// Whether datasets can still be created.
  package var allowsCreation = true
  /// The status of `FeatureDeprecatedError`.
  package var deprecatedStatus = 403
  /// How long a token lives.
  package var tokenSeconds = 3599
  /// 201, or 202 as the service also declares.
  package var creationStatus = 201

  package init() {}

  /// The bodies that a 429 was seen with.
  package enum ThrottleShape: String, Sendable {
    /// `{"message": …}` without an `error` around it.
    case bare
    /// The gateway's `error` with `pbi.error`.
    case gateway
    /// The old documentation's `error` with `code` and `message`.
    case message
  }

  /// What has become of sequence numbers.
  package enum SequenceNumbers: String, Sendable {
    case kept, gone
  }

  /// What happens to a POST whose sequence number is not above the last.
  package enum RepeatedSequence: String, Sendable {
    /// The rows are stored once more.
    case accepted
    /// 200, and nothing is stored.
    case dropped
    /// 400.
    case refused
  }
}

extension Behaviour {
  /// The switches by name, as the control endpoint shows them.
  var json: JSONValue {
    .object([
      "quota": .boolean(enforcesQuota), "throttle_shape": .string(throttleShape.rawValue),
      "retry_after": .boolean(sendsRetryAfter), "body_bytes_max": .integer(bodyBytesMax),
      "decimal": .boolean(acceptsDecimal), "exact_row_keys": .boolean(rowKeysAreExact),
      "partial_batches": .boolean(keepsPartialBatches),
      "sequence_numbers": .string(sequenceNumbers.rawValue),
      "repeated_sequence": .string(repeatedSequence.rawValue),
      "full_table_status": .integer(fullTableStatus),
      "schema_change_keeps_rows": .boolean(schemaChangeKeepsRows),
      "unique_keys": .boolean(enforcesUniqueKeys),
      "content_encoding_status": .integer(contentEncodingStatus),
      "queries": .boolean(allowsQueries), "grouping": .boolean(allowsGrouping),
      "creation": .boolean(allowsCreation),
      "deprecated_status": .integer(deprecatedStatus), "token_seconds": .integer(tokenSeconds),
      "creation_status": .integer(creationStatus),
    ])
  }

  /// Sets one switch; false when there is none of that name or the value does not fit.
  mutating func set(_ name: String, _ value: JSONValue) -> Bool {
    switch name {
    case "quota": Self.set(&enforcesQuota, value.boolean)
    case "throttle_shape": Self.set(&throttleShape, value.string.flatMap(ThrottleShape.init))
    case "retry_after": Self.set(&sendsRetryAfter, value.boolean)
    case "body_bytes_max": Self.set(&bodyBytesMax, Self.number(value, 0...(64 << 20)))
    case "decimal": Self.set(&acceptsDecimal, value.boolean)
    case "exact_row_keys": Self.set(&rowKeysAreExact, value.boolean)
    case "partial_batches": Self.set(&keepsPartialBatches, value.boolean)
    case "sequence_numbers":
      Self.set(&sequenceNumbers, value.string.flatMap(SequenceNumbers.init))
    case "repeated_sequence":
      Self.set(&repeatedSequence, value.string.flatMap(RepeatedSequence.init))
    case "full_table_status": Self.set(&fullTableStatus, Self.number(value, 400...599))
    case "schema_change_keeps_rows": Self.set(&schemaChangeKeepsRows, value.boolean)
    case "unique_keys": Self.set(&enforcesUniqueKeys, value.boolean)
    case "content_encoding_status":
      Self.set(&contentEncodingStatus, Self.number(value, 400...599))
    case "queries": Self.set(&allowsQueries, value.boolean)
    case "grouping": Self.set(&allowsGrouping, value.boolean)
    case "creation": Self.set(&allowsCreation, value.boolean)
    case "deprecated_status": Self.set(&deprecatedStatus, Self.number(value, 400...599))
    case "token_seconds": Self.set(&tokenSeconds, Self.number(value, 1...86_400))
    case "creation_status": Self.set(&creationStatus, Self.number(value, 201...202))
    default: false
    }
  }

  private static func set<Value>(_ place: inout Value, _ value: Value?) -> Bool {
    guard let value else { return false }
    place = value
    return true
  }

  private static func number(_ value: JSONValue, _ range: ClosedRange<Int>) -> Int? {
    value.integer.flatMap { range.contains(Int($0)) ? Int($0) : nil }
  }
}
