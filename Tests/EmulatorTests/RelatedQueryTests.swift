import Bytes
import Emulator
import Runtime
import Testing

@Suite("Queries over related tables")
struct RelatedQueryTests {
  private static let relation = """
    {"name":"r","fromTable":"f","fromColumn":"day","toTable":"d","toColumn":"day"}
    """

  /// Sales of three days, of which the last is not among the days, and one without a day.
  private func filled() throws -> (client: Client, id: String) {
    let client = try Client.started()
    let measures = """
      "measures":[
        {"name":"Counted","expression":"CALCULATE(SUM('f'[net]),KEEPFILTERS(NOT('f'[state] IN {\\"bad\\"})))"},
        {"name":"Number","expression":"CALCULATE(SUM('f'[n]),KEEPFILTERS(NOT('f'[state] IN {\\"bad\\"})))"},
        {"name":"Mean","expression":"DIVIDE([Counted],[Number])"},
        {"name":"Loop","expression":"[Loop]+1"},{"name":"Broken","expression":"SUM('f'[nothing])"}]
      """
    let facts = table("day:Int64", "net:Double", "n:Int64", "state:String", name: "f").dropLast()
    let id = try client.create(
      "\(facts),\(measures)}", table("day:Int64", "year:Int64", name: "d"),
      relationships: "[\(Self.relation)]")
    let days = "{\"day\":1,\"year\":2025},{\"day\":2,\"year\":2026},{\"day\":3,\"year\":2026}"
    #expect(try client.post(days, to: id, table: "d").status == 200)
    let rows = """
      {"day":1,"net":10,"n":1,"state":"good"},{"day":1,"net":5,"n":1,"state":"bad"},
      {"day":2,"net":7,"n":1,"state":"good"},{"day":2,"net":1,"n":1,"state":null},
      {"day":9,"net":100,"n":1,"state":"good"},{"day":null,"net":1000,"n":1,"state":"good"}
      """
    #expect(try client.post(rows, to: id, table: "f").status == 200)
    return (client, id)
  }

  @Test(arguments: [
    ("[Counted]", "1118"), ("[counted]", "1118"), ("[Number]", "5"), ("[Mean]", "223.6"),
    ("[Counted]-SUM('f'[net])", "-5"), ("DIVIDE(1,0)", "null"), ("DIVIDE(1,0,7)", "7"),
    ("DIVIDE(BLANK(),2)", "null"), ("DIVIDE(3,2)", "1.5"),
    ("CALCULATE(SUM('f'[net]),'d'[year]=2026)", "8"),
    ("CALCULATE(SUM('f'[net]),NOT('d'[year] IN {2026}))", "1115"),
    ("CALCULATE([Counted],'d'[year]=2025)", "10"),
    ("CALCULATE([Counted],FILTER('d','d'[day]>1))", "8"),
    ("CALCULATE([Counted],KEEPFILTERS('f'[state]=\"bad\"))", "null"),
    ("COUNTROWS('d')", "3"), ("COUNTROWS(VALUES('d'[day]))", "4"),
    ("COUNTROWS(VALUES('d'[year]))", "3"), ("COUNTROWS(VALUES('f'[day]))", "4"),
    ("CALCULATE(COUNTROWS('d'),'f'[state]=\"bad\")", "3"),
    ("COUNTROWS(FILTER(VALUES('d'[day]),[Counted]>0))", "3"),
  ])
  func compute(_ expression: String, _ expected: String) throws {
    let (client, id) = try filled()
    defer { client.stop() }
    let dax = "EVALUATE ROW(\"v\", \(expression))"
    #expect(try client.rows(dax, of: id, includeNulls: true) == "[{\"[v]\":\(expected)}]")
  }

  @Test func groupsOfTheOneSideFilterTheMany() throws {
    let (client, id) = try filled()
    defer { client.stop() }
    let rows = try client.rows(
      "EVALUATE SUMMARIZECOLUMNS('d'[day],\"c\",[Counted],\"m\",[Mean])", of: id,
      includeNulls: true)
    // Day 3 has no sales; what has no day, or none that is known, is under BLANK.
    #expect(
      rows == "[{\"d[day]\":1,\"[c]\":10,\"[m]\":10},{\"d[day]\":2,\"[c]\":8,\"[m]\":4},"
        + "{\"d[day]\":null,\"[c]\":1100,\"[m]\":550}]")
  }

  @Test func aKeptFilterMayStandOnAGroupedColumn() throws {
    let (client, id) = try filled()
    defer { client.stop() }
    let rows = try client.rows(
      "EVALUATE SUMMARIZECOLUMNS('f'[state],\"n\",[Number])", of: id, includeNulls: true)
    #expect(rows == "[{\"f[state]\":\"good\",\"[n]\":4},{\"f[state]\":null,\"[n]\":1}]")
  }

  @Test(arguments: ["[Loop]", "[Broken]", "[Nothing]", "DIVIDE(1)", "KEEPFILTERS(1)"])
  func refuse(_ expression: String) throws {
    let (client, id) = try filled()
    defer { client.stop() }
    let reply = try client.query("EVALUATE ROW(\"v\", \(expression))", of: id)
    #expect(reply.status == 400 && reply.text.contains("DAX query failure"), "\(reply.text)")
  }

  @Test func followsMeasuresThatAreChanged() throws {
    let (client, id) = try filled()
    defer { client.stop() }
    let facts = table("day:Int64", "net:Double", "n:Int64", "state:String", name: "f").dropLast()
    let path = "\(client.group)/datasets/\(id)/tables"
    let measure = "\"measures\":[{\"name\":\"Counted\",\"expression\":\"SUM('f'[net])\"}]"
    #expect(try client.call("PUT", "\(path)/f", "\(facts),\(measure)}").status == 200)
    #expect(try client.rows("EVALUATE ROW(\"v\", [Counted])", of: id) == "[{\"[v]\":1123}]")
    let days = table("day:Int64", "year:Int64", name: "d").dropLast()
    let twin = try client.call("PUT", "\(path)/d", "\(days),\(measure)}")
    #expect(twin.status == 400 && twin.detail?.contains("Counted") == true)
  }

  @Test(
    arguments: [
      ([("a", "c"), ("b", "c")], 201), ([("a", "b"), ("b", "c")], 201),
      ([("a", "c"), ("a", "c")], 400), ([("a", "b"), ("b", "c"), ("a", "c")], 400),
      ([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")], 400), ([("a", "b"), ("b", "a")], 400),
    ])
  func oneWayBetweenTables(_ pairs: [(String, String)], _ status: Int) throws {
    let client = try Client.started()
    defer { client.stop() }
    let tables = ["a", "b", "c", "d"].map { table("k:Int64", "l:Int64", name: $0) }
    let relations = pairs.enumerated().map { index, pair in
      "{\"name\":\"r\(index)\",\"fromTable\":\"\(pair.0)\",\"fromColumn\":\"\(index == 1 ? "l" : "k")\","
        + "\"toTable\":\"\(pair.1)\",\"toColumn\":\"k\"}"
    }
    let body =
      "{\"name\":\"S\",\"tables\":[\(tables.joined(separator: ","))],"
      + "\"relationships\":[\(relations.joined(separator: ","))]}"
    #expect(try client.call("POST", "\(client.group)/datasets", body).status == status)
  }
}
