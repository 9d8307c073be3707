import Bytes
import Cryptography
import Foundation
import Runtime
import Testing

@testable import WordPress

@Suite struct SaltTests {
  @Test func saltsAndHashesAreWordPresss() throws {
    let cases = try Vectors("salts").cases("wp_salt")
    #expect(cases.count == 6)
    var hashes = 0
    for vector in cases {
      let constants = vector.member("constants").texts
      let options = vector.member("db_options").texts
      let salts = Salts(try SaltConstants { (name) in constants[name].map { Array($0.utf8) } })
      let stored: Salts.Stored = { (name) in options[name].map { Array($0.utf8) } }
      for (scheme, expected) in vector.member("salts").texts {
        let salt = try salts.salt(scheme, stored: stored)
        #expect(salt.revealText() == expected, "\(vector.id) \(scheme)")
      }
      for hash in vector.list("hashes") {
        guard let algorithm = HashAlgorithm(rawValue: hash.text("algo")) else {
          Issue.record("\(vector.id): \(hash.text("algo"))")
          continue
        }
        let text = try salts.hash(
          hash.bytes(base64: "data_b64"), scheme: hash.text("scheme"), algorithm, stored: stored)
        #expect(text == hash.text("hash"), "\(vector.id) \(hash.text("scheme"))")
        hashes += 1
      }
    }
    #expect(hashes == 225)
  }

  @Test func aSaltThatIsNowhereIsNotGenerated() throws {
    let salts = Salts(try SaltConstants { (_) in nil })
    for missing: [UInt8]? in [nil, [], [0x30]] {
      do {
        _ = try salts.salt("auth") { (_) in missing }
        Issue.record("a salt out of nothing")
      } catch {
        #expect(error.subject == "auth_key")
      }
    }
  }
}

@Suite struct SecretTests {
  private let box = SecretBox(salt: Secret("a key and a salt"))

  @Test func secretsAreSealedUnderTheirNames() throws {
    let secret = Secret("pässword\u{0}x")
    let sealed = Array(box.seal(secret, name: "client_secret").utf8)
    #expect(box.open(sealed, name: "client_secret")?.reveal() == secret.reveal())
    #expect(box.open(sealed, name: "tenant_id") == nil)
    #expect(SecretBox(salt: Secret("another")).open(sealed, name: "client_secret") == nil)
    #expect(box.open(Array(sealed.dropLast()), name: "client_secret") == nil)
    #expect(box.open(Array("v2:".utf8) + sealed.dropFirst(3), name: "client_secret") == nil)
    #expect(box.seal(secret, name: "client_secret") != box.seal(secret, name: "client_secret"))
    let empty = Array(box.seal(Secret(""), name: "e").utf8)
    #expect(box.open(empty, name: "e")?.isEmpty == true)
  }

  @Test func changedSaltsAreSaidAndNothingIsOverwritten() throws {
    var stored = try StoredSecrets(option: nil, check: nil)
    #expect(try stored.secret("client_secret", box) == nil)
    try stored.set("client_secret", Secret("s"), box)
    let again = try StoredSecrets(
      option: PHPMaybe.unserialize(PHPMaybe.stored(.array(stored.value))),
      check: stored.check.map { .string($0) })
    #expect(again == stored)
    #expect(try again.secret("client_secret", box)?.revealText() == "s")
    let other = SecretBox(salt: Secret("new salts"))
    var changed = again
    #expect(throws: Fault.self) { try changed.secret("client_secret", other) }
    #expect(throws: Fault.self) { try changed.set("client_secret", Secret("t"), other) }
    #expect(changed == again)
    changed.removeAll()
    try changed.set("client_secret", Secret("t"), other)
    #expect(try changed.secret("client_secret", other)?.revealText() == "t")
  }

  @Test func aDamagedSecretIsNotTakenForChangedSalts() throws {
    var stored = try StoredSecrets(option: nil, check: nil)
    try stored.set("a", Secret("s"), box)
    let damaged = try StoredSecrets(
      option: .map(["a": .text("v1:AAAA")]), check: stored.check.map { .string($0) })
    do {
      _ = try damaged.secret("a", box)
      Issue.record("opened")
    } catch {
      #expect(error.code == .data && error.subject == "a")
    }
    #expect(throws: Fault.self) { try StoredSecrets(option: .text("x"), check: nil) }
  }
}
