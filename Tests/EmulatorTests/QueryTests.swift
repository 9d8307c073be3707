import Bytes
import Emulator
import Runtime
import Testing

@Suite("Queries")
struct QueryTests {
  /// Four rows of two batches, some values blank.
  private func filled() throws -> (client: Client, id: String) {
    let client = try Client.started()
    let id = try client.create(
      table(
        "id:Int64", "total:Double", "fee:Decimal", "_sign:Int64", "_version:Int64",
        "_batch:Int64", "_date_key:Int64", "status:String", "paid:Boolean", "at:DateTime"),
      table("x:Int64", name: "empty table"))
    let first = """
      {"id":1,"total":10.5,"fee":1.25,"_sign":1,"_version":1,"_batch":1,"_date_key":20260401,
       "status":"new","paid":true,"at":"2026-04-01T10:00:00Z"},
      {"id":2,"total":20,"fee":null,"_sign":1,"_version":1,"_batch":1,"_date_key":20260402,
       "status":"NEW","paid":false,"at":"2026-04-02T10:00:00Z"}
      """
    let second = """
      {"id":1,"total":-10.5,"fee":-1.25,"_sign":-1,"_version":1,"_batch":2,"_date_key":20260401,
       "status":"new"},
      {"id":1,"total":11.25,"fee":2.5,"_sign":1,"_version":2,"_batch":2,"_date_key":20260403}
      """
    #expect(try client.post(first, to: id).status == 200)
    #expect(try client.post(second, to: id).status == 200)
    return (client, id)
  }

  @Test(arguments: [
    ("COUNTROWS('t')", "4"), ("COUNTROWS(t)", "4"), ("COUNTROWS('T')", "4"),
    ("SUM('t'[total])", "31.25"), ("SUM('t'[fee])", "2.5"), ("sum('t'[_SIGN])", "2"),
    ("SUMX('t','t'[_sign]*'t'[_version])", "3"), ("SUMX('t','t'[total]*'t'[_version])", "42.5"),
    ("SUMX('t','t'[fee]*'t'[_version])", "5"), ("SUMX('t','t'[total]-1)", "27.25"),
    ("MIN('t'[total])", "-10.5"), ("MAX('t'[_date_key])", "20260403"),
    ("MIN('t'[at])", "\"2026-04-01T10:00:00\""), ("MAX('t'[status])", "\"new\""),
    ("DISTINCTCOUNT('t'[id])", "2"), ("DISTINCTCOUNT('t'[status])", "2"),
    ("DISTINCTCOUNT('t'[fee])", "4"), ("COUNT('t'[fee])", "3"), ("COUNTBLANK('t'[fee])", "1"),
    ("AVERAGE('t'[_version])", "1.25"),
    ("COUNTROWS('empty table')", "null"), ("SUM('empty table'[x])", "null"),
    ("MAX('empty table'[x])", "null"), ("COALESCE(COUNTROWS('empty table'),0)", "0"),
    ("COALESCE(SUM('empty table'[x]),COUNTROWS('t'),7)", "4"),
    ("CALCULATE(COUNTROWS('t'),'t'[_batch]=2)", "2"),
    ("CALCULATE(COUNTROWS('t'),'t'[_batch]=9)", "null"),
    ("CALCULATE(SUM('t'[total]),'t'[_batch]=2,'t'[_sign]=1)", "11.25"),
    ("CALCULATE(SUM('t'[total]),'t'[_batch] IN {1,2,3})", "31.25"),
    ("CALCULATE(SUM('t'[total]),FILTER('t','t'[_sign]=1 && 't'[_batch]=2))", "11.25"),
    ("CALCULATE(SUM('t'[total]),'t'[_date_key]>=20260402)", "31.25"),
    ("CALCULATE(COUNTROWS('t'),'t'[status]=\"New\")", "3"),
    ("CALCULATE(COUNTROWS('t'),'t'[paid]=TRUE())", "1"),
    ("COUNTROWS(FILTER('t','t'[_batch]=1))", "2"),
    ("COUNTROWS(FILTER('t',ISBLANK('t'[fee])))", "1"),
    ("COUNTROWS(FILTER('t',NOT ISBLANK('t'[fee]) || 't'[_batch]=1))", "4"),
    ("COUNTROWS(FILTER('t','t'[fee]=0))", "1"), ("COUNTROWS(FILTER('t','t'[fee]==0))", "null"),
    ("COUNTROWS(FILTER('t','t'[_date_key]<>20260401))", "2"),
    ("COUNTROWS(FILTER('t','t'[_date_key]<20260403 && 't'[_date_key]>20260401))", "1"),
    ("COALESCE(COUNTROWS(FILTER('t','t'[_batch]=7)),0)", "0"),
    ("COUNTROWS(FILTER(VALUES('t'[id]),CALCULATE(SUM('t'[_sign]))>0))", "2"),
    ("COUNTROWS(VALUES('t'[id]))", "2"), ("COUNTROWS('t')+1*2", "6"), ("(1+2)*3-4/2", "7"),
    ("-COUNTROWS('t')", "-4"), ("BLANK()", "null"), ("\"a\"\"b\"", "\"a\\\"b\""),
  ])
  func compute(expression: String, expected: String) throws {
    let (client, id) = try filled()
    defer { client.stop() }
    let dax = "EVALUATE ROW(\"v\", \(expression))"
    #expect(try client.rows(dax, of: id, includeNulls: true) == "[{\"[v]\":\(expected)}]")
  }

