import Bytes
import Foundation
import Runtime
import Testing

@testable import WordPress

/// The PHP of the machine, when there is one.
enum PHP {
  static let path = ["/usr/bin/php", "/usr/local/bin/php"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// What a program prints.
  static func run(_ code: String, _ arguments: [String] = []) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: try #require(path))
    process.arguments = ["-d", "display_errors=stderr", "-r", code, "--"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return [UInt8](output)
  }
}

@Suite(.enabled(if: PHP.path != nil, "there is no php on this machine"))
struct PHPTests {
  private let salt = "facts-auth-keyfacts-auth-salt"
  /// The other side of `SecretBox`, as a plugin would write it.
  private let library = """
    $key = fn($salt) => hash_hkdf('sha256', $salt, 32, 'wkpbic secrets v1', '');
    $open = function ($text, $name, $salt) use ($key) {
      $raw = base64_decode(substr($text, 3), true);
      return openssl_decrypt(substr($raw, 28), 'aes-256-gcm', $key($salt), OPENSSL_RAW_DATA,
        substr($raw, 0, 12), substr($raw, 12, 16), $name);
    };
    $seal = function ($plain, $name, $salt) use ($key) {
      $iv = random_bytes(12);
      $raw = openssl_encrypt($plain, 'aes-256-gcm', $key($salt), OPENSSL_RAW_DATA, $iv, $tag, $name, 16);
      return 'v1:' . base64_encode($iv . $tag . $raw);
    };

    """

  @Test func phpOpensWhatWeSeal() throws {
    let box = SecretBox(salt: Secret(salt))
    var stored = try StoredSecrets(option: nil, check: nil)
    try stored.set("client_secret", Secret("~8Q.pä'\"\\\u{1}"), box)
    try stored.set("tenant_id", Secret(""), box)
    let option = Data(PHPMaybe.stored(.array(stored.value))).base64EncodedString()
    let check = String(decoding: try #require(stored.check), as: UTF8.self)
    let code =
      library + """
        $all = unserialize(base64_decode($argv[1]));
        echo serialize([array_keys($all), $open($all['client_secret'], 'client_secret', $argv[3]),
          $open($all['tenant_id'], 'tenant_id', $argv[3]),
          $open($argv[2], 'wkpbic_secrets_check', $argv[3])]);
        """
    let printed = try PHPUnserializer.unserialize(try PHP.run(code, [option, check, salt]))
    #expect(
      printed
        == .list([
          .list([.text("client_secret"), .text("tenant_id")]), .text("~8Q.pä'\"\\\u{1}"), .text(""),
          .text("wkpbic"),
        ]))
  }

  @Test func weOpenWhatPHPSeals() throws {
    let code =
      library + """
        echo serialize([['client_secret' => $seal("s3crét", 'client_secret', $argv[1])],
          $seal('wkpbic', 'wkpbic_secrets_check', $argv[1])]);
        """
    let printed = try PHPUnserializer.unserialize(try PHP.run(code, [salt])).array
    let stored = try StoredSecrets(option: printed?.values.first, check: printed?.values.last)
    let box = SecretBox(salt: Secret(salt))
    #expect(try stored.secret("client_secret", box)?.revealText() == "s3crét")
    try stored.verify(box)
  }

  /// What PHP makes of our text is what it makes of its own.
  @Test func phpReadsEveryTextOfOurs() throws {
    let texts = try Vectors("php_serialize").cases("encode").map {
      PHPSerializer.serialize(
        try PHPUnserializer.unserialize($0.member("serialized").bytes(base64: "b64")))
    }
    let directory = try TemporaryDirectory()
    try directory.write(
      "texts", texts.map { Data($0).base64EncodedString() }.joined(separator: "\n"))
    let code = """
      foreach (file($argv[1], FILE_IGNORE_NEW_LINES) as $line) {
        $text = base64_decode($line);
        $value = @unserialize($text, ['allowed_classes' => false]);
        echo $value === false && $text !== 'b:0;' ? 'x' : '.';
      }
      """
    let marks = try PHP.run(code, [directory.path + "/texts"])
    // Enumerations need their class, which only the site has.
    let unreadable = zip(texts, marks).filter { $1 != UInt8(ascii: ".") }.map(\.0)
    #expect(marks.count == texts.count)
    #expect(unreadable.allSatisfy { $0.contains(UInt8(ascii: "E")) }, "\(unreadable.count)")
  }
}

@Suite(.enabled(if: PHP.path != nil, "there is no php on this machine"))
struct PHPProgramTests {
  private func php(_ environment: [String: String]) throws -> PHPProgram {
    PHPProgram(path: try #require(PHP.path), environment: environment)
  }

  /// PHP's own answer is that of the vectors; requests and foreign libraries are not there.
  @Test func constantsThatPHPPrintsAreTheVectors() throws {
    var compared = 0
    for vector in try Vectors("wp_config").cases("samples") {
      let sample = try ConfigSample(vector)
      let hasServer = !(vector["server"]?.members ?? []).isEmpty
      let isFound = sample.expected["found"] == .boolean(true)
      if hasServer || !isFound { continue }
      let place = try WPConfigPlace(directory: sample.wordPress, files: DiskFiles())
      if sample.expected["error"] != .null {
        #expect(throws: Fault.self, "\(vector.id)") {
          try php(sample.environment).constants(of: place)
        }
        continue
      }
      try sample.compare(try php(sample.environment).constants(of: place))
      compared += 1
    }
    #expect(compared >= 34)
  }

  private func fault(_ text: String, php path: String? = nil) throws -> Fault? {
    let directory = try TemporaryDirectory()
    try directory.write("wp-config.php", text)
    let place = try WPConfigPlace(directory: directory.path, files: DiskFiles())
    do {
      _ = try PHPProgram(path: try path ?? #require(PHP.path), environment: [:])
        .constants(of: place)
      return nil
    } catch {
      return error as? Fault
    }
  }

  @Test func whatPHPSaysIsTheCause() throws {
    #expect(try fault("<?php nope();")?.cause.contains("nope()") == true)
    #expect(try fault("<?php define('A', 1); exit;")?.cause.contains("ended PHP") == true)
    #expect(try fault("<?php", php: "/nowhere/php")?.cause.contains("No such file") == true)
    #expect(try fault("<?php echo 'noise'; define('A', 1);") == nil)
  }

  @Test func programsHaveATimeAndALength() throws {
    let sleep = Subprocess("/bin/sh", ["-c", "sleep 30 & sleep 30"], environment: [:])
    let start = SystemClock().monotonicSeconds
    #expect(throws: Fault.self) { try sleep.run(outputBytesMax: 10, timeoutSeconds: 0.2) }
    #expect(SystemClock().monotonicSeconds - start < 5)
    let loud = Subprocess("/bin/sh", ["-c", "while :; do echo x; done"], environment: [:])
    #expect(throws: Fault.self) { try loud.run(outputBytesMax: 1000, timeoutSeconds: 20) }
    let quiet = Subprocess(
      "/bin/sh", ["-c", "echo $A$HOME; echo err >&2; exit 3"], environment: ["A": "a b"])
    let outcome = try quiet.run(outputBytesMax: 1000, timeoutSeconds: 20)
    #expect(outcome.status == 3)
    #expect(outcome.output == Array("a b\n".utf8) && outcome.errors == Array("err\n".utf8))
  }
}
