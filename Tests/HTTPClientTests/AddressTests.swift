import HTTPClient
import Runtime
import Testing

/// What may be dialled, and how paths are put together.
@Suite struct AddressTests {
  @Test(arguments: [
    "https://api.powerbi.com", "https://api.powerbi.com:8443/x?y=1", "http://127.0.0.1:8080/",
    "http://127.9.9.9", "http://localhost:1", "http://LOCALHOST/", "http://[::1]:8080/",
  ])
  func accepted(_ text: String) throws {
    _ = try HTTPAddress(text)
  }

  @Test(arguments: [
    "http://api.powerbi.com/", "http://127.0.0.1.example.com/", "http://128.0.0.1/",
    "http://localhost.example.com/", "http://10.0.0.1", "http://[::2]/", "http://127.0.0.1@evil/",
    "ftp://127.0.0.1/", "file:///etc/passwd", "https://user:pass@example.com/",
    "https://user@example.com/", "https://example.com/#top", "api.powerbi.com", "", "https://",
    "https://exa mple.com/", "https://example.com/\r\nX: 1", "gopher://localhost/",
  ])
  func refused(_ text: String) throws {
    let fault = try #require(throws: Fault.self) { try HTTPAddress(text) }
    #expect(fault.code == .configuration)
    #expect(fault.recovery == .operator)
    #expect(!fault.line.contains("pass@"))
  }

  @Test func tooLongIsRefused() {
    #expect(throws: Fault.self) {
      try HTTPAddress("https://example.com/" + String(repeating: "a", count: 8192))
    }
  }

  @Test func partsAreKnown() throws {
    let address = try HTTPAddress("https://API.example.com/v1")
    #expect(address.host == "api.example.com")
    #expect(address.isEncrypted)
    #expect(!address.isLoopback)
    #expect(try HTTPAddress("http://[::1]/").isLoopback)
    #expect(try !HTTPAddress("http://localhost/").isEncrypted)
  }

  @Test func segmentsAndQueryAreEncoded() throws {
    let base = try HTTPAddress("https://api.powerbi.com/")
    let address = try base.appending(
      segments: ["v1.0", "Größe 1/2", "a?b#c"], query: ["$filter": "name eq 'A & B'", "x": "~"])
    #expect(
      address.text == "https://api.powerbi.com/v1.0/Gr%C3%B6%C3%9Fe%201%2F2/a%3Fb%23c"
        + "?%24filter=name%20eq%20%27A%20%26%20B%27&x=~")
  }

  @Test(arguments: ["", ".", ".."])
  func segmentsThatMoveAreRefused(_ segment: String) throws {
    let base = try HTTPAddress("https://api.powerbi.com")
    #expect(throws: Fault.self) { try base.appending(segments: ["a", segment], query: [:]) }
  }
}
