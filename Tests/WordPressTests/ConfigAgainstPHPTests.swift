import Foundation
import Runtime
import Testing

@testable import WordPress

/// Expressions whose value the reader and PHP must agree on; the reader may refuse, never differ.
private let expressions = [
  "1 + 2 * 3 ** 2", "-2 ** 2", "7 . '' . 8", "'a' . 1 + 2 . 'b'", "10 / 4", "10 / 5", "7 % -3",
  "-7 % 3", "2 ** -1", "2 ** 63", "PHP_INT_MAX + 1", "1 <=> 2", "'10' == '1e1'", "'abc' == 0",
  "null == false", "'0' == false", "'' == null", "[] == false", "'1' === 1", "0 == 'a'",
  "'a' <=> 'b'", "1.0 . ''", "0.1 + 0.2 . ''", "1e100 . ''", "1.5e-7 . ''", "(string) 1e15",
  "100000000000000000000 . ''", "(int) '12abc'", "(int) ' 12'", "(int) '1e3'", "(int) 12.9",
  "(int) -12.9", "(int) '0x1A'", "(bool) '0'", "(bool) '0.0'", "(bool) []", "(array) 'x'",
  "(float) '1.5abc'", "!'' && true", "true and false", "false or true", "true xor true",
  "null ?? 'd'", "'' ?: 'e'", "true ? 'a' : (false ? 'b' : 'c')", "isset($nope)",
  "isset($nope['a']['b'])", "empty('0')", "empty([0])", "'abc'[1]", "'abc'[-1]",
  "\"\\x41\\u{e9}\\101\\$\\e\\q\"", "'\\\\n\\'\\x41'", "[1, 2, 'k' => 3, 4]",
  "['5' => 'a', '05' => 'b']",
  "[true => 1, 1 => 2]", "[-5 => 'a', 'b']", "['x', ...['y', 'z']]", "[...['a' => 1], 'b']",
  "array_merge([1, 'a' => 2], ['a' => 3, 4])", "[1, 2] + [5, 6, 7]",
  "implode(',', [1, 2.5, true, null])",
  "explode(',', 'a,,b,')", "in_array('1e1', ['10'])", "in_array('a', [0])",
  "in_array(0, ['a'], true)",
  "substr('abcdef', -3, 2)", "substr('abc', 5)", "substr('abc', 1, -1)", "substr('abc', 0, -5)",
  "strpos('abcabc', 'c')", "strrpos('abcabc', 'c')", "strstr('user@host', '@')", "trim('  a b ')",
  "rtrim('a//', '/')", "ltrim('0012', '0')", "trim('xxaxx', 'x')", "ucfirst('éa')",
  "strtoupper('aé')",
  "str_replace(['a', 'b'], ['b', 'c'], 'ab')", "str_replace('a', 'xy', 'banana')",
  "sprintf('%05d|%5s|%-5s|%%|%x', 42, 'ab', 'cd', 255)",
  "sprintf('%03d', -5)", "sprintf('%s', 1.0)", "sprintf('%d', '12abc')",
  "sprintf('%1$s %1$s', 'a')", "sprintf('%.2f', 1.005)",
  "str_pad('5', 3, '0')", "str_repeat('ab', 3)", "strrev('abc')", "md5('a')", "sha1('a')",
  "hash('sha256', 'a')",
  "base64_decode('cEBzcw==')", "base64_decode('cEBzcw')", "base64_decode('cE Bz\\ncw==')",
  "base64_encode('a?b>')", "base64_decode('****')",
  "urldecode('a%20b+c%zz')", "rawurldecode('a%20b+c')", "rawurlencode('a b+ü~')",
  "urlencode('a b')",
  "parse_url('mysql://u:p%40@h:3306/db?x=1#f')", "parse_url('mysql://h/db')", "parse_url('//h/p')",
  "parse_url('h')",
  "parse_url('mysql://u@h')", "parse_url('mysql://[::1]:3306/db')", "parse_url('mysql://u:@h/')",
  "parse_url('http://h:0/x')",
  "parse_url('mysql://u:p@h:99999/db')", "parse_url('a://b:c@d@e/f')", "parse_url('mysql:///db')",
  "parse_url('mysql://h:3306')['port']",
  "parse_url('mysql://u:p@h/db', PHP_URL_PASS)", "parse_url('mysql://h/db', PHP_URL_PORT)",
  "json_decode('{\"a\":[1,2.5,\"x\",null,true]}', true)", "json_decode('bad')",
  "json_decode('\"x\"')", "json_decode('12345678901234567890')",
  "dirname('/a/b/c')", "dirname('/a')", "dirname('a')", "dirname('/')", "dirname('/a/b/c/', 2)",
  "basename('/a/b/')", "basename('/a/b.php')",
  "filter_var('yes', FILTER_VALIDATE_BOOLEAN)", "filter_var('maybe', FILTER_VALIDATE_BOOLEAN)",
  "filter_var('maybe', FILTER_VALIDATE_BOOL, FILTER_NULL_ON_FAILURE)",
  "filter_var(' TRUE ', FILTER_VALIDATE_BOOL)", "filter_var('', FILTER_VALIDATE_BOOL)",
  "filter_var('12', FILTER_VALIDATE_INT)",
  "count([1, [2, 3]])", "array_keys(['a' => 1, 5 => 2])", "array_key_exists('a', ['a' => null])",
  "array_filter([0, 1, '', 'a', null])",
  "is_numeric('1e5')", "is_numeric(' 1')", "is_numeric('1 ')", "is_numeric('0x1A')",
  "is_numeric('.5')", "is_numeric('')", "intval('42', 8)",
  "ctype_digit('0123')", "ctype_digit('')", "strcmp('a', 'b')", "strcasecmp('A', 'a')",
  "str_contains('abc', '')", "str_starts_with('abc', 'ab')",
  "0b11 + 0x1f + 017 + 0o17 + 1_000", "0777 . ''", ".5 . ''", "1. . ''", "1e3 . ''", "6.02e23 . ''",
  "PHP_EOL", "E_ALL & ~E_NOTICE", "1 << 3 | 1", "~5", "5 ^ 3",
  "match(true) { 1 === 1 => 'x', default => 'y' }", "match(3) { 1, 2 => 'a', 3 => 'b' }",
  "(fn() => 1) ? 'c' : 'd'",
  "\"{$GLOBALS['table_prefix']}x\"", "\"$table_prefix[0]\"", "strlen(\"a\\0b\")", "'a' <> 'b'",
  "1 <> '1'", "null <=> false", "[] ?: 'z'",
  "(object) ['a' => 1] == null", "max(1, 5)", "abs(-3)", "__LINE__", "basename(__FILE__)",
  "__NAMESPACE__", "true && print('')", "!isset($_SERVER['X_NOT_THERE'])",
  "getenv('WKPBIC_NOT_THERE')", "getenv('SET') . $_ENV['SET'] . $_SERVER['SET']",
  "constant('ABSPATH') === ABSPATH", "defined('\\ABSPATH')", "\\strlen('abc')",
]