  @Test func giveSeveralColumnsAndLeaveOutBlanks() throws {
    let (client, id) = try filled()
    defer { client.stop() }
    let dax = "EVALUATE\n  ROW(\"n\",COUNTROWS('t'),\"none\",SUM('empty table'[x]),\"m\",1)"
    let reply = try client.query(dax, of: id)
    #expect(reply.text == "{\"results\":[{\"tables\":[{\"rows\":[{\"[n]\":4,\"[m]\":1}]}]}]}")
    #expect(
      try client.rows(dax, of: id, includeNulls: true)
        == "[{\"[n]\":4,\"[none]\":null,\"[m]\":1}]")
  }

  @Test func groupByColumns() throws {
    let (client, id) = try filled()
    defer { client.stop() }
    #expect(
      try client.rows(
        "EVALUATE SUMMARIZECOLUMNS('t'[_batch],\"n\",COUNTROWS('t'),\"s\",SUM('t'[total]),"
          + "\"v\",SUMX('t','t'[_sign]*'t'[_version]))", of: id)
        == "[{\"t[_batch]\":1,\"[n]\":2,\"[s]\":30.5,\"[v]\":2},"
        + "{\"t[_batch]\":2,\"[n]\":2,\"[s]\":0.75,\"[v]\":1}]")
    #expect(
      try client.rows(
        "EVALUATE SUMMARIZECOLUMNS('t'[_date_key],FILTER('t','t'[_sign]=1),\"s\",SUM('t'[fee]))",
        of: id, includeNulls: true)
        == "[{\"t[_date_key]\":20260401,\"[s]\":1.25},{\"t[_date_key]\":20260403,\"[s]\":2.5}]")
    #expect(
      try client.rows(
        "EVALUATE SUMMARIZECOLUMNS('t'[status],'t'[paid],\"n\",COUNTROWS('t'))", of: id)
        == "[{\"t[status]\":\"new\",\"t[paid]\":true,\"[n]\":1},"
        + "{\"t[status]\":\"NEW\",\"t[paid]\":false,\"[n]\":1},"
        + "{\"t[status]\":\"new\",\"[n]\":1},{\"[n]\":1}]")
    #expect(
      try client.rows(
        "EVALUATE SUMMARIZECOLUMNS('t'[_batch],\"p\",CALCULATE(COUNTROWS('t'),'t'[_sign]=-1))",
        of: id) == "[{\"t[_batch]\":2,\"[p]\":1}]")
    #expect(
      try client.rows("EVALUATE SUMMARIZECOLUMNS('t'[id])", of: id)
        == "[{\"t[id]\":1},{\"t[id]\":2}]")
    #expect(
      try client.rows(
        "EVALUATE SUMMARIZECOLUMNS('empty table'[x],\"n\",COUNTROWS('empty table'))", of: id)
        == "[]")
  }

  @Test(arguments: [
    "", "EVALUATE", "SELECT 1", "EVALUATE 't'", "EVALUATE ROW()", "EVALUATE ROW(\"a\")",
    "EVALUATE ROW(\"a\",1) ORDER BY [a]", "EVALUATE ROW(\"a\",1,\"A\",2)",
    "EVALUATE ROW(\"a\",SUM('t'[nope]))", "EVALUATE ROW(\"a\",COUNTROWS('nope'))",
    "EVALUATE ROW(\"a\",SUM('t'[status]))", "EVALUATE ROW(\"a\",'t'[id])",
    "EVALUATE ROW(\"a\",RANKX('t',1))", "EVALUATE ROW(\"a\",1", "EVALUATE ROW(\"a\",'t[id])",
    "EVALUATE ROW(\"a\",SUM(t[total)", "EVALUATE ROW(\"a\",1;2)",
    "EVALUATE SUMMARIZECOLUMNS('t'[_batch],\"n\",CALCULATE(COUNTROWS('t'),'t'[_batch]=1))",
    "EVALUATE ROW(\"a\",CALCULATE(COUNTROWS('t'),'t'[id]='t'[_batch]))",
    "EVALUATE ROW(\"a\",9223372036854775807+1)", "EVALUATE ROW(\"a\",\"x\"+1)",
    "DEFINE VAR x = 1 EVALUATE ROW(\"a\",x)",
  ])
  func refuse(_ dax: String) throws {
    let (client, id) = try filled()
    defer { client.stop() }
    let reply = try client.query(dax, of: id)
    #expect(reply.status == 400)
    #expect(reply.code == "DatasetExecuteQueriesError")
    #expect(reply.text.contains("DAX query failure"))
  }

  @Test func refuseDeepNesting() throws {
    let (client, id) = try filled()
    defer { client.stop() }
    let deep = String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000)
    #expect(try client.query("EVALUATE ROW(\"a\",\(deep))", of: id).status == 400)
    let minus = String(repeating: "-", count: 5000) + "COUNTROWS('t')"
    #expect(try client.query("EVALUATE ROW(\"a\",\(minus))", of: id).status == 400)
    let long = String(repeating: "1+", count: 40_000) + "1"
    #expect(try client.query("EVALUATE ROW(\"a\",\(long))", of: id).status == 400)
    let moderate = String(repeating: "1+", count: 400) + "1"
    #expect(try client.rows("EVALUATE ROW(\"a\",\(moderate))", of: id) == "[{\"[a]\":401}]")
  }

  @Test(arguments: [
    "{}", "[]", "{\"queries\":[]}", "{\"queries\":[{\"query\":1}]}",
    "{\"queries\":[{\"query\":\"EVALUATE ROW(\\\"a\\\",1)\"},{\"query\":\"EVALUATE ROW(\\\"a\\\",1)\"}]}",
    "{\"queries\":[{\"query\":\"EVALUATE ROW(\\\"a\\\",1)\"}],\"kind\":1}",
    "{\"queries\":[{\"query\":\"EVALUATE ROW(\\\"a\\\",1)\"}],\"impersonatedUserName\":\"a@b\"}",
    "{\"queries\":[{\"query\":\"EVALUATE ROW(\\\"a\\\",1)\"}],\"serializerSettings\":{\"nulls\":1}}",
  ])
  func refuseBodies(_ body: String) throws {
    let (client, id) = try filled()
    defer { client.stop() }
    let path = "\(client.group)/datasets/\(id)/executeQueries"
    let reply = try client.call("POST", path, body)
    #expect(reply.status == 400)
    #expect(reply.code == "BadRequest")
  }

  @Test(arguments: [(3, 4), (2, 2)])
  func saySoWhenRowsAreLeftOut(rowLimit: Int, valueLimit: Int) throws {
    var limits = Limits()
    limits.queryRows = rowLimit
    limits.queryValues = valueLimit
    let client = try Client.started(limits)
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    _ = try client.post("{\"a\":1},{\"a\":2},{\"a\":3}", to: id)
    let reply = try client.query("EVALUATE SUMMARIZECOLUMNS('t'[a],\"n\",COUNTROWS('t'))", of: id)
    #expect(reply.status == 200)
    let result = try JSONValue(reply.body)["results"]?.array?.first?["tables"]?.array?.first
    #expect(result?["rows"]?.array?.count == valueLimit / 2)
    #expect(result?["error"]?["code"]?.string != nil)
    #expect(Limits().queryRows == 100_000 && Limits().queryValues == 1_000_000)
  }

  @Test func mayRefuseToGroup() throws {
    let (client, id) = try filled()
    defer { client.stop() }
    client.emulator.behaviour.allowsGrouping = false
    let grouped = "EVALUATE SUMMARIZECOLUMNS('t'[_batch],\"n\",COUNTROWS('t'))"
    let reply = try client.query(grouped, of: id)
    #expect(reply.status == 400 && reply.text.contains("DAX query failure"))
    #expect(
      try client.rows("EVALUATE ROW(\"n\",COUNTROWS('t'))", of: id) == "[{\"[n]\":4}]")
    client.emulator.behaviour.allowsGrouping = true
    #expect(try client.query(grouped, of: id).status == 200)
  }

  @Test func endsAnAnswerWithTheRowThatGoesBeyondItsBytes() throws {
    var limits = Limits()
    limits.queryBytes = 40
    let client = try Client.started(limits)
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    _ = try client.post("{\"a\":1},{\"a\":2},{\"a\":3},{\"a\":4}", to: id)
    // Sixteen bytes a row and more: the third goes beyond.
    let reply = try client.query("EVALUATE SUMMARIZECOLUMNS('t'[a],\"n\",COUNTROWS('t'))", of: id)
    let result = try JSONValue(reply.body)["results"]?.array?.first?["tables"]?.array?.first
    #expect(result?["rows"]?.array?.count == 3)
    #expect(result?["error"]?["code"]?.string != nil)
    #expect(Limits().queryBytes == 15_000_000)
  }
}
