/// The database driver: one connection, streamed rows, prepared writes, over libmariadb.
///
/// May know: the MySQL protocol's client library. Must not know: WordPress, what any table means.
/// Invariant: a cell of a streamed row is a view into the packet of the moment; the compiler does
/// not let it outlive the row. A connection belongs to one thread.
package enum MariaDB {
  /// Longest packet that we accept: far above any real cell, far below the memory of a host.
  package static let packetBytesMax: UInt = 256 << 20
}