/// Statements that end by defining R.
private let programs = [
  "$i = 5; $r = $i++ + ++$i; define('R', $r . $i);",
  "$a = [1, 2, 3]; $a[] = 4; $a['x']['y'] = 5; unset($a[0]); define('R', $a);",
  "$s = 'x'; $s .= 'y'; $s .= 1 + 1; define('R', $s);",
  "$n = null; $n ??= 'a'; $n ??= 'b'; define('R', $n);",
  "list($a, list(, $b)) = [1, [2, 3]]; ['k' => $c] = ['k' => 4]; define('R', [$a, $b, $c]);",
  "foreach (['a' => 1, 'b' => 2] as $k => $v) { if ($k === 'b') continue; $o[] = \"$k=$v\"; } define('R', $o);",
  "for ($i = 0, $s = ''; $i < 10; $i++) { if ($i == 3) continue; if ($i > 5) break; $s .= $i; } define('R', $s);",
  "$i = 0; while (true) { while (true) { if (++$i > 3) break 2; continue 2; } } define('R', $i);",
  "$i = 0; do { $i += 2; } while ($i < 5); define('R', $i);",
  "switch ('1') { case 1: $r = 'int'; case 2: $r .= '+'; break; default: $r = 'd'; } define('R', $r);",
  "switch (5) { default: $r = 'd'; case 6: $r .= '6'; } define('R', $r);",
  "switch (3) { case 3: foreach ([1, 2] as $x) { if ($x == 2) break 2; } $r = 'no'; } define('R', $r ?? $x);",
  "function f($a, $b = [1]) { static_(); return [$a, $b]; } function static_() {} define('R', f('x'));",
  "function g() { return isset($table_prefix) ? 'seen' : 'hidden'; } define('R', g());",
  "function h($n) { return $n < 2 ? 1 : $n * h($n - 1); } define('R', h(5));",
  "if (1): if (0): $r = 'a'; else: $r = 'b'; endif; endif; define('R', $r);",
  "if (false) define('R', 1); elseif (true) define('R', 2); else define('R', 3);",
  "define('R', 'first'); @define('R', 'second');",
  "const A1 = 2, B1 = A1 * 3; const R = B1 . A1;",
  "define('R', <<<\"E\"\n  a\n   {$table_prefix}\n  \\x41\n  E . 'z');",
  "define('R', <<<'E'\n$x \\n\n\nE);", "define('R', <<<E\nE);",
  "$x = ['a' => ['b' => 'c']]; define('R', \"{$x['a']['b']} $x[a] ${table_prefix}\");",
  "$o = (object) ['p' => 'q']; define('R', \"$o->p {$o->p}\");",
  "try { $r = 'in'; } finally { $r .= '+fin'; } define('R', $r);",
  "/* a */ # b ?>\n<?php // c ?>x<?= 'echo' ?><?php define('R', 'tags')?>",
  "namespace X; use function strtoupper as up; define('R', up('a') . \\strlen('bc'));",
  "declare(strict_types=1); define('R', __LINE__);",
  "class C { const K = ['}']; public $p = \"}\"; function m() { return '}'; } } define('R', 'k');",
  "interface I {} abstract class D implements I { abstract function m(); } final class E extends D { function m() {} } define('R', 'k');",
  "#[Attr(1)]\nfunction z() { return 1; }\ndefine('R', z());",
  "define('R', 'x'); __halt_compiler(); define('R', 'y'); ' \" <?",
  "$GLOBALS['q'] = 'w'; define('R', $q);",
  "$_SERVER['HTTPS'] = 'on'; define('R', $_SERVER['HTTPS']);",
  "putenv('NEW=v'); define('R', getenv('NEW'));", "$f = 'R'; define($f, 'dyn');",
  "define('R', (function() { return 1; })());",
  "eval('$r = 3; return;'); define('R', $r);", "define('R', eval('return 7;'));",
  "goto a; $x = 1; a: define('R', 1);",
  "$x = 1; { $x = 2; } define('R', $x);", "$a = $b = 3; define('R', $a . $b);",
  "if ($x = 'v') define('R', $x);",
  "!defined('R') && define('R', 'and');", "defined('R') or define('R', 'or');",
  "$t = true; $t and define('R', 1);",
  "$r = true and false; define('R', $r);", "$r = false or true; define('R', $r);",
  "$r = !$u; define('R', $r);", "define('R', -1 . '');",
  "define('R', \"a{$table_prefix}[0]\");", "define('R', \"$table_prefix->x\");",
  "define('R', '$table_prefix');", "define('R', \"\\{$table_prefix}\");",
]

