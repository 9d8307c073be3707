package import Runtime

/// What a configuration defines: constants in their order, and the table prefix.
package struct ConfigConstants: Sendable {
  /// Names in the order of their definition.
  package private(set) var names: [String] = []
  private var values: [String: PHPComputed] = [:]
  private var prefix: PHPComputed?

  /// Runs the configuration without PHP; `environment` and `server` are what PHP would see.
  ///
  /// What only a request can tell is refused when it is asked for; what is not understood at all
  /// is refused here, with file and line.
  package init(
    reading place: WPConfigPlace, environment: [String: String], server: [String: String],
    files: any FileReading
  ) throws(Fault) {
    var evaluator = PHPEvaluator(files: files, absolutePath: place.absolutePath)
    evaluator.state.environment = environment.mapValues { .known(.text($0)) }
    evaluator.state.server = server.mapValues { .known(.text($0)) }
    evaluator.state.constants["ABSPATH"] = PHPState.Constant(
      value: .known(.text(place.absolutePath)), isGiven: true)
    do {
      _ = try evaluator.runFile(files.realPath(of: place.file) ?? place.file, line: 0)
    } catch {
      switch error {
      // WordPress goes on from here; nothing after it can change what it has connected with.
      case .settingsReached: break
      case .refused(let refusal), .ended(let refusal): throw Self.fault(refusal)
      }
    }
    for name in evaluator.state.constantOrder {
      guard let constant = evaluator.state.constants[name], !constant.isGiven else { continue }
      names.append(name)
      values[name] = constant.value
    }
    prefix = evaluator.state.scopes[0].variables["table_prefix"]
  }

  /// Constants that PHP itself has printed.
  init(printed constants: PHPArray, prefix: PHPValue?) {
    for entry in constants.entries {
      let name = String(decoding: entry.key.bytes, as: UTF8.self)
      names.append(name)
      values[name] = .known(entry.value)
    }
    self.prefix = prefix.map { .known($0) }
  }

  /// The constant's value; nil when it is not defined, a Fault when only a request decides it.
  package func value(_ name: String) throws(Fault) -> PHPValue? {
    switch values[name] {
    case nil: return nil
    case .known(let value): return value
    case .unknown(let refusal): throw Self.fault(refusal)
    }
  }

  /// The constant as text, as PHP converts it; nil when it is not defined or no scalar.
  package func bytes(_ name: String) throws(Fault) -> [UInt8]? {
    try value(name)?.scalarBytes
  }

  /// `$table_prefix` as it stands; nil when it is not set.
  package func tablePrefix() throws(Fault) -> PHPValue? {
    switch prefix {
    case nil, .known(.null): return nil
    case .known(let value): return value
    case .unknown(let refusal): throw Self.fault(refusal)
    }
  }

  static func fault(_ refusal: PHPRefusal) -> Fault {
    Fault(
      .configuration, operation: "reading wp-config.php",
      subject: "\(refusal.file):\(refusal.line)",
      cause: "cannot be evaluated without PHP: \(refusal.reason)", hint: remedies,
      recovery: .operator)
  }

  static let remedies =
    "Set WKPBIC_DB_HOST, WKPBIC_DB_USER, WKPBIC_DB_PASSWORD, WKPBIC_DB_NAME and "
    + "WKPBIC_TABLE_PREFIX, or let PHP print the constants with WKPBIC_PHP=/usr/bin/php"
}
