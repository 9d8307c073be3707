internal import Bytes

/// The parameters of a call, judged and of their types.
struct Values: Sendable {
  private var values: [String: JSONValue] = [:]

  /// Judges all parameters of a route: what is missing is told together, then what is wrong.
  init(_ call: Call, _ path: [String: String], _ parameters: [Parameter]) throws(Refusal) {
    if call.isJSONMalformed { throw .malformedJSON }
    for (name, text) in path { values[name] = .string(text) }
    let missing = parameters.filter {
      $0.isRequired && values[$0.name] == nil && call.parameter($0.name) == nil
    }
    if !missing.isEmpty { throw .missing(missing.map(\.name)) }
    var objections: [(name: String, objection: Objection)] = []
    for parameter in parameters where values[parameter.name] == nil {
      do throws(Objection) {
        values[parameter.name] = try Self.value(call, parameter)
      } catch {
        objections.append((parameter.name, error))
      }
    }
    if !objections.isEmpty { throw Self.invalid(objections) }
  }

  private static func value(
    _ call: Call, _ parameter: Parameter
  ) throws(Objection) -> JSONValue? {
    if let given = call.parameter(parameter.name) {
      return try ParameterJudge.judged(given, parameter, parameter.name)
    }
    // An explicit null is of no type.
    if call.isNull(parameter.name) {
      return try ParameterJudge.judged(.null, parameter, parameter.name)
    }
    return parameter.standard
  }

  private static func invalid(_ objections: [(name: String, objection: Objection)]) -> Refusal {
    var refusal = Refusal(
      "rest_invalid_param",
      "Invalid parameter(s): \(objections.map(\.name).joined(separator: ", "))", status: 400)
    refusal.details = [
      .init(
        "params",
        .object(objections.map { JSONValue.Member($0.name, .string($0.objection.message)) })),
      .init(
        "details", .object(objections.map { JSONValue.Member($0.name, $0.objection.json) })),
    ]
    return refusal
  }

  subscript(_ name: String) -> JSONValue? { values[name] }

  func text(_ name: String) -> String? { values[name]?.string }

  func integer(_ name: String) -> Int? { values[name]?.integer.map { Int($0) } }

  func flag(_ name: String) -> Bool? { values[name]?.boolean }

  func texts(_ name: String) -> [String]? { values[name]?.array?.compactMap(\.string) }
}
