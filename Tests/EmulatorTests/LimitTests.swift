import Bytes
import Emulator
import Glibc
import Runtime
import Testing
import Testkit

@Suite("Limits by the clock")
struct LimitTests {
  @Test func allows120PostsAMinute() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    let other = try client.create(table("a:Int64"))
    for _ in 0..<60 { #expect(try client.post("{\"a\":1}", to: id).status == 200) }
    client.clock.advance(seconds: 20)
    for _ in 0..<60 { #expect(try client.post("{\"a\":1}", to: id).status == 200) }
    let refused = try client.post("{\"a\":1}", to: id)
    #expect(refused.status == 429)
    #expect(refused.value("retry-after") == "40")
    #expect(
      refused.text
        == "{\"message\":\"You have exceeded the amount of requests allowed in the current time "
        + "frame and further requests will fail. Retry in 40 seconds.\"}")
    #expect(try client.post("{\"a\":1}", to: other).status == 200)
    client.clock.advance(seconds: 39.9)
    #expect(try client.post("{\"a\":1}", to: id).value("retry-after") == "1")
    client.clock.advance(seconds: 0.1)
    for _ in 0..<60 { #expect(try client.post("{\"a\":1}", to: id).status == 200) }
    #expect(try client.post("{\"a\":1}", to: id).status == 429)
    #expect(client.emulator.rowCount(dataset: id, table: "t") == 180)
  }

  @Test func allowsAMillionRowsAnHour() throws {
    var limits = Limits()
    limits.rowsPerHour = 10
    let client = try Client.started(limits)
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    let three = "{\"a\":1},{\"a\":2},{\"a\":3}"
    for _ in 0..<3 {
      #expect(try client.post(three, to: id).status == 200)
      client.clock.advance(seconds: 600)
    }
    #expect(try client.post(three, to: id).value("retry-after") == "1800")
    #expect(try client.post("{\"a\":4}", to: id).status == 200)
    #expect(try client.post("{\"a\":4}", to: id).status == 429)
    client.emulator.behaviour.throttleShape = .message
    let refused = try client.post("{\"a\":4}", to: id)
    #expect(
      refused.text
        == "{\"error\":{\"code\":\"TooManyRequests\",\"message\":\"You are over your rows per hour "
        + "limit for this dataset. To push more rows per hour, upgrade your account to Power BI "
        + "Pro or retry your push later.\"}}")
    client.emulator.behaviour.throttleShape = .gateway
    client.emulator.behaviour.sendsRetryAfter = false
    let gateway = try client.post("{\"a\":4}", to: id)
    #expect(try JSONValue(gateway.body)["error"]?["pbi.error"]?["details"]?.array?.count == 1)
    #expect(gateway.value("retry-after") == nil)
    client.clock.advance(seconds: 1800)
    #expect(try client.post(three, to: id).status == 403)  // The token is stale by now.
    var fresh = client
    try fresh.signIn()
    #expect(try fresh.post(three, to: id).status == 200)
    #expect(Limits().rowsPerHour == 1_000_000)
  }

