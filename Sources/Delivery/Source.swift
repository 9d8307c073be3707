package import Runtime

/// Where reading stands in a stream of rows ordered by key.
package enum Cursor: Sendable, Equatable {
  /// Everything after that key is still to be read; 0 is the beginning.
  case after(Int64)
  /// There is nothing more up to the signpost.
  case end
}

/// Rows of one entity of one store, read in pages ordered by key.
///
/// A source never waits for the destination: when `read` returns, no statement and no transaction
/// is open.
package protocol Source: ~Copyable {
  /// How many rows there are now.
  mutating func count() throws(Fault) -> Int
  /// Appends one page after the cursor to the buffer, no row of it above `last`; returns where
  /// reading stands then: `end` when everything up to `last`, or without one up to the signpost,
  /// is read.
  ///
  /// Ranges may be read in any order. When it throws, the buffer is as it was.
  mutating func read(
    after cursor: Cursor, upTo last: Int64?, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor
  /// Makes reading possible again after a Fault that says so: a new connection.
  mutating func recover() throws(Fault)
}

extension Source where Self: ~Copyable {
  /// Appends one page after the cursor to the buffer, of all rows up to the signpost; returns
  /// where reading stands then.
  package mutating func read(
    after cursor: Cursor, into rows: inout RowBuffer
  ) throws(Fault) -> Cursor {
    try read(after: cursor, upTo: nil, into: &rows)
  }
}
