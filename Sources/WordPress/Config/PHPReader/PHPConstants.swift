/// Constants of PHP itself that configurations name.
enum PHPConstants {
  static func value(_ name: String) -> PHPValue? {
    if let number = numbers[name] { return .integer(number) }
    switch name {
    case "PHP_EOL": return .text("\n")
    case "DIRECTORY_SEPARATOR": return .text("/")
    case "PATH_SEPARATOR": return .text(":")
    default: return nil
    }
  }

  private static let numbers: [String: Int64] = [
    "PHP_INT_MAX": .max, "PHP_INT_MIN": .min, "PHP_INT_SIZE": 8,
    "E_ERROR": 1, "E_WARNING": 2, "E_PARSE": 4, "E_NOTICE": 8, "E_CORE_ERROR": 16,
    "E_CORE_WARNING": 32, "E_USER_ERROR": 256, "E_USER_WARNING": 512, "E_USER_NOTICE": 1024,
    "E_RECOVERABLE_ERROR": 4096, "E_DEPRECATED": 8192, "E_USER_DEPRECATED": 16384, "E_ALL": 32767,
    "MYSQLI_CLIENT_COMPRESS": 32, "MYSQLI_CLIENT_IGNORE_SPACE": 256,
    "MYSQLI_CLIENT_INTERACTIVE": 1024, "MYSQLI_CLIENT_SSL": 2048,
    "MYSQLI_CLIENT_SSL_DONT_VERIFY_SERVER_CERT": 64, "FILTER_VALIDATE_INT": 257,
    "FILTER_VALIDATE_BOOLEAN": 258, "FILTER_VALIDATE_BOOL": 258,
    "FILTER_NULL_ON_FAILURE": 134_217_728,
    "JSON_THROW_ON_ERROR": 4_194_304, "JSON_OBJECT_AS_ARRAY": 1, "PHP_URL_SCHEME": 0,
    "PHP_URL_HOST": 1, "PHP_URL_PORT": 2, "PHP_URL_USER": 3, "PHP_URL_PASS": 4, "PHP_URL_PATH": 5,
    "PHP_URL_QUERY": 6, "PHP_URL_FRAGMENT": 7, "LOCK_EX": 2, "FILE_IGNORE_NEW_LINES": 2,
    "FILE_SKIP_EMPTY_LINES": 4, "INI_SCANNER_NORMAL": 0, "INI_SCANNER_RAW": 1,
    "INI_SCANNER_TYPED": 2,
  ]

  /// Constants that WordPress or a plugin defines for some requests only.
  static let dependsOnRequest: Set<String> = [
    "DOING_CRON", "DOING_AJAX", "XMLRPC_REQUEST", "REST_REQUEST", "WP_INSTALLING", "SHORTINIT",
    "WP_ADMIN", "WP_NETWORK_ADMIN", "WP_USER_ADMIN", "WP_BLOG_ADMIN", "WP_USE_THEMES",
    "DOING_AUTOSAVE", "WP_REPAIRING", "WP_UNINSTALL_PLUGIN", "IFRAME_REQUEST",
  ]
}
