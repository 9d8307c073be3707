package import Bytes
package import Runtime

/// A table somewhere that takes rows: it can be appended to, cleared, and perhaps asked.
package protocol Destination: ~Copyable {
  /// Removes every row. Doing it twice is doing it once.
  mutating func clear() throws(Fault)
  /// Appends the rows of a body; what a Fault says about the rows is in its recovery.
  mutating func post(_ body: borrowing ByteBuffer) throws(Fault)
  /// How many rows it holds of that batch, or in all; nil when it cannot be asked.
  mutating func rowCount(batch: Int64?) throws(Fault) -> Int?
  /// Seconds after which `post` gives up.
  var postTimeoutSeconds: Double { get }
}
