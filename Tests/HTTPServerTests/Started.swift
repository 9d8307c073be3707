import HTTPServer

/// Tells what a request looked like.
@Sendable func echo(_ request: HTTPServer.Request) -> HTTPServer.Response {
  let path = String(decoding: request.path, as: UTF8.self)
  let query = request.query.map { "?" + String(decoding: $0, as: UTF8.self) } ?? ""
  let fields = request.values("X-Field").joined(separator: "|")
  let text = "\(request.method) \(path)\(query) [\(fields)] \(request.body.count)"
  return HTTPServer.Response(
    status: 200, headers: [HTTPServer.Header("X-Peer", "\(request.peer)")],
    body: .bytes(Array(text.utf8)))
}

func started(
  bodyBytesMax: Int = 1000, _ change: (inout HTTPServer.Options) -> Void = { _ in },
  answer: @escaping HTTPServer.Answer = echo
) throws -> HTTPServer {
  var options = HTTPServer.Options(bodyBytesMax: bodyBytesMax, threads: .pool(2))
  change(&options)
  return try HTTPServer(listen: .tcp(host: "127.0.0.1", port: 0), options: options, answer: answer)
}
