package import Runtime

/// A PHP interpreter that prints what a configuration defines, where reading it is not enough.
///
/// WordPress itself is not started: its wp-settings.php is an empty file to that PHP.
package struct PHPProgram: Sendable {
  private let path: String
  private let environment: [String: String]

  /// Seconds that a configuration may take.
  private static let timeoutSeconds = 10.0
  /// Bytes that a configuration's constants may take.
  private static let outputBytesMax = 1 << 20

  /// An interpreter by its path, and the environment it sees.
  package init(path: String, environment: [String: String]) {
    self.path = path
    self.environment = environment
  }

  /// Runs the configuration and reads what it has defined.
  package func constants(of place: WPConfigPlace) throws(Fault) -> ConfigConstants {
    let arguments = [
      "-d", "display_errors=stderr", "-d", "log_errors=0", "-d", "variables_order=EGPCS", "-r",
      Self.program, "--", place.absolutePath, place.file,
    ]
    let outcome = try Subprocess(path, arguments, environment: environment).run(
      outputBytesMax: Self.outputBytesMax, timeoutSeconds: Self.timeoutSeconds)
    guard let printed = Self.printed(outcome.output), let array = printed.array,
      let constants = array[.integer(0)]?.array
    else { throw fault(place, outcome) }
    return ConfigConstants(printed: constants, prefix: array[.integer(1)])
  }

  /// What stands behind the mark; the configuration may have printed things before it.
  private static func printed(_ output: [UInt8]) -> PHPValue? {
    let mark = Array(marker.utf8)
    guard let start = PHPStringFunctions.find(mark, in: output) else { return nil }
    return try? PHPUnserializer.unserialize(Array(output[(start + mark.count)...]))
  }

  private func fault(_ place: WPConfigPlace, _ outcome: Subprocess.Outcome) -> Fault {
    let said =
      String(decoding: outcome.errors, as: UTF8.self)
      .split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return Fault(
      .configuration, operation: "running wp-config.php", subject: place.file,
      cause: said.isEmpty ? "PHP ended with status \(outcome.status) and printed nothing" : said,
      hint: "Check that \(path) is the PHP command line and that it can read the file",
      recovery: .operator)
  }

  private static let marker = "\u{1}wkpbic constants\u{1}"

  /// Serves every file as it is, and wp-settings.php of this WordPress as an empty one.
  private static let program = #"""
    final class WkpbicFiles {
      public $context;
      private $handle;
      public static $settings;
      private static function plain($call) {
        stream_wrapper_restore('file');
        try { return $call(); } finally { self::begin(); }
      }
      public static function begin() {
        stream_wrapper_unregister('file');
        stream_wrapper_register('file', self::class);
      }
      public function stream_open($path, $mode, $options) {
        $isSettings = realpath($path) === self::$settings || $path === self::$settings;
        $this->handle = $isSettings ? fopen('php://memory', 'r')
          : self::plain(fn() =>
            $options & STREAM_REPORT_ERRORS ? fopen($path, $mode) : @fopen($path, $mode));
        return (bool) $this->handle;
      }
      public function stream_read($count) { return fread($this->handle, $count); }
      public function stream_write($text) { return fwrite($this->handle, $text); }
      public function stream_eof() { return feof($this->handle); }
      public function stream_tell() { return ftell($this->handle); }
      public function stream_seek($to, $from) { return fseek($this->handle, $to, $from) === 0; }
      public function stream_stat() { return fstat($this->handle); }
      public function stream_close() { fclose($this->handle); }
      public function stream_lock($how) { return flock($this->handle, $how); }
      public function stream_set_option($option, $one, $two) { return false; }
      public function url_stat($path, $flags) {
        return self::plain(fn() => $flags & STREAM_URL_STAT_LINK ? @lstat($path) : @stat($path));
      }
      public function dir_opendir($path, $options) {
        $this->handle = self::plain(fn() => opendir($path));
        return (bool) $this->handle;
      }
      public function dir_readdir() { return readdir($this->handle); }
      public function dir_rewinddir() { rewinddir($this->handle); return true; }
      public function dir_closedir() { closedir($this->handle); return true; }
    }
    define('ABSPATH', $argv[1]);
    WkpbicFiles::$settings = ABSPATH . 'wp-settings.php';
    register_shutdown_function(function () {
      while (ob_get_level() > 0) { ob_end_clean(); }
      $error = error_get_last();
      $fatal = E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR;
      if ($error && ($error['type'] & $fatal)) { return; }
      if (!defined('WKPBIC_CONFIG_READ')) { fwrite(STDERR, 'the configuration ended PHP'); return; }
      $all = get_defined_constants(true)['user'] ?? [];
      unset($all['ABSPATH'], $all['WKPBIC_CONFIG_READ']);
      $isPlain = function ($value) use (&$isPlain) {
        if (is_array($value)) { return count(array_filter($value, $isPlain)) === count($value); }
        return is_scalar($value) || $value === null;
      };
      echo "\x01wkpbic constants\x01",
        serialize([array_filter($all, $isPlain), $GLOBALS['table_prefix'] ?? null]);
    });
    ob_start();
    unset($argc);
    $wkpbic = $argv[2];
    unset($argv);
    WkpbicFiles::begin();
    require $wkpbic;
    define('WKPBIC_CONFIG_READ', 1);
    """#
}
