import Bytes
import Foundation
import Runtime
import Testing

@testable import WordPress

/// What a configuration says that only a request, or only PHP, could answer.
@Suite struct ConfigDoubtTests {
  private static let head = """
    <?php
    define('DB_USER', 'u'); define('DB_PASSWORD', 'p'); define('DB_HOST', 'h');
    $table_prefix = 'wp_';

    """

  private func constants(
    _ text: String, files: [String: String] = [:], environment: [String: String] = [:],
    server: [String: String] = [:]
  ) throws -> ConfigConstants {
    let directory = try TemporaryDirectory()
    try directory.write("wp-config.php", Self.head + text)
    for (name, text) in files { try directory.write(name, text) }
    let place = try WPConfigPlace(directory: directory.path, files: DiskFiles())
    return try ConfigConstants(
      reading: place, environment: environment, server: server, files: DiskFiles())
  }

  private func refusal(_ text: String, files: [String: String] = [:]) -> Fault? {
    do {
      let constants = try constants(text, files: files)
      _ = try constants.value("DB_NAME")
      return nil
    } catch {
      return error as? Fault
    }
  }

  private func name(_ text: String, server: [String: String] = [:]) throws -> String? {
    try constants(text, server: server).value("DB_NAME")?.scalarText
  }

  @Test func aHostSwitchIsRefusedUnlessBothWaysAgree() throws {
    let differing =
      "if ($_SERVER['HTTP_HOST'] === 'a') define('DB_NAME', 'a');\nelse define('DB_NAME', 'b');"
    let fault = try #require(refusal(differing))
    #expect(fault.code == .configuration)
    #expect(fault.subject.hasSuffix("/wp-config.php:4"))
    #expect(fault.cause.contains("$_SERVER['HTTP_HOST']"))
    #expect(fault.hint.contains("WKPBIC_PHP") && fault.hint.contains("WKPBIC_DB_NAME"))
    #expect(try name(differing, server: ["HTTP_HOST": "a"]) == "a")
    let agreeing =
      "if (isset($_SERVER['HTTPS'])) { define('DB_NAME', 'x'); define('S', 1); } else define('DB_NAME', 'x');"
    #expect(try name(agreeing) == "x")
    #expect(throws: Fault.self) { try constants(agreeing).value("S") }
  }

  @Test func doubtAboutOneConstantLeavesTheOthers() throws {
    let constants = try constants(
      "define('WP_HOME', 'https://' . $_SERVER['HTTP_HOST']); define('DB_NAME', 'n');")
    #expect(throws: Fault.self) { try constants.value("WP_HOME") }
    #expect(try constants.value("DB_NAME") == .text("n"))
  }

  @Test func aWayOnWhichWordPressDoesNotStartDoesNotCount() throws {
    let text =
      "if (!isset($_SERVER['REMOTE_ADDR'])) die('no');\nelse $n = 'web';\ndefine('DB_NAME', $n);"
    #expect(try name(text) == "web")
  }

  @Test func whatIsDefinedPerhapsIsNotDefinedForSure() throws {
    let text =
      "if (isset($_GET['x'])) define('DB_NAME', 'a');\nif (!defined('DB_NAME')) define('DB_NAME', 'b');"
    #expect(refusal(text)?.subject.hasSuffix(":5") == true)
    let short = "isset($_GET['x']) && define('DB_NAME', 'a');"
    #expect(refusal(short)?.subject.hasSuffix(":4") == true)
  }

  @Test(
    arguments: [
      ("define('DB_NAME', my_secret('db'));", ":4", "my_secret()"),
      ("\n\n$r = new Redis();\ndefine('DB_NAME', 'x');", ":6", "Redis"),
      ("while (true) { $i = 1; }", ":4", "steps"),
      ("define('DB_NAME', `hostname`);", ":4", "shell"),
      ("require '/nowhere/at/all.php';", ":4", "not there"),
      ("define('DB_NAME', NOT_DEFINED);", ":4", "NOT_DEFINED"),
      ("function f() { return f(); }\ndefine('DB_NAME', f());", ":4", "nested"),
      ("preg_match('/x/', 'x', $m);", ":4", "preg_match()"),
      ("$n = 'DB_NAME'; $$n = 1;", ":4", "name is computed"),
      ("define('DB_NAME', 'x'", ":4", "syntax error"),
      ("define('DB_NAME', \"x);", ":4", "does not end"),
      ("define('DB_NAME', date('Y'));", ":4", "date()"),
      ("require __DIR__ . '/loop.php';", "/loop.php:1", "deeper"),
      (String(repeating: "(", count: 5000), ":4", "nesting"),
    ])
  func whatIsNotUnderstoodIsRefusedWithItsPlace(
    _ text: String, _ place: String, _ reason: String
  ) throws {
    let loop = "<?php require __DIR__ . '/loop.php';"
    let fault = try #require(refusal(text, files: ["loop.php": loop]), "\(text)")
    #expect(fault.subject.hasSuffix(place), "\(text): \(fault.line)")
    #expect(fault.cause.contains(reason), "\(text): \(fault.line)")
  }

