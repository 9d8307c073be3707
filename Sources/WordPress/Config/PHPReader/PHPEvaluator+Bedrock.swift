internal import Runtime

/// The three libraries that a Bedrock configuration is written with: `Config`, `env`, `Dotenv`.
extension PHPEvaluator {

  private func className(_ name: String) -> String {
    let plain = name.hasPrefix("\\") ? String(name.dropFirst()) : name
    return (state.classAliases[plain.lowercased()] ?? plain).lowercased()
  }

  mutating func assignStatic(
    _ value: PHPComputed, _ name: String, _ property: String, line: Int
  ) throws(PHPStop) {
    guard className(name) == "env\\env", property == "options",
      case .known(.integer(let bits)) = value
    else { throw refused(line, "\(name)::$\(property)") }
    state.environmentOptions = bits
  }

  func classConstant(_ name: String, _ member: String, line: Int) throws(PHPStop) -> PHPComputed {
    if member.lowercased() == "class" { return .known(.text(className(name))) }
    let options: [String: Int64] = [
      "CONVERT_BOOL": 1, "CONVERT_NULL": 2, "CONVERT_INT": 4, "STRIP_QUOTES": 8,
      "USE_ENV_ARRAY": 16, "LOCAL_FIRST": 32, "USE_SERVER_ARRAY": 64,
    ]
    guard className(name) == "env\\env", let bits = options[member] else {
      throw refused(line, "\(name)::\(member)")
    }
    return .known(.integer(bits))
  }

  mutating func staticCall(
    _ name: String, _ method: String, _ values: [PHPComputed], line: Int
  ) throws(PHPStop) -> PHPComputed {
    switch (className(name), method.lowercased()) {
    case ("roots\\wpconfig\\config", let verb): return try config(verb, values, line: line)
    case ("env\\env", "get"):
      guard let name = values.first?.value?.scalarText else { throw refused(line, "Env::get") }
      return bedrockEnvironment(name)
    case ("dotenv\\repository\\repositorybuilder", "createwithnoadapters"),
      ("dotenv\\repository\\repositorybuilder", "createwithdefaultadapters"):
      return .known(.object(PHPObject(className: "RepositoryBuilder")))
    case ("dotenv\\dotenv", let verb): return try dotenv(verb, values, line: line)
    default: throw refused(line, "a call of \(name)::\(method)()")
    }
  }

  // MARK: Config

  private mutating func config(
    _ verb: String, _ values: [PHPComputed], line: Int
  ) throws(PHPStop) -> PHPComputed {
    if verb == "apply" {
      for name in state.pendingOrder {
        if let value = state.pending[name] { define(name, value) }
      }
      return .known(.null)
    }
    guard let name = values.first?.value?.scalarText else { throw refused(line, "Config::\(verb)") }
    switch verb {
    case "define" where values.count == 2:
      if state.constants[name] != nil {
        throw refused(line, "Config::define of \(name), which is defined")
      }
      if state.pending[name] == nil { state.pendingOrder.append(name) }
      state.pending[name] = values[1]
    case "get":
      guard let value = state.pending[name] else { throw refused(line, "Config::get(\(name))") }
      return value
    case "remove":
      state.pending[name] = nil
      state.pendingOrder.removeAll { $0 == name }
    default: throw refused(line, "a call of Config::\(verb)()")
    }
    return .known(.null)
  }

  // MARK: Env

  /// `env(NAME)`: the variable converted as the options say; null when it is not set.
  func bedrockEnvironment(_ name: String) -> PHPComputed {
    switch state.environment[name] {
    case nil: .known(.null)
    case .unknown(let reason): .unknown(reason)
    case .known(let value):
      value.bytes.map { .known(EnvironmentText.converted($0, options: state.environmentOptions)) }
        ?? .known(value)
    }
  }

  // MARK: Dotenv

  private mutating func dotenv(
    _ verb: String, _ values: [PHPComputed], line: Int
  ) throws(PHPStop) -> PHPComputed {
    var arguments = values[...]
    switch verb {
    case "create": arguments = arguments.dropFirst()
    case "createimmutable", "createunsafeimmutable": break
    default: throw refused(line, "a call of Dotenv::\(verb)()")
    }
    guard let directory = arguments.first?.value?.scalarText else {
      throw refused(line, "Dotenv without a directory")
    }
    let names: [PHPValue]
    switch arguments.dropFirst().first {
    case nil, .known(.null): names = [.text(".env")]
    case .known(.array(let list)): names = list.values
    case .known(let name): names = [name]
    case .unknown(let reason): throw .refused(reason)
    }
    // With the short circuit, which is the default, only the first file that exists is read.
    let isShort = arguments.dropFirst(2).first?.value?.isTrue ?? true
    var object = PHPObject(className: "Dotenv")
    object.properties["directory"] = .text(directory)
    object.properties["names"] = .list(names)
    object.properties["isShort"] = .boolean(isShort)
    return .known(.object(object))
  }

  mutating func methodCall(
    _ target: PHPComputed, _ method: String, _ values: [PHPComputed], line: Int
  ) throws(PHPStop) -> PHPComputed {
    guard case .known(.object(let object)) = target else {
      throw refused(line, "a call of ->\(method)()")
    }
    switch (String(decoding: object.className, as: UTF8.self), method.lowercased()) {
    case ("RepositoryBuilder", "addadapter"), ("RepositoryBuilder", "addwriter"),
      ("RepositoryBuilder", "addreader"), ("RepositoryBuilder", "immutable"),
      ("RepositoryBuilder", "make"):
      return target
    case ("Dotenv", "load"), ("Dotenv", "safeload"):
      try load(object, isSafe: method.lowercased() == "safeload", line: line)
      return .known(.array(PHPArray()))
    case ("Dotenv", "required"), ("Dotenv", "ifpresent"), ("Dotenv", "notempty"): return target
    default: throw refused(line, "a call of ->\(method)()")
    }
  }

  private mutating func load(_ object: PHPObject, isSafe: Bool, line: Int) throws(PHPStop) {
    let directory = object.properties["directory"]?.scalarText ?? ""
    let isShort = object.properties["isShort"]?.isTrue ?? true
    var entries: [EnvironmentText.Entry] = []
    var hasFile = false
    for name in object.properties["names"]?.array?.values ?? [] {
      let path = directory + "/" + (name.scalarText ?? "")
      let result = try fileFunction("file_get_contents", path, [.text(path)], line: line)
      guard let bytes = result.value?.bytes else { continue }
      hasFile = true
      do {
        entries += try EnvironmentText.entries(bytes, file: path)
      } catch {
        throw .refused(error)
      }
      if isShort { break }
    }
    if !hasFile, !isSafe { throw .ended(refusal(line, "no environment file in \(directory)")) }
    let known = state.environment.compactMapValues { $0.value?.bytes }
    for (name, value) in EnvironmentText.loaded(entries, over: known) {
      state.environment[name] = .known(.string(value))
    }
  }
}
