internal import Bytes
internal import Connector
internal import HTTPServer
internal import Runtime
internal import Store

/// A POST that bears an `Idempotency-Key`: done once, answered the same however often it comes.
struct Once {
  /// Bytes of a key at most.
  private static let keyBytesMax = 255

  private let name: String
  private let token: String

  /// Nil for a request without a key, or of a method that needs none.
  init?(_ errand: Errand, _ route: Route) throws(Refusal) {
    let call = errand.call
    let keys = call.request.values("Idempotency-Key")
    guard route.method == "POST", let key = keys.first else { return nil }
    guard keys.count == 1, !key.isEmpty, key.utf8.count <= Self.keyBytesMax else {
      throw Refusal(
        "wkpbic_invalid_idempotency_key",
        "Idempotency-Key must stand once and have 1 to 255 characters.", status: 400)
    }
    let route = call.route.map { $0.lowercased() }.joined(separator: "/")
    name = "\(errand.caller.id) \(route) \(key)"
    token = RequestID.make().filter { $0 != "-" }
  }

  /// Does it, unless it was done.
  func perform(
    _ errand: inout Errand, _ route: Route
  ) throws(Refusal) -> Reply {
    let (name, token) = (name, token)
    let body = errand.call.request.body + [0] + (errand.call.request.query ?? [])
    let claim = try errand.ask { (verbs) throws(Fault) in
      try verbs.claimRequest(name, body: body, token: token)
    }
    switch claim {
    case .done(let status, let text): return Self.repeated(status, text)
    case .otherBody:
      throw Refusal(
        "wkpbic_idempotency_key_reused",
        "This Idempotency-Key was used with another body. Use a new key for a new request.",
        status: 422)
    case .underway:
      throw Refusal(
        "wkpbic_request_in_progress", "The same request is being done at the moment.",
        status: 409)
    case .fresh: break
    }
    do throws(Refusal) {
      let reply = try route.perform(&errand)
      end(&errand, status: reply.status, String(decoding: reply.data.encoded(), as: UTF8.self))
      return reply
    } catch {
      end(&errand, status: nil, "")
      throw error
    }
  }

  private static func repeated(_ status: Int, _ text: String) -> Reply {
    var reply = Reply((try? JSONValue(Array(text.utf8))) ?? .null, status: status)
    reply.fields = [("Idempotent-Replayed", "true")]
    return reply
  }

  /// What cannot be kept is done twice by who asks twice; the first answer stands all the same.
  private func end(_ errand: inout Errand, status: Int?, _ text: String) {
    do throws(Fault) {
      try errand.connector.endRequest(name, token: token, status: status, reply: text)
    } catch {
      errand.desk.log.warning("\(error.failure); a repeated request may be done again")
    }
  }
}
