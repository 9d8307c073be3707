import Testing
import Testkit

/// Rows from a copy of the database, state in the database itself.
struct ReplicaTests {
  @Test func rowsComeFromTheReplicaAndStateStaysWithThePrimary() throws {
    let stage = try Stage("with_replica", orders: 80)
    let copy = try TemporaryMariaDB()
    // A copy that has not caught up: the second half of the orders is missing.
    try copy.createShop(DemoShop(orders: 80), in: "with_replica")
    try copy.run(
      """
      DELETE FROM wp_wc_orders WHERE type = 'shop_order'
        AND id > (SELECT * FROM (SELECT AVG(id) FROM wp_wc_orders) AS middle)
      """, in: "with_replica")
    let counted = try copy.run(
      """
      SELECT COUNT(*) FROM wp_wc_orders WHERE type = 'shop_order'
        AND status NOT IN ('auto-draft', 'trash', 'wc-checkout-draft')
      """, in: "with_replica"
    ).filter(\.isNumber)
    let replica = ["WKPBIC_DB_READ_HOST": "localhost:\(copy.socketPath)"]
    #expect(try stage.run("install", changing: replica).status == 0)
    let listed = try stage.run(
      "list-entities", "--format=json", changing: replica)
    #expect(listed.output.contains("\"rows\":\(counted)}"))
    let synced = try stage.run("sync", "--entity=orders", changing: replica)
    #expect(synced.status == 0, "\(synced.output)\(synced.errors)")
    #expect(synced.output.contains(counted), "\(synced.output)")
    let tables = "SHOW TABLES LIKE 'wp\\_wkpbic\\_%'"
    #expect(try copy.run(tables, in: "with_replica").isEmpty)
    #expect(try !stage.server.run(tables, in: "with_replica").isEmpty)
    let doctor = try stage.run("doctor", changing: replica)
    #expect(doctor.output.contains("follows no other server"), "\(doctor.output)")
  }

  @Test func aReplicaThatIsAwayIsNamedWithItsRemedy() throws {
    let stage = try Stage.quick()
    let away = ["WKPBIC_DB_READ_HOST": "127.0.0.1:1"]
    let outcome = try stage.run("export", "--entity=orders", changing: away)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("WKPBIC_DB_READ_HOST"), "\(outcome.errors)")
    let doctor = try stage.run("doctor", changing: away)
    #expect(doctor.output.contains("WKPBIC_DB_READ_HOST"), "\(doctor.output)")
  }
}
