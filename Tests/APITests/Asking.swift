import Bytes

@testable import API

/// A request for a route that has all it needs: what attacks are put into.
struct Asking {
  let route: Route
  private var places: [String: String] = [:]
  private var values: [JSONValue.Member]

  init(_ route: Route) {
    self.route = route
    values = route.parameters.filter(\.isRequired).map { .init($0.name, Self.sample($0)) }
    for name in Self.places(of: route) { places[name] = name == "slug" ? "orders" : "1" }
  }

  /// The names between braces.
  static func places(of route: Route) -> [String] {
    route.pattern.split(separator: "/").filter { $0.hasPrefix("{") }.map {
      String($0.dropFirst().dropLast())
    }
  }

  /// A value that a parameter takes.
  static func sample(_ parameter: Parameter) -> JSONValue {
    switch parameter.kind {
    case .integer: return .integer(parameter.range?.lowerBound ?? 1)
    case .number: return .number("1")
    case .boolean: return .boolean(true)
    case .array(let item): return .array([sample(item)])
    case .object(let inner): return .object(inner.map { .init($0.name, sample($0)) })
    case .string:
      if let first = parameter.choices.first { return .string(first) }
      switch parameter.format {
      case .email, .addresses: return .string("a@shop.test")
      case .date: return .string("2026-01-02")
      case nil: return .string(parameter.name == "time" ? "03:30" : "some text")
      }
    }
  }

  /// The same with a text in a place of the address.
  func with(place name: String, _ text: String) -> Asking {
    var asking = self
    asking.places[name] = text
    return asking
  }

  /// The same with a value for a parameter.
  func with(_ name: String, _ value: JSONValue) -> Asking {
    var asking = self
    asking.values.removeAll { $0.name == name }
    asking.values.append(.init(name, value))
    return asking
  }

  /// The same once for each text that its parameters hold, replaced by another one.
  func attacked(_ text: String) -> [Asking] {
    Self.places(of: route).map { with(place: $0, text) }
      + route.parameters.flatMap { parameter in
        Self.attacks(parameter, text).map { with(parameter.name, $0) }
      }
  }

  private static func attacks(_ parameter: Parameter, _ text: String) -> [JSONValue] {
    switch parameter.kind {
    case .integer, .number, .boolean, .string: return [.string(text)]
    case .array(let item): return attacks(item, text).map { .array([$0]) } + [.string(text)]
    case .object(let inner):
      return inner.flatMap { member in
        attacks(member, text).map { .object([JSONValue.Member(member.name, $0)]) }
      } + [.object([JSONValue.Member(text, .null)])]
    }
  }

  /// The target: parameters of a GET stand in the query.
  func target(root: String) -> String {
    let path = route.pattern.split(separator: "/").map { part in
      part.hasPrefix("{")
        ? Self.escaped(places[String(part.dropFirst().dropLast())] ?? "") : String(part)
    }.joined(separator: "/")
    guard route.method == "GET" else { return "\(root)/\(path)" }
    let query = values.map { "\(Self.escaped($0.name))=\(Self.escaped(Self.text($0.value)))" }
    return "\(root)/\(path)" + (query.isEmpty ? "" : "?\(query.joined(separator: "&"))")
  }

  /// The body; nil for a GET.
  var json: String? {
    route.method == "GET"
      ? nil : String(decoding: JSONValue.object(values).encoded(), as: UTF8.self)
  }

  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .string(let text), .number(let text): text
    case .boolean(let flag): String(flag)
    default: String(decoding: value.encoded(), as: UTF8.self)
    }
  }

  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      let digits = String(byte, radix: 16)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }
}