  @Test(
    arguments: [
      ("define('DB_NAME', (function_exists('x_not_here') ? 'a' : 'a'));", "a"),
      ("define('DB_NAME', strtolower(trim(' X ')) . PHP_INT_SIZE);", "x8"),
      ("for ($i = 0; $i < 3; $i++) $s .= $i; define('DB_NAME', $s);", "012"),
      (
        "switch (getenv('E')) { case 'x': $n = 1; break; default: $n = 'd'; } define('DB_NAME', $n);",
        "d"
      ),
      ("$a['b']['c'] = 'deep'; define('DB_NAME', $a['b']['c']);", "deep"),
      ("define('DB_NAME', ['k' => ['v']]['k'][0]);", "v"),
      (
        "function p($x, $y = '_s') { global $t; $t = 'set'; return $x . $y; } define('DB_NAME', p('a') . $t);",
        "a_sset"
      ),
      ("if (false): elseif (true): define('DB_NAME', 'alt'); endif;", "alt"),
      ("eval('define(\"DB_NAME\", \"ev\");');", "ev"),
      ("define('DB_NAME', <<<X\n  a\\x41{$_ENV['N']}\n   b\n  X);", "aA\n b"),
      ("define('DB_NAME', 1 + 2 . '3' . -4 ** 2);", "33-16"),
      ("define('DB_NAME', !empty($x) ? 'no' : (int) '12abc');", "12"),
      (
        "class Foo { const A = 'x'; function b() { return \"{$this->c}\"; } }\ndefine('DB_NAME', 'after');",
        "after"
      ),
      ("define('DB_NAME', 'x'); require ABSPATH . 'wp-settings.php'; add_filter('a', 'b');", "x"),
      ("extract_nothing: define('DB_NAME', 'label');", nil),
      ("?> text <?php define('DB_NAME', 'two'); // ?> more <?php # end\n", "two"),
      ("define('DB_NAME', json_decode('{\"a\":{\"b\":\"j\"}}')->a->b);", "j"),
    ] as [(String, String?)])
  func ordinaryProgramsAreEvaluated(_ text: String, _ expected: String?) throws {
    guard let expected else {
      #expect(refusal(text) != nil, "\(text)")
      return
    }
    #expect(try name(text) == expected, "\(text)")
  }

  @Test func aFileThatReturnsAnArrayIsAValue() throws {
    let constants = try constants(
      "$c = require __DIR__ . '/secrets.php'; define('DB_NAME', $c['db']);",
      files: ["secrets.php": "<?php\nreturn ['db' => 'from file'];"])
    #expect(try constants.value("DB_NAME") == .text("from file"))
  }

  @Test func configurationWithoutAFile() throws {
    let config = try WPConfig(explicit: [
      "DB_HOST": "db:3307", "DB_USER": "u", "DB_PASSWORD": "s", "DB_NAME": "n",
      "table_prefix": "x_", "AUTH_KEY": "k",
    ])
    #expect(config.host == DatabaseHost(parsing: "db:3307"))
    #expect(config.dbPassword.revealText() == "s")
    #expect(config.salts["AUTH_KEY"]?.revealText() == "k")
    #expect(config.salts["AUTH_SALT"] == nil)
    #expect(throws: Fault.self) { try WPConfig(explicit: ["DB_HOST": "h"]) }
  }

  @Test func givenValuesStandBeforeTheFile() throws {
    let directory = try TemporaryDirectory()
    try directory.write("wp-config.php", Self.head + "define('DB_NAME', $_SERVER['HTTP_HOST']);")
    let read = { (replacing: [String: String]) in
      try WPConfig.read(
        directory: directory.path, environment: [:], replacing: replacing, files: DiskFiles())
    }
    #expect(throws: Fault.self) { try read([:]) }
    #expect(try read(["DB_NAME": "given"]).dbName == "given")
    #expect(try read(["DB_NAME": "given"]).dbUser == "u")
  }

  @Test func anUnfitPrefixIsRefused() throws {
    let values = ["DB_HOST": "h", "DB_USER": "u", "DB_PASSWORD": "p", "DB_NAME": "n"]
    for prefix in ["wp-", "wp_'", "wp ", "wö_"] {
      #expect(throws: Fault.self, "\(prefix)") {
        try WPConfig(explicit: values.merging(["table_prefix": prefix]) { $1 })
      }
    }
    #expect(try WPConfig(explicit: values.merging(["table_prefix": ""]) { $1 }).tablePrefix == "")
  }
}
