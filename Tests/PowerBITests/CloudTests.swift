import Bytes
import HTTPClient
import Runtime
import Testing

@testable import PowerBI

/// Where the clouds are.
@Suite struct CloudTests {
  @Test(arguments: [
    (
      "public", "https://login.microsoftonline.com/", "https://api.powerbi.com/",
      "https://analysis.windows.net/powerbi/api/.default"
    ),
    (
      "usgov", "https://login.microsoftonline.com/", "https://api.powerbigov.us/",
      "https://analysis.usgovcloudapi.net/powerbi/api/.default"
    ),
    (
      "usgovhigh", "https://login.microsoftonline.us/", "https://api.high.powerbigov.us/",
      "https://high.analysis.usgovcloudapi.net/powerbi/api/.default"
    ),
    (
      "usgovmil", "https://login.microsoftonline.us/", "https://api.mil.powerbigov.us/",
      "https://mil.analysis.usgovcloudapi.net/powerbi/api/.default"
    ),
    (
      "china", "https://login.partner.microsoftonline.cn/", "https://api.powerbi.cn/",
      "https://analysis.chinacloudapi.cn/powerbi/api/.default"
    ),
  ])
  func presets(_ name: String, _ authority: String, _ api: String, _ scope: String) throws {
    let preset = try #require(Cloud.Preset(rawValue: name))
    let cloud = try Cloud(preset, authorityURL: nil, apiURL: nil, scope: nil)
    #expect(cloud.authority.text == authority)
    #expect(cloud.api.text == api)
    #expect(cloud.scope == scope)
  }

  @Test func eachPartMayBeReplaced() throws {
    let cloud = try Cloud(
      .china, authorityURL: "http://127.0.0.1:1/login", apiURL: "http://localhost:2", scope: "s")
    #expect(cloud.authority.text == "http://127.0.0.1:1/login")
    #expect(cloud.api.text == "http://localhost:2/")
    #expect(cloud.scope == "s")
  }

  @Test(arguments: ["http://api.powerbi.com", "https://api.powerbi.com/?x=1", "nonsense"])
  func badAddressesAreRefused(_ url: String) {
    #expect(throws: Fault.self) {
      try Cloud(.public, authorityURL: nil, apiURL: url, scope: nil)
    }
    #expect(throws: Fault.self) {
      try Cloud(.public, authorityURL: url, apiURL: nil, scope: nil)
    }
  }

  @Test(arguments: [
    ("0a1b2c3d-0000-4fff-8000-0123456789AB", true), ("0a1b2c3d00004fff80000123456789ab", false),
    ("abc8Q~someSecretValueOfFortyCharactersXYZ", false), ("", false),
    ("0a1b2c3d-0000-4fff-8000-0123456789ag", false),
  ])
  func pastedIDsAreSeen(_ secret: String, _ looksLikeID: Bool) {
    let credentials = Credentials(tenantID: "t", clientID: "c", clientSecret: Secret(secret))
    #expect(credentials.secretLooksLikeID == looksLikeID)
  }
}

/// How long to wait, in words, seconds and dates.
@Suite struct RetryAfterTests {
  private func seconds(_ fields: [String], _ message: String? = nil) -> Double {
    let now = Instant(unixSeconds: 784_111_777)
    return RetryAfter.seconds(.scripted(429, fields), message: message, now: now)
  }

  @Test func fieldInSeconds() {
    #expect(seconds(["Retry-After: 3392"], "Retry in 5 seconds.") == 3392)
    #expect(seconds(["retry-after: 0"]) == 1)
    #expect(seconds(["Retry-After: 99999999999999999999"]) == 30)
    #expect(seconds(["Retry-After: 9999999"]) == 86_400)
    #expect(seconds(["Retry-After: -5"]) == 30)
  }

  @Test func fieldAsDate() {
    // 784,111,777 is Sun, 06 Nov 1994 08:49:37 GMT.
    #expect(seconds(["Retry-After: Sun, 06 Nov 1994 08:51:37 GMT"]) == 120)
    #expect(
      seconds([
        "Retry-After: Sun, 06 Nov 1994 08:51:37 GMT", "Date: Sun, 06 Nov 1994 08:51:07 GMT",
      ]) == 30)
    #expect(seconds(["Retry-After: Sun, 06 Nov 1994 08:40:37 GMT"]) == 1)
    #expect(seconds(["Retry-After: Tue, 29 Feb 2000 00:00:00 GMT"]) == 86_400)
    #expect(seconds(["Retry-After: Sun, 31 Nov 1994 08:51:37 GMT"]) == 30)
    #expect(seconds(["Retry-After: tomorrow"]) == 30)
  }

  @Test func words() {
    let long =
      "You have exceeded the amount of requests allowed in the current time frame and "
      + "further requests will fail. Retry in 3392 seconds."
    #expect(seconds([], long) == 3392)
    #expect(seconds([], "retry in 7 seconds") == 7)
    #expect(seconds([], "Retry in a few seconds") == 30)
    #expect(seconds([], "Retry in 5") == 30)
    #expect(seconds([], "") == 30)
    #expect(seconds([]) == 30)
  }
}