@Suite(.enabled(if: PHP.path != nil, "there is no php on this machine"))
struct ConfigAgainstPHPTests {
  private static let environment = ["SET": "env"]

  /// The constant R as the reader sees it; nil when it refuses.
  private func read(_ place: WPConfigPlace) throws -> PHPValue? {
    do {
      return try ConfigConstants(
        reading: place, environment: Self.environment, server: [:], files: DiskFiles()
      ).value("R") ?? .null
    } catch {
      return nil
    }
  }

  private func compare(_ texts: [String], refusalsMax: Int) throws {
    let php = PHPProgram(path: try #require(PHP.path), environment: Self.environment)
    var refused: [String] = []
    for text in texts {
      let directory = try TemporaryDirectory()
      try directory.write("wp-config.php", "<?php\n" + text)
      let place = try WPConfigPlace(directory: directory.path, files: DiskFiles())
      guard let ours = try read(place) else {
        refused.append(text)
        continue
      }
      guard let theirs = try? php.constants(of: place).value("R") ?? .null else {
        Issue.record("PHP fails on \(text), the reader says \(ours)")
        continue
      }
      #expect(isSame(ours, theirs), "\(text): reader \(ours), PHP \(theirs)")
    }
    #expect(refused.count <= refusalsMax, "refused: \(refused)")
  }

  @Test func expressionsAreEqualOrRefused() throws {
    let texts = expressions.map { "$table_prefix = 'wp_';\ndefine('R', \($0));" }
    try compare(texts, refusalsMax: 20)
  }

  @Test func programsAreEqualOrRefused() throws {
    let texts = programs.map { text in
      let isFirst = text.hasPrefix("namespace") || text.hasPrefix("declare")
      return isFirst ? text : "$table_prefix = 'wp_';\n" + text
    }
    try compare(texts, refusalsMax: 8)
  }
}
