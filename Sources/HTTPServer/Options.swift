package import Runtime

extension HTTPServer {
  /// The bounds of a server.
  package struct Options: Sendable {
    /// Who runs handlers.
    package enum Threads: Sendable {
      /// That many threads, each serving a share of the connections: a handler that blocks holds
      /// up its thread's other connections.
      case pool(Int)
      /// One thread a connection: handlers may wait.
      case perConnection
    }

    /// Bytes of a request body at most; beyond, 413.
    package var bodyBytesMax: Int
    /// Bytes beyond the limit that are read and dropped, so that the sender gets to read its 413;
    /// a longer body has its connection cut.
    package var discardBytesMax = 32 << 20
    /// Seconds that one body may take to arrive, however steadily it trickles.
    package var bodySeconds: Double = 120
    /// Seconds without a byte after which a connection is closed.
    package var idleSeconds = 60
    /// Connections at a time; more wait in the backlog, or are turned away where each has a thread.
    package var connectionLimit = 128
    /// Connections that wait to be accepted.
    package var backlog: Int32 = 128
    /// Memory of one connection for its request line and headers, and half of it for reading.
    package var connectionBytes = 64 << 10
    /// Header fields of one request; beyond, 431.
    package var headerCountMax = 100
    /// Seconds that `stop` lets running requests finish.
    package var drainSeconds: Double = 5
    /// Which threads answer.
    package var threads: Threads
    /// Measures `bodySeconds` and `drainSeconds`; real time unless a test says otherwise.
    package var clock: any Clock = SystemClock()

    /// What a client gets to read whose request is refused here, by its status.
    package var refusal: @Sendable (Int) -> Response = { Response(status: $0) }

    package init(bodyBytesMax: Int, threads: Threads) {
      precondition(bodyBytesMax >= 0)
      self.bodyBytesMax = bodyBytesMax
      self.threads = threads
    }
  }
}
