internal import Bytes

/// A fault that is switched on: which requests it strikes, how often, and what it does.
package struct FaultRule: Sendable, Equatable {
  /// Any when nil.
  package var operation: Operation?
  /// A dataset by id or name; any when nil.
  package var dataset: String?
  /// A table by name; any when nil.
  package var table: String?
  /// The first of the matching requests that is struck, counted from 1.
  package var nth = 1
  /// How many requests are struck; nil is all.
  package var count: Int? = 1
  /// How likely each of them is struck.
  package var probability = 1.0
  /// What is done to a request that is struck.
  package var effect: Effect

  package init(_ effect: Effect, on operation: Operation? = nil, table: String? = nil) {
    self.effect = effect
    self.operation = operation
    self.table = table
  }

  /// What happens to a request.
  package enum Effect: Sendable, Equatable {
    /// An answer of that status, instead of doing what was asked, or after it.
    case status(Int, Shape, isDone: Bool, retryAfterSeconds: Int?)
    /// The answer comes late; the work is done before or after the wait.
    case delay(seconds: Double, isDone: Bool)
    /// The connection is reset, instead of doing what was asked, or after it.
    case reset(isDone: Bool)
    /// The connection is reset, and the rows arrive so much later.
    case lateLanding(seconds: Double)
    /// Queries see the rows so much later.
    case lateVisibility(seconds: Double)
    /// The work is done, and only so many bytes of the answer are sent.
    case truncated(bytes: Int)
    /// Every token given out so far becomes stale.
    case expiredToken
    /// 413 for bodies above that size.
    case bodyLimit(bytes: Int)
    /// 307 to another origin.
    case redirect(origin: String)
    /// `FeatureDeprecatedError`.
    case deprecated
    /// Queries are forbidden by the tenant.
    case forbidden
  }

  /// How the body of an error is written.
  package enum Shape: String, Sendable, CaseIterable {
    case empty, gateway, odata, message, bare, html
  }
}

extension FaultRule {
  /// The rule as the control endpoint shows it.
  var json: JSONValue {
    var members: [JSONValue.Member] = []
    func add(_ name: String, _ value: JSONValue?) {
      if let value { members.append(JSONValue.Member(name, value)) }
    }
    add("operation", operation.map { .string($0.rawValue) })
    add("dataset", dataset.map(JSONValue.string))
    add("table", table.map(JSONValue.string))
    add("nth", .integer(nth))
    add("count", .integer(count ?? 0))
    if probability < 1 { add("probability", .number(probability.description)) }
    for member in effect.members { add(member.name, member.value) }
    return .object(members)
  }

  private static let names: Set<String> = [
    "operation", "dataset", "table", "nth", "count", "probability", "effect", "status", "shape",
    "done", "retry_after", "seconds", "bytes", "origin",
  ]

  /// Reads a rule; the refusal says what is wrong with it.
  static func read(_ json: JSONValue) throws(Refusal) -> FaultRule {
    guard let members = json.members else { throw wrong("a fault is an object") }
    for member in members where !names.contains(member.name) {
      throw wrong("a fault has no '\(member.name)'")
    }
    var rule = FaultRule(try Effect.read(json))
    if let name = try text(json, "operation"), name != "any" {
      guard let operation = Operation(rawValue: name) else {
        throw wrong("there is no operation '\(name)'")
      }
      rule.operation = operation
    }
    rule.dataset = try text(json, "dataset")
    rule.table = try text(json, "table")
    rule.nth = max(try whole(json, "nth") ?? 1, 1)
    let count = try whole(json, "count") ?? 1
    rule.count = count == 0 ? nil : count
    rule.probability = try number(json, "probability") ?? 1
    if rule.probability > 1 { throw wrong("a probability is between 0 and 1") }
    return rule
  }

  fileprivate static func text(_ json: JSONValue, _ name: String) throws(Refusal) -> String? {
    guard let value = json[name] else { return nil }
    guard let text = value.string else { throw wrong("'\(name)' is text") }
    return text
  }

  fileprivate static func flag(_ json: JSONValue, _ name: String) throws(Refusal) -> Bool? {
    guard let value = json[name] else { return nil }
    guard let flag = value.boolean else { throw wrong("'\(name)' is true or false") }
    return flag
  }

