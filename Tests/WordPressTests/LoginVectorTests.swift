import Bytes
import Cryptography
import Foundation
import Runtime
import Testing

@testable import WordPress

/// What logins are made of, against cases that WordPress has produced.
@Suite struct LoginVectorTests {
  @Test func cookiesAreReadAsPHPReadsThem() throws {
    let cases = try Vectors("cookie_header").cases("cookie_header")
    #expect(cases.count == 27)
    for vector in cases {
      let header = CookieHeader(Array(vector.text("cookie_header").utf8))
      let expected = vector.member("php_cookie").members ?? []
      for cookie in expected {
        let isArray = cookie.value.array != nil
        let value = isArray ? nil : cookie.value.bytes(base64: "b64")
        #expect(header[cookie.name] == value, "\(vector.id) \(cookie.name)")
      }
      #expect(header.count == expected.count, "\(vector.id)")
    }
  }

  @Test func namesAreMangledAndArraysAreNoTexts() {
    let header = CookieHeader(Array("a.b=1; c[=2; [d]=3; e=4; e[x]=5; f[x]=6; f=7".utf8))
    #expect(header["a_b"] == Array("1".utf8))
    #expect(header["a.b"] == nil)
    #expect(header["c_"] == Array("2".utf8))
    #expect(header["e"] == nil)
    #expect(header["f"] == nil)
    #expect(header.count == 4)
    let many = (0..<2000).map { "n\($0)=1" }.joined(separator: ";")
    #expect(CookieHeader(Array(many.utf8)).count == CookieHeader.countMax)
  }

  @Test func cookiesHaveTheNamesOfTheSite() throws {
    let cases = try Vectors("auth_cookie").cases("cookie_constants")
    #expect(cases.count == 11)
    for vector in cases {
      let constants = vector.member("defines").texts
      let network = vector["siteurl_network_option"]?.string
      let names = try CookieNames(
        siteURL: network ?? Site.untrailed(vector.text("siteurl"))
      ) { (name) in constants[name] }
      let expected = vector.member("expected").texts
      #expect(names.hash == expected["COOKIEHASH"], "\(vector.id)")
      #expect(names.auth == expected["AUTH_COOKIE"], "\(vector.id)")
      #expect(names.loggedIn == expected["LOGGED_IN_COOKIE"], "\(vector.id)")
      if let secure = expected["SECURE_AUTH_COOKIE"] {
        #expect(names.secureAuth == secure, "\(vector.id)")
      }
    }
  }

  @Test func noncesAreWordPresss() throws {
    let cases = try Vectors("nonce").cases("nonces")
    #expect(cases.count == 227)
    for vector in cases {
      let life = try #require(vector["nonce_life"]?.integer)
      let now = try #require(vector["now"]?.integer)
      let user = try #require(vector["user_id"]?.integer)
      let nonce = Nonce(salt: Secret(vector.text("nonce_salt")), lifeSeconds: life)
      let token = Array(vector.text("session_token").utf8)
      let action = vector["action"]?.string ?? "\(vector["action"]?.integer ?? 0)"
      let age = nonce.age(
        Array(vector.text("nonce").utf8), action, userID: user, token: token, at: now)
      #expect(age.map(Int64.init) == vector["verify_result"]?.integer, "\(vector.id)")
      if let made = vector["created_now"]?.string {
        #expect(nonce.make(action, userID: user, token: token, at: now) == made, "\(vector.id)")
      }
    }
  }

  @Test func basicHeadersAreReadAsWordPressReadsThem() throws {
    let cases = try Vectors("app_password").cases("basic_header")
    #expect(cases.count == 17)
    for vector in cases {
      let basic = BasicCredentials(vector.bytes(base64: "header_b64"))
      let isRead = vector["user_b64"]?.string != nil
      #expect((basic != nil) == isRead, "\(vector.id)")
      #expect(basic?.name == (isRead ? vector.bytes(base64: "user_b64") : nil), "\(vector.id)")
      #expect(
        basic?.password == (isRead ? vector.bytes(base64: "pass_b64") : nil), "\(vector.id)")
    }
  }

  @Test func loginNamesAreSanitized() throws {
    let misc = try Vectors("misc")
    let names = misc.cases("sanitize_user")
    #expect(names.count == 13)
    for vector in names {
      let name = LoginName.sanitized(vector.member("input").bytes(base64: "b64"))
      #expect(name == vector.member("output").bytes(base64: "b64"), "\(vector.id)")
    }
    let addresses = misc.cases("is_email")
    #expect(addresses.count == 12)
    for vector in addresses {
      let isAddress = LoginName.isAddress(vector.member("input").bytes(base64: "b64"))
      #expect(isAddress == (vector.member("output").text("t") == "string"), "\(vector.id)")
    }
    let slashed = misc.cases("wp_slash").filter { $0.member("input").text("t") == "string" }
    #expect(slashed.count >= 8)
    for vector in slashed {
      let text = LoginName.slashed(vector.member("input").bytes(base64: "b64"))
      #expect(text == vector.member("output").bytes(base64: "b64"), "\(vector.id)")
    }
  }

  @Test func namesThatCannotBeLoginsAreNotSought() {
    #expect(LoginName.sought(Array(" \t".utf8)) == nil)
    #expect(LoginName.sought(Array("0".utf8)) == nil)
    #expect(LoginName.sought([0x61, 0xE9]) == nil)
    #expect(LoginName.sought([UInt8](repeating: 0x61, count: 1025)) == nil)
    let cases = [
      (" a%41&lt;b ", "ab"), ("a&;b;c", "ac"), ("&\n;", "& ;"), ("1 < 2", "1 < 2"), ("a<b", "a"),
      ("Ầể", "Ae"), ("ßæŒ", "saeOE"),
    ]
    for (written, sought) in cases {
      #expect(LoginName.sought(Array(written.utf8)) == Array(sought.utf8), "\(written)")
    }
  }
}

