internal import Bytes
package import HTTPServer
package import Runtime

/// A stand-in for Entra ID's sign-in and Power BI's push datasets, at least as strict as the
/// documented service, in memory.
///
/// May know: HTTP, the documented contract. Must not know: the connector, its client, its entities.
/// Invariant: what a request stores is exactly what its rows say, and nothing but an answer of 200
/// (or a fault that was switched on) means that it is stored.
///
/// A class, because the server's threads and its owner share it. All that it remembers lives behind
/// one lock; rows are read and queries computed outside of it.
package final class Emulator: Sendable {
  /// Who may sign in, and where the workspace is.
  package let configuration: Configuration
  let clock: any Clock
  let world: Lock<World>
  /// Ends the waits of delayed answers when the stand-in stops.
  private let stopping = Interruption()
  private let server = Lock<HTTPServer?>(nil)

  /// Bytes of a body that the server takes at all; the service's own limit is a switch.
  private static let bodyBytesMax = 64 << 20

  package init(configuration: Configuration, limits: Limits, clock: any Clock) {
    self.configuration = configuration
    self.clock = clock
    world = Lock(World(configuration, limits))
  }

  /// Answers from now on.
  package func start(listen address: HTTPServer.Address) throws(Fault) {
    let options = HTTPServer.Options(bodyBytesMax: Self.bodyBytesMax, threads: .perConnection)
    // Held strongly: a running server answers until `stop`, whoever has forgotten it.
    let fresh = try HTTPServer(listen: address, options: options) { request in
      self.answer(request)
    }
    server.withLock { server in
      precondition(server == nil, "started once")
      server = fresh
    }
  }

  /// Answers from now on, on this machine only; port 0 is any free one.
  package func start(port: UInt16) throws(Fault) {
    try start(listen: .tcp(host: "127.0.0.1", port: port))
  }

  /// Ends delayed answers and closes everything; what is stored stays readable.
  package func stop() {
    stopping.raise()
    server.withLock { $0.take() }?.stop()
  }

  /// The port that answers; traps unless started on TCP.
  package var port: UInt16 {
    guard let port = server.withLock({ $0?.address.port }) else {
      preconditionFailure("the stand-in listens on a port")
    }
    return port
  }

  /// What a client needs to know; traps unless started on TCP.
  package var credentials: Credentials {
    let origin = "http://127.0.0.1:\(port)"
    return Credentials(
      tenantID: configuration.tenantID, clientID: configuration.clientID,
      clientSecret: configuration.clientSecret, workspaceID: configuration.workspaceID,
      authorityURL: origin, apiURL: origin, scope: "\(configuration.resource)/.default")
  }

  // MARK: Requests

  private func answer(_ request: HTTPServer.Request) -> HTTPServer.Response {
    let start = clock.monotonicSeconds
    guard let call = Call(request) else {
      return response(Refusal.invalid("The path is malformed", target: "path").reply)
    }
    if call.operation == .control { return control(request) }
    let effect = world.withLock { world in
      world.land(at: clock.now)
      return world.faults.effect(on: call, datasetName: world.datasetName(call))
    }
    let response = act(call, request, effect)
    let entry = JournalEntry(
      at: clock.now, operation: call.operation, method: request.method,
      path: String(decoding: request.path.prefix(JournalEntry.pathBytesMax), as: UTF8.self),
      status: response.spoiling == .reset ? 0 : response.status,
      milliseconds: (clock.monotonicSeconds - start) * 1000,
      fault: effect.map { FaultRule($0).json["effect"]?.string ?? "" } ?? "")
    world.withLock { $0.journal.add(entry) }
    return response
  }

  /// Does what is asked, with a fault or without.
  private func act(
    _ call: Call, _ request: HTTPServer.Request, _ effect: FaultRule.Effect?
  ) -> HTTPServer.Response {
    var manner = Manner()
    switch effect {
    case nil: break
    case .status(let status, let shape, let isDone, let retryAfter):
      let fault = FaultReplies.status(status, shape, retryAfterSeconds: retryAfter)
      if !isDone { return response(fault) }
      let reply = perform(call, request, manner)
      return response(reply.status < 300 ? fault : reply)
    case .delay(let seconds, let isDone):
      manner.waitBefore = isDone ? 0 : seconds
      manner.waitAfter = isDone ? seconds : 0
    case .reset(let isDone):
      if isDone { _ = perform(call, request, manner) }
      return .reset
    case .lateLanding(let seconds):
      manner.landsAfter = seconds
      _ = perform(call, request, manner)
      return .reset
    case .lateVisibility(let seconds): manner.visibleAfter = seconds
    case .truncated(let bytes): return truncated(perform(call, request, manner), after: bytes)
    case .expiredToken: world.withLock { $0.tokens.expireAll(at: clock.now) }
    case .bodyLimit(let bytes):
      if request.body.count > bytes { return response(FaultReplies.tooLarge) }
    case .redirect(let origin):
      let target = String(decoding: request.path, as: UTF8.self)
      return response(Reply(307, headers: [("Location", origin + target)]))
    case .deprecated:
      let status = world.withLock { $0.behaviour.deprecatedStatus }
      return response(Refusal.deprecated(status).reply)
    case .forbidden:
      return response(Refusal.gateway(403, "PowerBINotAuthorizedException").reply)
    }
    return response(perform(call, request, manner))
  }

  /// How a request is done, when a fault changes that.
  struct Manner {
    var waitBefore = 0.0
    var waitAfter = 0.0
    var visibleAfter = 0.0
    var landsAfter: Double?
  }

  private func perform(
    _ call: Call, _ request: HTTPServer.Request, _ manner: Manner
  ) -> Reply {
    if call.operation == .postRows { return postRows(call, request, manner) }
    wait(manner.waitBefore)
    defer { wait(manner.waitAfter) }
    do throws(Refusal) {
      switch call.operation {
      case .token: return signIn(call, request)
      case .executeQueries: return try executeQueries(call, request)
      default:
        return try world.withLock { world throws(Refusal) in
          try world.perform(call, request, at: clock.now)
        }
      }
    } catch {
      return error.reply
    }
  }

  private func wait(_ seconds: Double) {
    if seconds > 0 { _ = clock.wait(seconds: seconds, interruption: stopping) }
  }

  private func signIn(_ call: Call, _ request: HTTPServer.Request) -> Reply {
    world.withLock { world in
      let desk = SignIn(
        configuration: configuration, tokenSeconds: world.behaviour.tokenSeconds, now: clock.now)
      return desk.answer(tenant: call.tenant, request, &world.tokens, &world.identifiers)
    }
  }

  private func postRows(
    _ call: Call, _ request: HTTPServer.Request, _ manner: Manner
  ) -> Reply {
    do throws(Refusal) {
      let posting = try world.withLock { world throws(Refusal) in
        try world.admit(call, request, at: clock.now)
      }
      defer { world.withLock { $0.release(posting) } }
      wait(manner.waitBefore)
      try store(posting, request, manner)
      wait(manner.waitAfter)
      return Reply(200)
    } catch {
      return error.reply
    }
  }

  private func store(
    _ posting: World.Posting, _ request: HTTPServer.Request, _ manner: Manner
  ) throws(Refusal) {
    let limits = world.withLock { $0.limits }
    let read = try RowReading.read(
      request.body.rawSpan, posting.columns, limits: limits, behaviour: posting.behaviour)
    let now = clock.now
    let chunk = Chunk(
      columns: read.columns, rowCount: read.rowCount,
      visibleAt: now.adding(seconds: manner.visibleAfter))
    try world.withLock { world throws(Refusal) in
      if let seconds = manner.landsAfter {
        // Beyond the bound they never arrive, as can happen to any that is cut off.
        if world.landings.count == World.countMax { return }
        world.landings.append(
          World.Landing(due: now.adding(seconds: seconds), posting: posting, chunk: chunk))
      } else {
        try world.store(chunk, posting, at: now)
      }
    }
    if let refusal = read.refusal { throw refusal }
  }

  // MARK: Answers

  /// An answer of the service: with a request id, as all of them.
  private func response(_ reply: Reply) -> HTTPServer.Response {
    let id = world.withLock { $0.identifiers.uuid() }
    var response = HTTPServer.Response(
      status: reply.status, headers: reply.headers.map { HTTPServer.Header($0.name, $0.value) },
      body: reply.body.isEmpty ? .none : .bytes(reply.body))
    response.headers.append(HTTPServer.Header("RequestId", id))
    return response
  }

  private func truncated(_ reply: Reply, after bytes: Int) -> HTTPServer.Response {
    var padded = reply
    // An empty answer has nothing to cut off: it announces a body that never comes whole.
    if padded.body.count <= bytes {
      padded.body += Array(repeating: UInt8(ascii: " "), count: bytes - padded.body.count + 1)
    }
    var response = response(padded)
    response.spoiling = .truncated(after: max(bytes, 0))
    return response
  }
}
