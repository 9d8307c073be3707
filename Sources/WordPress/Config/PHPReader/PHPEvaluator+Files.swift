internal import Bytes
internal import Runtime

extension PHPEvaluator {
  /// Names of the functions that the running file declares anywhere.
  var declaredNames: Set<String> { declared[file] ?? [] }

  // MARK: Include

  mutating func include(
    _ path: PHPExpression, isOnce: Bool, isRequired: Bool, line: Int
  ) throws(PHPStop) -> PHPComputed {
    switch try evaluate(path) {
    case .unknown(let reason): throw .refused(reason)
    case .known(let value):
      guard let text = value.scalarText, !text.isEmpty else { throw refused(line, "an include") }
      return try include(text, isOnce: isOnce, isRequired: isRequired, line: line)
    }
  }

  private mutating func include(
    _ text: String, isOnce: Bool, isRequired: Bool, line: Int
  ) throws(PHPStop) -> PHPComputed {
    if PHPPath.base(of: text) == "wp-settings.php" { throw .settingsReached }
    if text.hasSuffix("/vendor/autoload.php") || text == "vendor/autoload.php" {
      return .known(.boolean(true))
    }
    guard let path = try resolve(text, line: line) else {
      if isRequired { throw refused(line, "the file \(text), which is not there") }
      return .known(.boolean(false))
    }
    if isOnce, state.included.contains(path) { return .known(.boolean(true)) }
    return try runFile(path, line: line)
  }

  /// The one file that an included path means; nil when there is none.
  private func resolve(_ text: String, line: Int) throws(PHPStop) -> String? {
    if text.contains("://") { throw refused(line, "an include of \(text)") }
    if text.hasPrefix("/") { return try existing(text, line: line) }
    var found: Set<String> = []
    var bases = [absolutePath]
    if !text.hasPrefix("./"), !text.hasPrefix("../") { bases.append(PHPPath.directory(of: file)) }
    for base in bases {
      let path = base.hasSuffix("/") ? base + text : base + "/" + text
      if let real = try existing(path, line: line) { found.insert(real) }
    }
    if found.count > 1 { throw refused(line, "an include of \(text), which may be two files") }
    return found.first
  }

  private func existing(_ path: String, line: Int) throws(PHPStop) -> String? {
    guard try kind(of: path, line: line) == .file else { return nil }
    return files.realPath(of: path) ?? path
  }

  private func kind(of path: String, line: Int) throws(PHPStop) -> FileKind? {
    do {
      return try files.kind(of: path)
    } catch {
      throw refused(line, "the file \(path): \(error.cause)")
    }
  }

  private mutating func read(_ path: String, line: Int) throws(PHPStop) -> [UInt8] {
    do {
      let bytes = try files.contents(of: path, bytesMax: Self.sourceBytesMax - sourceBytes)
      sourceBytes += bytes.count
      return bytes
    } catch {
      throw refused(line, "the file \(path): \(error.cause)")
    }
  }

  /// Runs a file; its value is what it returns, else 1.
  mutating func runFile(_ path: String, line: Int) throws(PHPStop) -> PHPComputed {
    guard includeDepth < Self.includeDepthMax else {
      throw refused(line, "files included deeper than \(Self.includeDepthMax)")
    }
    let source = try read(path, line: line)
    state.included.insert(path)
    let caller = (file, state.functionAliases, state.classAliases)
    file = path
    (state.functionAliases, state.classAliases) = ([:], [:])
    includeDepth += 1
    let flow = try run(
      try parsed { () throws(PHPRefusal) in
        try PHPLexer.tokens(of: source, file: path)
      })
    includeDepth -= 1
    (file, state.functionAliases, state.classAliases) = caller
    switch flow {
    case .normal: return .known(.integer(1))
    case .giveBack(let value): return value
    case .leave, .proceed: throw refused(line, "a ‘break’ outside of a loop")
    }
  }

  private mutating func parsed(
    _ tokens: () throws(PHPRefusal) -> [PHPToken]
  ) throws(PHPStop) -> [PHPStatement] {
    do {
      let tokens = try tokens()
      declared[file, default: []].formUnion(Self.functionNames(tokens))
      return try PHPParser.statements(tokens, file: file)
    } catch {
      throw .refused(error)
    }
  }

  private static func functionNames(_ tokens: [PHPToken]) -> Set<String> {
    var names: Set<String> = []
    for (token, next) in zip(tokens, tokens.dropFirst()) {
      if case .name(let word) = token.kind, word.lowercased() == "function",
        case .name(let name) = next.kind
      {
        names.insert(name.lowercased())
      }
    }
    return names
  }

  mutating func evaluateSource(
    _ source: PHPExpression, line: Int
  ) throws(PHPStop) -> PHPComputed {
    switch try evaluate(source) {
    case .unknown(let reason): throw .refused(reason)
    case .known(let value):
      guard let bytes = value.bytes else { throw refused(line, "eval") }
      sourceBytes += bytes.count
      guard sourceBytes <= Self.sourceBytesMax else { throw refused(line, "too much source") }
      let name = file
      let flow = try run(
        try parsed { () throws(PHPRefusal) in
          try PHPLexer.tokens(ofCode: bytes, file: name, line: line)
        })
      if case .giveBack(let value) = flow { return value }
      return .known(.null)
    }
  }

  // MARK: Functions over files

  mutating func fileFunction(
    _ word: String, _ path: String, _ values: [PHPValue], line: Int
  ) throws(PHPStop) -> PHPComputed {
    let full = path.hasPrefix("/") ? path : absolutePath + path
    if path.contains("://") { throw refused(line, "a call of \(word)() with \(path)") }
    switch word {
    case "file_exists": return .known(.boolean(try kind(of: full, line: line) != nil))
    case "is_file": return .known(.boolean(try kind(of: full, line: line) == .file))
    case "is_dir": return .known(.boolean(try kind(of: full, line: line) == .directory))
    case "is_readable": return try isReadable(full, line: line)
    case "realpath":
      let real = try kind(of: full, line: line) == nil ? nil : files.realPath(of: full)
      return .known(real.map { .text($0) } ?? .boolean(false))
    case "file_get_contents" where values.count == 1:
      guard try kind(of: full, line: line) == .file else { return .known(.boolean(false)) }
      return .known(.string(try read(full, line: line)))
    case "parse_ini_file":
      return try parseINI(full, values, line: line)
    default: throw refused(line, "a call of \(word)() with these arguments")
    }
  }

  /// What this process may read says nothing about PHP's; a file that is not there is certain.
  private func isReadable(_ path: String, line: Int) throws(PHPStop) -> PHPComputed {
    if try kind(of: path, line: line) == nil { return .known(.boolean(false)) }
    guard (try? files.contents(of: path, bytesMax: Self.sourceBytesMax)) != nil else {
      return .unknown(refusal(line, "whether PHP may read \(path)"))
    }
    return .known(.boolean(true))
  }

  private mutating func parseINI(
    _ path: String, _ values: [PHPValue], line: Int
  ) throws(PHPStop) -> PHPComputed {
    guard values.count <= 2 else { throw refused(line, "a call of parse_ini_file()") }
    guard try kind(of: path, line: line) == .file else { return .known(.boolean(false)) }
    let hasSections = values.count == 2 && values[1].isTrue
    do {
      let bytes = try read(path, line: line)
      return .known(.array(try INIFile.parse(bytes, file: path, hasSections: hasSections)))
    } catch let refusal as PHPRefusal {
      throw .refused(refusal)
    } catch let stop as PHPStop {
      throw stop
    } catch {
      throw refused(line, "parse_ini_file")
    }
  }
}
