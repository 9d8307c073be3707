package import Runtime

/// What it takes to open a connection.
package struct ConnectionOptions: Sendable {
  /// Where the server listens.
  package var address: ServerAddress
  /// Who connects.
  package var user: String
  /// The password; empty when the socket vouches.
  package var password: Secret
  /// The database that table names mean.
  package var database: String
  /// What texts are encoded in on the way.
  package var encoding: TextEncoding
  /// What protects the way.
  package var security: TransportSecurity
  /// Seconds until opening gives up.
  package var connectTimeoutSeconds: UInt32
  /// Seconds without a byte from the server until reading gives up: a cold page of a large shop
  /// takes some.
  package var readTimeoutSeconds: UInt32
  /// Seconds without the server taking a byte until writing gives up.
  package var writeTimeoutSeconds: UInt32
  /// Where connections wait for their next user; nil for closing them.
  package var shelf: ConnectionShelf?

  package init(
    address: ServerAddress, user: String, password: Secret, database: String,
    security: TransportSecurity
  ) {
    self.address = address
    self.user = user
    self.password = password
    self.database = database
    self.security = security
    encoding = .utf8mb4
    connectTimeoutSeconds = 10
    readTimeoutSeconds = 120
    writeTimeoutSeconds = 60
  }

  /// What a connection that waits must have been opened for.
  var purpose: ConnectionPurpose {
    ConnectionPurpose(
      address: address, user: user, database: database, encoding: encoding, security: security)
  }
}

/// To whom, as whom, for what and how a connection is opened.
struct ConnectionPurpose: Sendable, Equatable {
  let address: ServerAddress
  let user: String
  let database: String
  let encoding: TextEncoding
  let security: TransportSecurity
}
