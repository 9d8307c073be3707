extension PHPEvaluator {
  /// Functions whose effect and result do not matter to a configuration.
  private static let ignored: Set<String> = [
    "ini_set", "ini_get", "ini_restore", "error_reporting", "set_time_limit", "header",
    "date_default_timezone_set", "setlocale", "mb_internal_encoding", "error_log", "umask",
    "ob_start", "session_start", "session_name", "ignore_user_abort", "header_remove",
    "register_shutdown_function", "set_error_handler", "set_exception_handler", "gc_enable",
    "clearstatcache", "trigger_error", "assert", "ini_alter", "mb_regex_encoding", "setcookie",
    "opcache_reset", "error_get_last", "libxml_disable_entity_loader", "http_response_code",
  ]
  /// Functions whose result depends on the moment or on the process that PHP runs in.
  private static let unknowable: Set<String> = [
    "time", "microtime", "date", "gmdate", "mktime", "strtotime", "rand", "mt_rand", "random_int",
    "random_bytes", "uniqid", "lcg_value", "php_sapi_name", "phpversion", "php_uname",
    "gethostname", "gethostbyname", "sys_get_temp_dir", "getmypid", "memory_get_usage", "getcwd",
    "extension_loaded", "class_exists", "interface_exists", "headers_sent", "php_ini_loaded_file",
    "get_current_user", "posix_getuid", "disk_free_space", "zend_version", "version_compare",
    "date_default_timezone_get", "headers_list", "getallheaders", "func_get_args", "hrtime",
    "get_include_path", "set_include_path", "is_callable", "method_exists", "spl_object_id",
  ]

  mutating func call(
    _ name: String, _ arguments: [PHPExpression], line: Int
  ) throws(PHPStop) -> PHPComputed {
    let word = functionName(name)
    if let function = state.functions[word] {
      return try run(function, try values(arguments), line: line)
    }
    let values = try values(arguments)
    if word == "define" { return try define(values, line: line) }
    if Self.ignored.contains(word) || Self.unknowable.contains(word) {
      return .unknown(refusal(line, "the result of \(word)()"))
    }
    var known: [PHPValue] = []
    for value in values {
      switch value {
      case .known(let value): known.append(value)
      case .unknown(let reason):
        guard PHPFunctions.isKnown(word) || Self.stateful.contains(word) else {
          throw refused(line, "a call of \(word)()")
        }
        return .unknown(reason)
      }
    }
    if let result = try stateful(word, known, line: line) { return result }
    guard PHPFunctions.isKnown(word) else { throw refused(line, "a call of \(word)()") }
    guard let result = PHPFunctions.call(word, known) else {
      throw refused(line, "a call of \(word)() with these arguments")
    }
    return .known(result)
  }

  /// The name in small letters that is called: aliases resolved, namespaces dropped except ours.
  private func functionName(_ name: String) -> String {
    let plain = name.hasPrefix("\\") ? String(name.dropFirst()) : name
    let resolved = state.functionAliases[plain.lowercased()] ?? plain
    let lower = resolved.lowercased()
    if lower == "env\\env" { return lower }
    return lower.split(separator: "\\").last.map(String.init) ?? lower
  }

  private mutating func define(
    _ values: [PHPComputed], line: Int
  ) throws(PHPStop) -> PHPComputed {
    guard values.count == 2 || values.count == 3, let name = values[0].value?.bytes else {
      throw refused(line, "a constant whose name is not known")
    }
    let text = String(decoding: name, as: UTF8.self)
    let isNew = state.constants[text] == nil
    define(text, values[1])
    return .known(.boolean(isNew))
  }

  private mutating func run(
    _ function: PHPFunction, _ values: [PHPComputed], line: Int
  ) throws(PHPStop) -> PHPComputed {
    guard callDepth < Self.callDepthMax else {
      throw refused(line, "functions nested deeper than \(Self.callDepthMax)")
    }
    var scope = PHPState.Scope()
    for (index, parameter) in function.parameters.enumerated() {
      guard parameter.isPlain else { throw refused(line, "a call of \(function.name)()") }
      if index < values.count {
        scope.variables[parameter.name] = values[index]
      } else if let fallback = parameter.fallback {
        scope.variables[parameter.name] = try evaluate(fallback)
      } else {
        throw refused(line, "a call of \(function.name)() with too few arguments")
      }
    }
    let caller = file
    file = function.file
    state.scopes.append(scope)
    callDepth += 1
    let flow = try run(function.body)
    callDepth -= 1
    state.scopes.removeLast()
    file = caller
    if case .giveBack(let value) = flow { return value }
    return .known(.null)
  }

  // MARK: Functions that look at the state or at files

  private static let stateful: Set<String> = [
    "defined", "constant", "function_exists", "getenv", "putenv", "env\\env", "file_exists",
    "is_file", "is_dir", "is_readable", "file_get_contents", "parse_ini_file", "realpath", "file",
  ]

  private mutating func stateful(
    _ word: String, _ values: [PHPValue], line: Int
  ) throws(PHPStop) -> PHPComputed? {
    guard Self.stateful.contains(word) else { return nil }
    if word == "getenv", values.isEmpty { return .unknown(refusal(line, "the environment")) }
    guard let first = values.first?.scalarText else { throw refused(line, "a call of \(word)()") }
    switch word {
    case "defined": return defined(first, line: line)
    case "constant": return try constant(first, line: line)
    case "function_exists": return functionExists(first, line: line)
    case "getenv": return serverEnvironment(first, line: line) ?? .known(.boolean(false))
    case "putenv": return put(first)
    case "env\\env": return bedrockEnvironment(first)
    default: return try fileFunction(word, first, values, line: line)
    }
  }

  /// The variable as `getenv` sees it, which under a web server includes the request.
  private func serverEnvironment(_ name: String, line: Int) -> PHPComputed? {
    if let value = state.environment[name] { return value }
    return Self.isFromRequest(name) ? .unknown(refusal(line, "getenv('\(name)')")) : nil
  }

  private mutating func put(_ text: String) -> PHPComputed {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    state.environment[String(parts[0])] = parts.count == 2 ? .known(.text(String(parts[1]))) : nil
    return .known(.boolean(true))
  }

  private func defined(_ name: String, line: Int) -> PHPComputed {
    let plain = name.hasPrefix("\\") ? String(name.dropFirst()) : name
    if let constant = state.constants[plain] {
      guard constant.isUncertain else { return .known(.boolean(true)) }
      return .unknown(refusal(line, "whether \(plain) is defined"))
    }
    if PHPConstants.value(plain) != nil { return .known(.boolean(true)) }
    if PHPConstants.dependsOnRequest.contains(plain) {
      return .unknown(refusal(line, "whether \(plain) is defined"))
    }
    return .known(.boolean(false))
  }

  private func functionExists(_ name: String, line: Int) -> PHPComputed {
    let word = name.lowercased()
    if state.functions[word] != nil || PHPFunctions.isKnown(word)
      || Self.stateful.contains(word) || Self.ignored.contains(word) || word == "define"
    {
      return .known(.boolean(true))
    }
    if declaredNames.contains(word) { return .known(.boolean(false)) }
    return .unknown(refusal(line, "whether \(name)() exists"))
  }

  // MARK: Constants

  func constant(_ name: String, line: Int) throws(PHPStop) -> PHPComputed {
    let plain = name.split(separator: "\\").last.map(String.init) ?? name
    switch plain.lowercased() {
    case "true": return .known(.boolean(true))
    case "false": return .known(.boolean(false))
    case "null": return .known(.null)
    case "__dir__": return .known(.text(PHPPath.directory(of: file)))
    case "__file__": return .known(.text(file))
    case "__line__": return .known(.integer(Int64(line)))
    case "__namespace__", "__function__", "__class__", "__method__": return .known(.text(""))
    default: break
    }
    if let constant = state.constants[plain] { return constant.value }
    if let value = PHPConstants.value(plain) { return .known(value) }
    if plain.hasPrefix("PHP_") { return .unknown(refusal(line, plain)) }
    throw refused(line, "the constant \(plain), which is not defined here")
  }
}
