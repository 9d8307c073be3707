package import Runtime

/// What it takes to open a connection.
package struct ConnectionOptions: Sendable {
  package var address: ServerAddress
  package var user: String
  package var password: Secret
  package var database: String
  package var security: TransportSecurity
  /// Seconds until opening gives up.
  package var connectTimeoutSeconds: UInt32
  /// Seconds without a byte from the server until reading gives up: a cold page of a large shop
  /// takes some.
  package var readTimeoutSeconds: UInt32
  /// Seconds without the server taking a byte until writing gives up.
  package var writeTimeoutSeconds: UInt32

  package init(
    address: ServerAddress, user: String, password: Secret, database: String,
    security: TransportSecurity
  ) {
    self.address = address
    self.user = user
    self.password = password
    self.database = database
    self.security = security
    connectTimeoutSeconds = 10
    readTimeoutSeconds = 120
    writeTimeoutSeconds = 60
  }
}
