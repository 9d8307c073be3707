import Bytes
import Emulator
import Runtime
import Testing

@Suite("Declaring datasets")
struct SchemaTests {
  @Test func createsListsAndDeletes() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("id:Int64", "name:string"), table("x:bOOlean", name: "a b"))
    let twin = try client.create(table("id:int64"))
    #expect(id != twin)
    let list = try JSONValue(try client.call("GET", "\(client.group)/datasets").body)["value"]
    #expect(list?.array?.map { $0["name"]?.string } == ["Shop", "Shop"])
    #expect(list?.array?.allSatisfy { $0["addRowsAPIEnabled"]?.boolean == true } == true)
    let tables = try client.call("GET", "\(client.group)//datasets/\(id)/tables")
    #expect(
      try JSONValue(tables.body)["value"]
        == .array([.object(["name": .string("t")]), .object(["name": .string("a b")])]))
    let rows = try client.call(
      "POST", "\(client.group)/datasets/\(id)/tables/a%20b/rows", "{\"rows\":[{\"x\":true}]}")
    #expect(rows.status == 200)
    #expect(rows.body.isEmpty)
    #expect(client.emulator.rowCount(dataset: id, table: "a b") == 1)
    let gone = try client.call(
      "DELETE", "\(client.group)/datasets/\(id)", headers: ["Content-Length: 0"])
    #expect(gone.status == 200)
    let missing = try client.call("GET", "\(client.group)/datasets/\(id)")
    #expect(missing.status == 404)
    #expect(missing.code == "ItemNotFound")
    #expect(client.emulator.datasets.map(\.id) == [twin])
  }

  @Test(arguments: [
    "{\"tables\":[]}", "{\"name\":\"S\",\"tables\":[]}", "{\"name\":\"\",\"tables\":[T]}",
    "{\"name\":\"S\",\"tables\":[T],\"compatibilityLevel\":1}",
    "{\"name\":\"S\",\"Name\":\"S\",\"tables\":[T]}", "[]", "{\"name\":1,\"tables\":[T]}",
    "{\"name\":\"S\",\"tables\":[T,{\"name\":\"T\",\"columns\":[C]}]}",
    "{\"name\":\"S\",\"tables\":[T],\"defaultMode\":\"push\"}",
    "{\"name\":\"S\",\"tables\":[{\"name\":\"a/b\",\"columns\":[C]}]}",
    "{\"name\":\"S\",\"tables\":[{\"name\":\"a:b\",\"columns\":[C]}]}",
    "{\"name\":\"S\",\"tables\":[{\"name\":\"u\",\"columns\":[]}]}",
    "{\"name\":\"S\",\"tables\":[{\"name\":\"u\",\"columns\":[C,{\"name\":\"C\",\"dataType\":\"Int64\"}]}]}",
    "{\"name\":\"S\",\"tables\":[{\"name\":\"u\",\"columns\":[{\"name\":\"c\",\"datatype\":\"Int64\"}]}]}",
    "{\"name\":\"S\",\"tables\":[{\"name\":\"u\",\"columns\":[{\"name\":\"c\",\"dataType\":\"Int32\"}]}]}",
    "{\"name\":\"S\",\"tables\":[{\"name\":\"u\",\"columns\":[{\"name\":\"c\",\"dataType\":\"Int64\",\"summarizeBy\":\"total\"}]}]}",
    "{\"name\":\"S\",\"tables\":[{\"name\":\"u\",\"columns\":[{\"name\":\"c\",\"dataType\":\"Int64\",\"dataCategory\":\"Town\"}]}]}",
    "{\"name\":\"S\",\"tables\":[{\"name\":\"u\",\"columns\":[{\"name\":\"c\",\"dataType\":\"Int64\",\"sortByColumn\":\"d\"}]}]}",
    "{\"name\":\"S\",\"tables\":[{\"name\":\"u\",\"columns\":[{\"name\":\"c\",\"dataType\":\"Int64\",\"isHidden\":\"no\"}]}]}",
    "{\"name\":\"S\",\"tables\":[{\"name\":\"u\",\"columns\":[C],\"measures\":[{\"name\":\"m\",\"expression\":\" \"}]}]}",
    "{\"name\":\"S\",\"tables\":[{\"name\":\"u\",\"columns\":[C],\"measures\":[{\"name\":\"C\",\"expression\":\"1\"}]}]}",
    "{\"name\":\"S\",\"tables\":[T]} x",
  ])
  func refuses(_ template: String) throws {
    let client = try Client.started()
    defer { client.stop() }
    let column = "{\"name\":\"c\",\"dataType\":\"Int64\"}"
    let body = template.replacing("[T", with: "[\(table("c:Int64"))").replacing(
      "C]", with: "\(column)]"
    )
    .replacing("[C,", with: "[\(column),")
    let reply = try client.call("POST", "\(client.group)/datasets", body)
    #expect(reply.status == 400)
    #expect(reply.code == "BadRequest")
    #expect(reply.detail?.isEmpty == false)
    #expect(client.emulator.datasets.isEmpty)
  }

  @Test func namesTheUnknownPropertyAsTheServiceDoes() throws {
    let client = try Client.started()
    defer { client.stop() }
    let body = "{\"name\":\"S\",\"tables\":[\(table("c:Int64"))],\"compatibilityLevel\":1550}"
    let reply = try client.call("POST", "\(client.group)/datasets", body)
    #expect(
      reply.text
        == "{\"error\":{\"code\":\"BadRequest\",\"message\":\"Bad Request\",\"details\":[{"
        + "\"message\":\"The property 'compatibilityLevel' does not exist on type "
        + "'Microsoft.PowerBI.ServiceContracts.Api.Dataset'. Make sure to only use property names "
        + "that are defined by the type.\",\"target\":\"dataset\"}]}}")
  }

  @Test(arguments: [(75, 201), (76, 400)])
  func allows75Columns(count: Int, status: Int) throws {
    let client = try Client.started()
    defer { client.stop() }
    let columns = (0..<count).map { "{\"name\":\"c\($0)\",\"dataType\":\"Int64\"}" }
    let body =
      "{\"name\":\"S\",\"tables\":[{\"name\":\"t\",\"columns\":[\(columns.joined(separator: ","))]}]}"
    #expect(try client.call("POST", "\(client.group)/datasets", body).status == status)
  }

  @Test(arguments: [(75, 201), (76, 400)])
  func allows75Tables(count: Int, status: Int) throws {
    let client = try Client.started()
    defer { client.stop() }
    let tables = (0..<count).map { table("c:Int64", name: "t\($0)") }.joined(separator: ",")
    let body = "{\"name\":\"S\",\"tables\":[\(tables)]}"
    #expect(try client.call("POST", "\(client.group)/datasets", body).status == status)
  }

  @Test(arguments: [(100, 201), (101, 400)])
  func allowsNamesOf100Characters(length: Int, status: Int) throws {
    let client = try Client.started()
    defer { client.stop() }
    let name = String(repeating: "é", count: length)
    let body = "{\"name\":\"S\",\"tables\":[\(table("c:Int64", name: name))]}"
    #expect(try client.call("POST", "\(client.group)/datasets", body).status == status)
  }

  @Test(arguments: [
    (
      "{\"name\":\"r\",\"fromTable\":\"t\",\"fromColumn\":\"k\",\"toTable\":\"d\",\"toColumn\":\"k\"}",
      201
    ),
    (
      "{\"name\":\"r\",\"fromTable\":\"t\",\"fromColumn\":\"k\",\"toTable\":\"d\",\"toColumn\":\"s\"}",
      400
    ),
    (
      "{\"name\":\"r\",\"fromTable\":\"t\",\"fromColumn\":\"x\",\"toTable\":\"d\",\"toColumn\":\"k\"}",
      400
    ),
    (
      "{\"name\":\"r\",\"fromTable\":\"t\",\"fromColumn\":\"k\",\"toTable\":\"D\",\"toColumn\":\"k\"}",
      400
    ),
    ("{\"fromTable\":\"t\",\"fromColumn\":\"k\",\"toTable\":\"d\",\"toColumn\":\"k\"}", 400),
    (
      "{\"name\":\"r\",\"fromTable\":\"t\",\"fromColumn\":\"k\",\"toTable\":\"d\",\"toColumn\":\"k\","
        + "\"crossFilteringBehavior\":\"Both\"}", 400
    ),
  ])
  func checksRelationships(relationship: String, status: Int) throws {
    let client = try Client.started()
    defer { client.stop() }
    let tables = table("k:Int64") + "," + table("k:Int64", "s:String", name: "d")
    let body = "{\"name\":\"S\",\"tables\":[\(tables)],\"relationships\":[\(relationship)]}"
    #expect(try client.call("POST", "\(client.group)/datasets", body).status == status)
  }

  @Test func keepsTheOneSideUnique() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(
      table("k:Int64"), table("k:Int64", name: "d"),
      relationships: "[{\"name\":\"r\",\"fromTable\":\"t\",\"fromColumn\":\"k\","
        + "\"toTable\":\"d\",\"toColumn\":\"k\"}]")
    #expect(try client.post("{\"k\":1},{\"k\":2}", to: id, table: "d").status == 200)
    #expect(try client.post("{\"k\":3},{\"k\":2}", to: id, table: "d").status == 400)
    #expect(try client.post("{\"k\":3},{\"k\":3}", to: id, table: "d").status == 400)
    #expect(try client.post("{\"k\":null}", to: id, table: "d").status == 400)
    #expect(client.emulator.rowCount(dataset: id, table: "d") == 2)
    #expect(try client.post("{\"k\":1},{\"k\":1},{}", to: id).status == 200)
    let rows = "\(client.group)/datasets/\(id)/tables/d/rows"
    #expect(try client.call("DELETE", rows).status == 200)
    #expect(try client.post("{\"k\":2}", to: id, table: "d").status == 200)
  }

  @Test func addsColumnsAndNothingElse() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64", "b:String"))
    _ = try client.post("{\"a\":1,\"b\":\"x\"}", to: id)
    let path = "\(client.group)/datasets/\(id)/tables/t"
    let added = try client.call("PUT", path, table("c:Double", "b:String", "a:int64"))
    #expect(added.status == 200)
    #expect(added.text == "{\"name\":\"t\"}")
    _ = try client.post("{\"c\":2.5}", to: id)
    #expect(
      client.emulator.rows(dataset: id, table: "t") == [
        "{\"a\":1,\"b\":\"x\",\"c\":null}", "{\"a\":null,\"b\":null,\"c\":2.5}",
      ])
    #expect(try client.call("PUT", path, table("a:Int64", "c:Double")).status == 400)
    #expect(
      try client.call("PUT", path, table("a:Double", "b:String", "c:Double")).status == 400)
    #expect(
      try client.call("PUT", path, table("a:Int64", "b:String", "c:Double", name: "T")).status
        == 400)
    #expect(
      try client.call("PUT", "\(client.group)/datasets/\(id)/tables/T", table("a:Int64")).status
        == 404)
  }

  @Test func switchesDecide() throws {
    let client = try Client.started { behaviour in
      behaviour.acceptsDecimal = false
      behaviour.schemaChangeKeepsRows = false
    }
    defer { client.stop() }
    let body = "{\"name\":\"S\",\"tables\":[\(table("c:Decimal"))]}"
    #expect(try client.call("POST", "\(client.group)/datasets", body).status == 400)
    let id = try client.create(table("a:Int64"))
    _ = try client.post("{\"a\":1}", to: id)
    let path = "\(client.group)/datasets/\(id)/tables/t"
    #expect(try client.call("PUT", path, table("a:Int64", "b:Int64")).status == 200)
    #expect(client.emulator.rowCount(dataset: id, table: "t") == 0)
    client.emulator.behaviour.allowsCreation = false
    let refused = try client.call("POST", "\(client.group)/datasets", body)
    #expect(refused.status == 403)
    #expect(refused.code == "FeatureDeprecatedError")
  }
}