/// Hashes of application passwords.
@Suite struct StoredPasswordTests {
  /// Hashes that WordPress has never made for an application password, and we do not compute.
  private static func isRefusedByRule(_ hash: String) -> Bool {
    ["$wp$", "$2", "$argon2", "$5$", "$6$", "$H$"].contains { hash.hasPrefix($0) }
  }

  @Test func applicationPasswordsAreCheckedAsWordPressChecksThem() throws {
    let cases = try Vectors("app_password").cases("check")
    #expect(cases.count == 150)
    var refused = 0
    for vector in cases {
      let hash = vector.text("hash")
      let password = ApplicationPasswords.stripped(vector.bytes(base64: "presented_b64"))
      let matches = StoredPassword.matches(password, Array(hash.utf8))
      if Self.isRefusedByRule(hash) {
        refused += 1
        #expect(!matches, "\(vector.id)")
      } else {
        #expect(matches == vector["matches"]?.boolean, "\(vector.id)")
      }
    }
    #expect(refused == 59)
  }

  @Test func hashesOfOldAreCheckedAsWordPressChecksThem() throws {
    let cases = try Vectors("password_hash").cases("check")
    #expect(cases.count == 238)
    var refused = 0
    for vector in cases {
      let hash = vector.text("hash")
      let matches = StoredPassword.matches(
        vector.bytes(base64: "password_b64"), Array(hash.utf8))
      if Self.isRefusedByRule(hash) {
        refused += 1
        #expect(!matches, "\(vector.id)")
      } else {
        #expect(matches == vector["matches"]?.boolean, "\(vector.id)")
      }
    }
    #expect(refused == 124)
  }

  @Test func fastHashesAreWordPresss() throws {
    let cases = try Vectors("app_password").cases("wp_fast_hash")
    #expect(cases.count == 20)
    for vector in cases {
      let hash = StoredPassword.fastHash(vector.bytes(base64: "message_b64"))
      #expect(String(decoding: hash, as: UTF8.self) == vector.text("hash"), "\(vector.id)")
    }
  }

  @Test func hashesThatWouldTakeForeverAreNotComputed() {
    let digits = Array("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
    for rounds in [PortableHash.roundsLogMax + 1, 30] {
      let hash =
        Array("$P$".utf8) + [digits[rounds]] + Array("saltSALT".utf8)
        + [UInt8](repeating: 0x2E, count: 22)
      let start = SystemClock().monotonicSeconds
      #expect(!StoredPassword.matches(Array("x".utf8), hash))
      #expect(SystemClock().monotonicSeconds - start < 0.1)
    }
  }

  @Test func whatMatchedIsRememberedForItsHashOnly() {
    var verified = VerifiedPasswords()
    let password = Array("secret".utf8)
    #expect(!verified.holds([1, 2], password))
    verified.insert([1, 2], password)
    #expect(verified.holds([1, 2], password))
    #expect(!verified.holds([1], [2] + password))
    #expect(!verified.holds([1, 3], password))
    #expect(!verified.holds([1, 2], Array("secreT".utf8)))
    for number in 0..<VerifiedPasswords.countMax {
      verified.insert(Array("\(number)".utf8), password)
      verified.insert(Array("\(number)".utf8), password)
    }
    #expect(verified.count == VerifiedPasswords.countMax)
    #expect(!verified.holds([1, 2], password))
    #expect(verified.holds(Array("0".utf8), password))
  }

  @Test func aUseIsNotedWhereItsPasswordStands() throws {
    func item(_ hash: String, _ uuid: String?) -> PHPValue {
      var array = PHPArray()
      if let uuid { array[PHPKey("uuid")] = .text(uuid) }
      array[PHPKey("password")] = .text(hash)
      return .array(array)
    }
    let hash = String(decoding: StoredPassword.fastHash(Array("pw".utf8)), as: UTF8.self)
    var before = ApplicationPasswords(
      meta: .list([item("x", "one"), item(hash, "two"), item(hash, nil)]))
    let match = try #require(before.computed(Array("pw".utf8)))
    #expect(match.key == .integer(1))
    #expect(!match.isExpensive)
    // Another has taken its place meanwhile.
    var moved = ApplicationPasswords(meta: .list([item(hash, "two"), item("y", "three")]))
    let isNoted = moved.noteUse(of: match, at: 100_000, address: "::1")
    #expect(isNoted)
    #expect(moved.meta.array?.values[0]["last_used"] == .integer(100_000))
    #expect(moved.meta.array?.values[1] == item("y", "three"))
    var gone = ApplicationPasswords(meta: .list([item("x", "one"), item("y", "three")]))
    let isGoneNoted = gone.noteUse(of: match, at: 100_000, address: "::1")
    #expect(!isGoneNoted)
    let noted = [90_000, 90_001, 90_000 + 86_399, 90_000 + 86_400].map {
      before.noteUse(of: match, at: $0, address: "::2")
    }
    #expect(noted == [true, false, false, true])
    let none = ApplicationPasswords(meta: .text("damaged"))
    #expect(none.computed(Array("pw".utf8)) == nil)
  }
}