  fileprivate static func number(_ json: JSONValue, _ name: String) throws(Refusal) -> Double? {
    guard let value = json[name] else { return nil }
    guard case .number(let text) = value, let number = Double(text), number >= 0,
      number <= numberMax
    else { throw wrong("'\(name)' is a number from 0 to \(Int(numberMax))") }
    return number
  }

  fileprivate static func whole(_ json: JSONValue, _ name: String) throws(Refusal) -> Int? {
    guard let number = try number(json, name) else { return nil }
    guard number == number.rounded() else { throw wrong("'\(name)' is a whole number") }
    return Int(number)
  }

  /// No count, size or time of a fault is larger.
  private static let numberMax = 100_000_000.0

  static func wrong(_ message: String) -> Refusal {
    .plain(400, "BadRequest", message)
  }
}

extension FaultRule.Effect {
  fileprivate var members: [JSONValue.Member] {
    func named(_ name: String, _ rest: KeyValuePairs<String, JSONValue> = [:]) -> [JSONValue.Member]
    {
      [JSONValue.Member("effect", .string(name))] + rest.map { JSONValue.Member($0.key, $0.value) }
    }
    func number(_ value: Double) -> JSONValue { .number(value.description) }
    switch self {
    case .status(let status, let shape, let isDone, let retryAfter):
      let known = named(
        "status",
        [
          "status": .integer(status), "shape": .string(shape.rawValue), "done": .boolean(isDone),
        ])
      return known + (retryAfter.map { [JSONValue.Member("retry_after", .integer($0))] } ?? [])
    case .delay(let seconds, let isDone):
      return named("delay", ["seconds": number(seconds), "done": .boolean(isDone)])
    case .reset(let isDone): return named("reset", ["done": .boolean(isDone)])
    case .lateLanding(let seconds): return named("late_landing", ["seconds": number(seconds)])
    case .lateVisibility(let seconds):
      return named("late_visibility", ["seconds": number(seconds)])
    case .truncated(let bytes): return named("truncated", ["bytes": .integer(bytes)])
    case .expiredToken: return named("expired_token")
    case .bodyLimit(let bytes): return named("body_limit", ["bytes": .integer(bytes)])
    case .redirect(let origin): return named("redirect", ["origin": .string(origin)])
    case .deprecated: return named("deprecated")
    case .forbidden: return named("forbidden")
    }
  }

  fileprivate static func read(_ json: JSONValue) throws(Refusal) -> FaultRule.Effect {
    let isDone = try FaultRule.flag(json, "done") ?? false
    let name = try FaultRule.text(json, "effect") ?? ""
    switch name {
    case "status": return try status(json, isDone)
    case "delay": return .delay(seconds: try seconds(json), isDone: isDone)
    case "reset": return .reset(isDone: isDone)
    case "late_landing": return .lateLanding(seconds: try seconds(json))
    case "late_visibility": return .lateVisibility(seconds: try seconds(json))
    case "truncated": return .truncated(bytes: try FaultRule.whole(json, "bytes") ?? 0)
    case "expired_token": return .expiredToken
    case "body_limit":
      guard let bytes = try FaultRule.whole(json, "bytes") else {
        throw FaultRule.wrong("a body limit needs 'bytes'")
      }
      return .bodyLimit(bytes: bytes)
    case "redirect":
      guard let origin = try FaultRule.text(json, "origin"), origin.hasPrefix("http") else {
        throw FaultRule.wrong("a redirect needs an 'origin', as https://example.org")
      }
      return .redirect(origin: origin)
    case "deprecated": return .deprecated
    case "forbidden": return .forbidden
    default: throw FaultRule.wrong("there is no effect '\(name)'")
    }
  }

  private static func status(
    _ json: JSONValue, _ isDone: Bool
  ) throws(Refusal) -> FaultRule.Effect {
    guard let status = try FaultRule.whole(json, "status"), status >= 200, status <= 599 else {
      throw FaultRule.wrong("a status is between 200 and 599")
    }
    let name = try FaultRule.text(json, "shape") ?? "odata"
    guard let shape = FaultRule.Shape(rawValue: name) else {
      throw FaultRule.wrong("there is no shape '\(name)'")
    }
    return .status(
      status, shape, isDone: isDone, retryAfterSeconds: try FaultRule.whole(json, "retry_after"))
  }

  private static func seconds(_ json: JSONValue) throws(Refusal) -> Double {
    guard let seconds = try FaultRule.number(json, "seconds") else {
      throw FaultRule.wrong("this effect needs 'seconds'")
    }
    return seconds
  }
}
