internal import Bytes
internal import Connector
internal import HTTPServer
internal import Runtime

/// What stands behind one address: a site's verbs, and who may use them.
struct Front: Sendable {
  /// Tells who sends a request.
  typealias Doorkeeper = @Sendable (CallerFacts, Instant) throws(Fault) -> Admission

  /// The product's verbs for this site, for one thread.
  let verbs: @Sendable () -> Connector
  let doorkeeper: Doorkeeper
}

/// Answers one request after the other; what all of them share.
///
/// Each request has verbs of its own, since a connection to the database belongs to one thread.
final class Desk: Sendable {
  /// Finds the site that a request is for; nil when there is none at that host and path.
  typealias Fronts = @Sendable (HTTPServer.Request) throws(Fault) -> Front?

  private let fronts: Fronts
  let clock: any Clock
  let log: Log
  /// What takes longer than a request.
  let workshop: Workshop
  let tallies = Tallies()
  let router: Router

  init(fronts: @escaping Fronts, workshop: Workshop, clock: any Clock, log: Log) {
    self.fronts = fronts
    self.workshop = workshop
    self.clock = clock
    self.log = log
    router = Router(routes: Routes.all)
  }

  /// For one site, whatever host a request names.
  convenience init(
    verbs: @escaping @Sendable () -> Connector, doorkeeper: @escaping Front.Doorkeeper,
    workshop: Workshop, clock: any Clock, log: Log
  ) {
    let front = Front(verbs: verbs, doorkeeper: doorkeeper)
    self.init(fronts: { _ in front }, workshop: workshop, clock: clock, log: log)
  }

  /// Answers; never throws, whatever came.
  func answer(_ request: HTTPServer.Request) -> HTTPServer.Response {
    let response: HTTPServer.Response
    do throws(Fault) {
      if let front = try fronts(request) {
        response = try self.response(to: request, front)
      } else {
        response = Answer(request, now: clock.now).response(.unknownSite)
      }
    } catch {
      let answer = Answer(request, now: clock.now)
      response = answer.response(refusal(of: error, answer))
    }
    tallies.note(status: response.status)
    return response
  }

  private func response(
    to request: HTTPServer.Request, _ front: Front
  ) throws(Fault) -> HTTPServer.Response {
    let connector = front.verbs()
    let site = try connector.siteFacts()
    let call = Call(request, homePath: Self.path(of: site.home))
    var answer = Answer(call: call, site: site, requestID: RequestID.make(), now: clock.now)
    do throws(Refusal) {
      return try response(&answer, front, connector)
    } catch {
      return answer.response(error)
    }
  }

  /// In core's order: who asks, which route, whether the parameters are right, whether the caller
  /// may, and only then what is asked for.
  private func response(
    _ answer: inout Answer, _ front: Front, _ connector: Connector
  ) throws(Refusal) -> HTTPServer.Response {
    let call = answer.call
    if answer.hasInvalidCallback { throw .invalidCallback }
    let caller = try admit(&answer, front)
    let matches = router.matches(call)
    answer.caller = caller
    if call.method == "OPTIONS" {
      answer.allowed = Self.allowed(matches, caller)
      var reply = Reply(router.description(matches, root: answer.site.restRoot))
      reply.isEnveloped = false
      return answer.response(reply)
    }
    guard let match = router.match(call, among: matches) else { throw .noRoute }
    answer.allowed = Self.allowed(matches, caller)
    let values = try Values(call, match.places, match.route.parameters)
    guard match.route.permission.allows(caller) else {
      throw .forbidden(isVisitor: caller.isVisitor)
    }
    var errand = Errand(
      values: values, caller: caller, call: call, site: answer.site, connector: connector,
      freshVerbs: front.verbs, desk: self)
    return answer.response(try perform(match.route, &errand))
  }

  private func perform(
    _ route: Route, _ errand: inout Errand
  ) throws(Refusal) -> Reply {
    if let once = try Once(errand, route) { return try once.perform(&errand, route) }
    return try route.perform(&errand)
  }

  private func admit(_ answer: inout Answer, _ front: Front) throws(Refusal) -> Caller {
    let admission: Admission
    do throws(Fault) {
      admission = try front.doorkeeper(answer.call.callerFacts, clock.now)
    } catch {
      throw refusal(of: error, answer)
    }
    switch admission {
    case .admitted(let caller, let freshNonce):
      answer.freshNonce = freshNonce
      return caller
    case .refused(let code, let message, let status, let seconds):
      var refusal = Refusal(code, message, status: status)
      refusal.retryAfterSeconds = seconds
      throw refusal
    }
  }

  /// What failed is told whoever asked, and, where that says more, the log.
  private func refusal(of fault: Fault, _ answer: Answer) -> Refusal {
    log.warning("request \(answer.requestID): \(fault.line)")
    return Refusal(fault)
  }

  private static func allowed(_ matches: [Router.Match], _ caller: Caller) -> [String] {
    matches.filter { $0.route.permission.allows(caller) }.map(\.route.method)
  }

  /// `/shop` of `https://example.test/shop`.
  private static func path(of home: String) -> String {
    guard let scheme = home.firstRange(of: "://") else { return "" }
    let rest = home[scheme.upperBound...]
    return rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? ""
  }
}

extension Errand {
  /// Notes in the audit that the caller has done something; what was done stays done without.
  ///
  /// `changes` say what it was before and after; no secret stands in them.
  func note(_ action: String, _ target: String, changes: JSONValue? = nil) {
    do throws(Fault) {
      try connector.noteAudit(
        userID: caller.id, login: caller.login, action: action, target: target,
        address: call.address,
        changes: changes.map { String(decoding: $0.encoded(), as: UTF8.self) })
    } catch {
      desk.log.warning("\(error.failure); \(action) of \(target) is not in the audit")
    }
  }

  /// Does something with the product's verbs; what fails there becomes an error of HTTP.
  mutating func ask<Result>(
    _ body: (inout Connector) throws(Fault) -> Result
  ) throws(Refusal) -> Result {
    do throws(Fault) {
      return try body(&connector)
    } catch {
      if error.recovery != .interrupted { desk.log.debug(error.line) }
      throw Refusal(error)
    }
  }
}
