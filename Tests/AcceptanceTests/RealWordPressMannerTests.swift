import Testing

/// Answers of ours beside WordPress's own in the same state.
extension RealWordPressTests {
  /// Who asks.
  enum Person: CaseIterable {
    case visitor, forger, customer, administrator
  }

  /// Two requests that should be answered alike.
  struct Pair: CustomTestStringConvertible, Sendable {
    let ours: String
    let theirs: String
    var words: [String] = []
    /// Whether the bodies are the same, and not the manners alone.
    var hasSameBody = true
    var testDescription: String { "\(words) \(ours) \(theirs)" }
  }

  private static let json = ["--header", "Content-Type: application/json"]

  private static let origins = ["https://elsewhere.test", "null"].map {
    ["--header", "Origin: \($0)"]
  }

  /// What ends the same way whoever asks.
  private static let unknown: [Pair] = [
    Pair(ours: "/nothing", theirs: "/nothing"),
    Pair(ours: "/nothing?_envelope", theirs: "/nothing?_envelope"),
    Pair(ours: "/nothing?_fields=code&_pretty", theirs: "/nothing?_fields=code&_pretty"),
    Pair(ours: "/entities", theirs: "/types", words: ["--request", "DELETE"]),
    Pair(ours: "/entities?_method=DELETE", theirs: "/types?_method=DELETE", words: ["--data", ""]),
    Pair(ours: "/entities", theirs: "/types", words: ["--header", "X-HTTP-Method-Override: PUT"]),
  ]

  @Test(arguments: Person.allCases, unknown)
  func whatIsNotThereIsMissingLikeInWordPress(_ person: Person, _ pair: Pair) throws {
    try expectAlike(pair, try words(of: person))
  }

  /// What only administrators may.
  private static let closed: [Pair] =
    [
      Pair(ours: "/sync/logs", theirs: "/settings"),
      Pair(ours: "/sync/logs?_envelope", theirs: "/settings?_envelope"),
      Pair(ours: "/alerts", theirs: "/settings", words: json + ["--data", #"{"name":"#]),
    ] + origins.map { Pair(ours: "/sync/logs", theirs: "/settings", words: $0) }

  @Test(arguments: [Person.visitor, .forger, .customer], closed)
  func whoMayNotIsToldLikeByWordPress(_ person: Person, _ pair: Pair) throws {
    let (ours, _) = try expectAlike(pair, try words(of: person))
    #expect([200, 400, 401, 403].contains(ours.status))
  }

  /// What an administrator gets, right or wrong.
  private static let granted: [Pair] =
    [
      Pair(ours: "/entities", theirs: "/settings", hasSameBody: false),
      Pair(ours: "/sync/logs?per_page=500", theirs: "/posts?per_page=500"),
      Pair(ours: "/sync/logs?per_page=many", theirs: "/posts?per_page=many"),
      Pair(ours: "/sync/logs?per_page=0&page=x", theirs: "/posts?per_page=0&page=x"),
      Pair(ours: "/alerts", theirs: "/posts", words: json + ["--data", #"{"name":"#]),
      Pair(ours: "/alerts", theirs: "/users", words: json + ["--data", "{}"], hasSameBody: false),
    ]
    + origins.map { Pair(ours: "/entities", theirs: "/settings", words: $0, hasSameBody: false) }

  @Test(arguments: granted)
  func whoMayIsAnsweredLikeByWordPress(_ pair: Pair) throws {
    try expectAlike(pair, try words(of: .administrator))
  }

  @Test func aHeadTellsTheLengthOfItsGet() throws {
    let words = try words(of: .administrator)
    let path = "\(WordPressStage.namespace)/entities/orders/schema"
    let head = try site.ask(path, words + ["--head"])
    let length = try site.ask(path, words).field("Content-Length")
    #expect(head.status == 200 && head.body.isEmpty)
    #expect(length != nil && head.field("Content-Length") == length)
  }

  /// OPTIONS has the same members, whatever the routes are.
  @Test(arguments: [Person.visitor, .administrator])
  func optionsDescribeARouteLikeWordPress(_ person: Person) throws {
    let pair = Pair(
      ours: "/sync/logs", theirs: "/comments",
      words: ["--request", "OPTIONS", "--header", "Origin: https://elsewhere.test"],
      hasSameBody: false)
    let (ours, theirs) = try expectAlike(pair, try words(of: person))
    for member in [
      #""namespace":"#, #""methods":["GET"#, #""endpoints":[{"#, #""args":{"#, #""page":{"#,
    ] {
      #expect(ours.body.contains(member) && theirs.body.contains(member), "\(member)")
    }
  }

  private func words(of person: Person) throws -> [String] {
    switch person {
    case .visitor: []
    case .forger: ["--header", "X-WP-Nonce: 0123456789"]
    case .customer: try Self.logins.get().customer.words
    case .administrator: try Self.logins.get().administrator.words
    }
  }

  private static let logins = Result {
    let site = try shared.get()
    try site.addUser("some", role: "customer")
    try site.addUser("all", role: "administrator")
    return (customer: try site.login("some"), administrator: try site.login("all"))
  }

  @discardableResult
  private func expectAlike(
    _ pair: Pair, _ words: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> (ours: WordPressStage.Reply, theirs: WordPressStage.Reply) {
    let ours = try site.ask("\(WordPressStage.namespace)\(pair.ours)", words + pair.words)
    let theirs = try site.ask("/wp-json/wp/v2\(pair.theirs)", words + pair.words)
    #expect(ours.status == theirs.status, sourceLocation: sourceLocation)
    #expect(Self.manners(ours) == Self.manners(theirs), sourceLocation: sourceLocation)
    if pair.hasSameBody { #expect(ours.body == theirs.body, sourceLocation: sourceLocation) }
    return (ours, theirs)
  }

  /// The web server's own, and an identifier that only we give.
  private static let others: Set<String> = [
    "server", "date", "content-length", "transfer-encoding", "connection", "x-powered-by",
    "x-request-id",
  ]

  /// The headers, in the form of `name: value`; of those that depend on the route, the names.
  private static func manners(_ reply: WordPressStage.Reply) -> [String] {
    reply.fields.compactMap { name, value in
      let name = name.lowercased()
      if others.contains(name) { return nil }
      if name == "allow" || name == "x-wp-nonce" { return name }
      // WordPress adds these two since 6.3.
      return "\(name): \(value.replacing(", no-store, private", with: ""))"
    }.sorted()
  }
}
