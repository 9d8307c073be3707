import Bytes
import Testing

@testable import WordPress

@Test func databaseHostIsCutAsWordPressCutsIt() throws {
  let cases = try Vectors("wp_config").cases("parse_db_host")
  #expect(cases.count == 28)
  for vector in cases {
    let host = DatabaseHost(parsing: vector.text("DB_HOST"))
    let result = try #require(vector["result"])
    #expect(host.host == result.text("host"), "\(vector.id)")
    #expect(host.port.map(Int64.init) == result["port"]?.integer, "\(vector.id)")
    #expect(host.socket == result["socket"]?.string, "\(vector.id)")
    #expect(host.isIPv6 == result["is_ipv6"]?.boolean, "\(vector.id)")
  }
}
