import MariaDB
import Model
import Runtime
import Testing
import Testkit
import WooCommerce
import WordPress

/// Who follows hints must see what was committed: a replica that lags behind is not asked.
@Suite struct ReplicaTests {
  private static let database = "copied"

  /// A server, and another one that follows it.
  private func pair() throws -> (primary: TemporaryMariaDB, replica: TemporaryMariaDB) {
    let primary = try TemporaryMariaDB(
      .init(hasTCP: true, arguments: ["--log-bin=binary", "--server-id=1"]))
    let replica = try TemporaryMariaDB(.init(hasTCP: false, arguments: ["--server-id=2"]))
    try primary.run(
      """
      CREATE USER 'copy'@'%' IDENTIFIED BY 'copy';
      GRANT REPLICATION SLAVE ON *.* TO 'copy'@'%';
      """, in: "mysql")
    try replica.run(
      """
      CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = \(try #require(primary.port)),
        MASTER_USER = 'copy', MASTER_PASSWORD = 'copy', MASTER_USE_GTID = slave_pos;
      START SLAVE;
      """, in: "mysql")
    try primary.createShop(DemoShop(orders: 30, storage: .hpos), in: Self.database)
    return (primary, replica)
  }

  private func options(_ server: TemporaryMariaDB) -> ConnectionOptions {
    ConnectionOptions(
      address: .socket(server.socketPath), user: "root", password: Secret(""),
      database: Self.database, security: .off)
  }

  private func source(
    _ replica: TemporaryMariaDB, primary: TemporaryMariaDB
  ) throws -> ShopSource {
    let shop = Shop(
      prefix: try #require(TablePrefix("wp_")), storeName: "shop.example", storage: .hpos,
      priceDecimals: 2, features: [.costOfGoods],
      zone: try TimeZoneSource(files: DiskFiles()).zone("Europe/Berlin"))
    return try ShopSource.open(
      Catalogue.orders, shop: shop,
      ReadRequest(
        filter: .standard, dialect: .wire, dateType: .created, now: ChangeShop.now),
      replica: options(replica), primary: options(primary))
  }

  /// Waits until the replica has all that the primary has logged.
  private func catchUp(_ replica: TemporaryMariaDB, to primary: TemporaryMariaDB) throws {
    var connection = try Connection.open(
      ConnectionOptions(
        address: .socket(primary.socketPath), user: "root", password: Secret(""),
        database: "mysql", security: .off))
    let position = try #require(try connection.replicationPosition())
    var other = try Connection.open(
      ConnectionOptions(
        address: .socket(replica.socketPath), user: "root", password: Secret(""),
        database: "mysql", security: .off))
    #expect(try other.hasReached(position, withinSeconds: 30))
  }

  /// A row that only the replica has tells who was asked.
  private func note(_ text: String, at server: TemporaryMariaDB) throws {
    try server.run(
      "SET sql_log_bin = 0; UPDATE wp_wc_orders SET customer_note = '\(text)'", in: Self.database)
  }

  private func notes(_ source: inout ShopSource) throws -> Set<String> {
    Set(
      try ChangeShop.rows(&source, nil).map { row in
        let text = String(decoding: row.bytes, as: UTF8.self)
        return text.contains("from the replica") ? "replica" : "primary"
      })
  }

  @Test func aReplicaIsWaitedForAndThenRead() throws {
    let (primary, replica) = try pair()
    try catchUp(replica, to: primary)
    try note("from the replica", at: replica)
    var source = try source(replica, primary: primary)
    try replica.run("STOP SLAVE SQL_THREAD", in: "mysql")
    try primary.run(
      "UPDATE wp_posts SET post_title = 'later'; CREATE TABLE late (id INT)", in: Self.database)
    try replica.run(
      "CREATE EVENT mysql.go ON SCHEDULE AT NOW() + INTERVAL 1 SECOND DO START SLAVE SQL_THREAD",
      in: "mysql")
    try replica.run("SET GLOBAL event_scheduler = ON", in: "mysql")
    try source.beCurrent()
    #expect(
      try replica.run("SHOW TABLES LIKE 'late'", in: Self.database).contains("late"),
      "it waited until the replica had what was committed before")
    #expect(try notes(&source) == ["replica"])
  }

  @Test func aReplicaThatStandsStillIsNotRead() throws {
    let (primary, replica) = try pair()
    try catchUp(replica, to: primary)
    try note("from the replica", at: replica)
    var source = try source(replica, primary: primary)
    #expect(try notes(&source) == ["replica"])
    try replica.run("STOP SLAVE SQL_THREAD", in: "mysql")
    try primary.run("UPDATE wp_posts SET post_title = 'later'", in: Self.database)
    try source.beCurrent()
    #expect(try notes(&source) == ["primary"])
  }

  @Test func whoFollowsNobodyIsNotRead() throws {
    let primary = try TemporaryMariaDB()
    let copy = try TemporaryMariaDB()
    for server in [primary, copy] {
      try server.createShop(DemoShop(orders: 30, storage: .hpos), in: Self.database)
    }
    try note("from the replica", at: copy)
    var source = try source(copy, primary: primary)
    #expect(try notes(&source) == ["replica"])
    try source.beCurrent()
    #expect(try notes(&source) == ["primary"])
  }
}
