import Bytes
import Testing
import Testkit

@testable import API

/// What another site's page, or somebody who guesses, can have a browser send.
@Suite struct ForgeryTests {
  private static let root = "/wp-json/wkpbic/v1"

  /// Two administrators of an empty shop.
  private func people(_ database: String) throws -> People {
    let people = try People(database)
    try people.add(101, "anna", ["administrator"])
    try people.add(102, "ben", ["administrator"])
    return people
  }

  private func state(_ site: Site) throws -> String {
    let tables = try site.sql("SHOW TABLES").split(separator: "\n")
    return try site.sql("CHECKSUM TABLE \(tables.joined(separator: ", "))")
  }

  @Test func aCookieAloneChangesNothingAnywhere() throws {
    let people = try people("forged")
    let cookie = People.cookie(101, "anna")
    let nonces: [(String?, Int)] = [
      (nil, 401), ("0123456789", 403), ("", 403), (People.nonce(102), 403),
      (People.nonce(101, action: "-1"), 403), (People.nonce(101, action: "wp_rest_x"), 403),
      (People.nonce(101, halfLives: 2), 403), (People.nonce(101, halfLives: -1), 403),
      (People.nonce(0), 403), (People.nonce(101).uppercased() + " ", 403),
    ]
    let before = try state(people.site)
    for route in Routes.all where route.method != "GET" {
      let asking = Asking(route)
      for (nonce, status) in nonces {
        let reply = try people.site.ask(
          route.method, asking.target(root: Self.root), as: nil,
          [cookie] + (nonce.map { ["X-WP-Nonce: \($0)"] } ?? []), json: asking.json)
        #expect(reply.status == status, "\(route.method) \(route.pattern) \(nonce ?? "none")")
      }
      // A form of another site's page, a link, an image: methods overridden, JSON as text.
      for (method, target, headers) in [
        ("GET", "?_method=\(route.method)", []),
        ("POST", "?_method=\(route.method)", ["Content-Type: text/plain"]),
        ("POST", "", ["X-HTTP-Method-Override: \(route.method)"]),
      ] as [(String, String, [String])] {
        let reply = try people.site.ask(
          method, asking.target(root: Self.root) + target, as: nil,
          [cookie, "Origin: https://evil.test"] + headers, body: Array((asking.json ?? "").utf8))
        #expect(![200, 201, 202, 500].contains(reply.status), "\(method) \(route.pattern)")
        #expect(reply.values("Allow") == [], "\(route.pattern)")
      }
    }
    #expect(try state(people.site) == before)
    for (number, nonce) in [People.nonce(101), People.nonce(101, halfLives: 1)].enumerated() {
      let reply = try people.site.ask(
        "POST", "\(Self.root)/sync/profiles", as: nil, [cookie, "X-WP-Nonce: \(nonce)"],
        json: #"{"name":"mine \#(number)"}"#)
      #expect(reply.status == 201, "\(reply.text)")
    }
  }

  @Test func aCookieThatIsNotAPersonsIsNobodys() throws {
    let people = try people("cookies")
    let good = People.cookie(101, "anna")
    let nonce = "X-WP-Nonce: \(People.nonce(101))"
    func status(_ headers: [String]) throws -> Int {
      try people.site.ask("GET", "\(Self.root)/alerts", as: nil, headers).status
    }
    #expect(try status([good, nonce]) == 200)
    for bad in [
      good + "0", String(good.dropLast()), good.replacing("anna", with: "ben"),
      good.replacing("4000000000", with: "4000000001"), good.replacing("4000000000", with: "1"),
      good.replacing("token-of-101", with: "token-of-102"), good.replacing("%7C", with: ";"),
      People.cookie(101, "anna", token: "another"), good.replacing("anna", with: "anna%00"),
      good.replacing("_logged_in_", with: "_"), good.replacing("_logged_in_", with: "_sec_"),
    ] {
      #expect(try status([bad, nonce]) != 200, "\(bad)")
    }
    // Of two cookies the first counts, in one header or in two.
    let other = People.cookie(102, "ben")
    #expect(try status([other, good, nonce]) == 403)
    #expect(try status([good, other, nonce]) == 200)
  }

  @Test func headersThatStandTwiceGiveNobodyRights() throws {
    let people = try people("twice")
    func status(_ headers: [String]) throws -> Int {
      try people.site.ask("GET", "\(Self.root)/alerts", as: nil, headers).status
    }
    let (anna, stranger) = (People.basic("anna"), People.basic("stranger"))
    #expect(try status(anna) == 200)
    #expect(try status([anna[0], stranger[0], anna[1]]) == 401)
    #expect(try status([stranger[0], anna[0], anna[1]]) == 401)
    #expect(try status([anna[0], anna[1], "X-Forwarded-Proto: http"]) == 401)
    let cookie = People.cookie(101, "anna")
    let good = "X-WP-Nonce: \(People.nonce(101))"
    #expect(try status([cookie, good, "X-WP-Nonce: 0123456789"]) != 200)
    #expect(try status([cookie, good, "Host: other.test"]) != 500)
  }

  @Test func nobodyLearnsWhoHasAnAccount() throws {
    let people = try people("accounts")
    func words(_ login: String, _ password: String) throws -> (Int, String) {
      let reply = try people.site.ask(
        "GET", "\(Self.root)/alerts", as: nil, People.basic(login, password))
      return (reply.status, reply.text)
    }
    let unknown = try words("stranger", "abcd")
    #expect(unknown.0 == 401)
    for (login, password) in [
      ("anna", "abcd"), ("anna", ""), ("stranger@shop.test", "abcd"), ("anna@shop.test", "abcd"),
      ("", ""), (String(repeating: "a", count: 5000), "abcd"),
    ] {
      #expect(try words(login, password) == unknown, "\(login)")
    }
  }

  @Test func guessingIsSlowedDownForWhoGuessesOnly() throws {
    let people = try people("guessing")
    func ask(_ login: String, _ password: String, from address: String) throws -> Wire.Reply {
      try people.site.ask(
        "GET", "\(Self.root)/alerts", as: nil,
        People.basic(login, password) + ["X-Forwarded-For: \(address)"])
    }
    for _ in 0..<10 { #expect(try ask("anna", "wrong", from: "203.0.113.5").status == 401) }
    let slowed = try ask("anna", "wrong", from: "203.0.113.5")
    #expect(slowed.status == 429)
    #expect(try slowed.json["code"]?.string == "wkpbic_too_many_logins")
    let wait = try #require(slowed.values("Retry-After").first.flatMap { Int($0) })
    #expect((1...60).contains(wait))
    // Neither a spoofed first address nor another spelling is another guesser.
    #expect(try ask("ANNA", "wrong", from: "198.51.100.1, 203.0.113.5").status == 429)
    #expect(try ask("anna", People.password, from: "203.0.113.5").status == 429)
    // The owner elsewhere, others here, and the owner's session are not locked out.
    #expect(try ask("anna", People.password, from: "203.0.113.6").status == 200)
    #expect(try ask("ben", People.password, from: "203.0.113.5").status == 200)
    let session = try people.site.ask(
      "GET", "\(Self.root)/alerts", as: nil,
      [
        People.cookie(101, "anna"), "X-WP-Nonce: \(People.nonce(101))",
        "X-Forwarded-For: 203.0.113.5",
      ])
    #expect(session.status == 200)
  }
}