  @Test func allows120PostsAnHourOnceATableIsLarge() throws {
    var limits = Limits()
    limits.largeTableRows = 100
    limits.postsPerHourWhenLarge = 20
    let client = try Client.started(limits)
    defer { client.stop() }
    let id = try client.create(table("a:Int64"), table("a:Int64", name: "u"))
    let rows = Array(repeating: "{\"a\":1}", count: 99).joined(separator: ",")
    #expect(try client.post(rows, to: id).status == 200)
    for _ in 0..<30 { #expect(try client.post("{\"a\":1}", to: id, table: "u").status == 200) }
    #expect(try client.post("{\"a\":1}", to: id).status == 200)
    // Now a table has 100 rows: what was posted before counts, for every table of the dataset.
    let refused = try client.post("{\"a\":1}", to: id, table: "u")
    #expect(refused.status == 429)
    #expect(refused.value("retry-after") == "3600")
    #expect(Limits().largeTableRows == 250_000)
    #expect(Limits().postsPerHourWhenLarge == 120)
  }

  @Test func keepsTheLatest200000Rows() throws {
    var limits = Limits()
    limits.rowsKeptFIFO = 5
    let client = try Client.started(limits)
    defer { client.stop() }
    let id = try client.create(table("a:Int64"), retention: "basicFIFO")
    for first in [1, 4, 7] {
      let rows = (first..<(first + 3)).map { "{\"a\":\($0)}" }.joined(separator: ",")
      #expect(try client.post(rows, to: id).status == 200)
    }
    #expect(
      client.emulator.rows(dataset: id, table: "t")
        == (5...9).map { "{\"a\":\($0)}" })
    #expect(try client.rows("EVALUATE ROW(\"n\",COUNTROWS('t'))", of: id) == "[{\"[n]\":5}]")
    #expect(Limits().rowsKeptFIFO == 200_000)
  }

  @Test func stopsAt5MillionRows() throws {
    var limits = Limits()
    limits.rowsKeptMax = 3
    let client = try Client.started(limits)
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    #expect(try client.post("{\"a\":1},{\"a\":2}", to: id).status == 200)
    #expect(try client.post("{\"a\":3},{\"a\":4}", to: id).status == 429)
    client.emulator.behaviour.fullTableStatus = 400
    #expect(try client.post("{\"a\":3},{\"a\":4}", to: id).status == 400)
    #expect(try client.post("{\"a\":3}", to: id).status == 200)
    #expect(client.emulator.rowCount(dataset: id, table: "t") == 3)
    #expect(Limits().rowsKeptMax == 5_000_000)
  }

  @Test func allows5PostsInFlight() throws {
    let gate = Gate()
    let emulator = Emulator(configuration: .init(), limits: .init(), clock: gate)
    try emulator.start(port: 0)
    defer { emulator.stop() }
    let client = try Client(emulator)
    let id = try client.create(table("a:Int64"))
    var rule = FaultRule(.delay(seconds: 60, isDone: false), on: .postRows)
    rule.count = 5
    emulator.add(rule)
    let threads = (0..<5).map { _ in TestThread { _ = try? client.post("{\"a\":1}", to: id) } }
    gate.waitForVisitors(5)
    let sixth = try client.post("{\"a\":1}", to: id)
    #expect(sixth.status == 429)
    gate.open()
    for thread in threads { thread.join() }
    #expect(emulator.rowCount(dataset: id, table: "t") == 5)
    #expect(try client.post("{\"a\":1}", to: id).status == 200)
  }

  @Test func allows120QueriesAMinute() throws {
    let client = try Client.started()
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    let dax = "EVALUATE ROW(\"n\",COUNTROWS('t'))"
    for _ in 0..<120 { #expect(try client.query(dax, of: id).status == 200) }
    #expect(try client.query(dax, of: id).status == 429)
    client.clock.advance(seconds: 60)
    #expect(try client.query(dax, of: id).status == 200)
  }

  @Test func quotaCanBeLifted() throws {
    let client = try Client.started { $0.enforcesQuota = false }
    defer { client.stop() }
    let id = try client.create(table("a:Int64"))
    for _ in 0..<130 { #expect(try client.post("{\"a\":1}", to: id).status == 200) }
  }
}

/// A clock on which waits last until the gate is opened.
final class Gate: Clock {
  let isVirtual = true
  private let visitors = Lock(0)
  private let opened = Interruption()

  var now: Instant { Client.start }
  var monotonicSeconds: Double { 0 }

  func wait(seconds: Double, interruption: Interruption) -> Bool {
    visitors.withLock { $0 += 1 }
    _ = opened.wait(seconds: 30)
    return interruption.isRaised
  }

  func waitForVisitors(_ count: Int) {
    for _ in 0..<10_000 where visitors.withLock({ $0 }) < count { usleep(1000) }
  }

  func open() { opened.raise() }
}
