import Foundation
import Model
import Testing
import Testkit

/// Real faults in the middle of an incremental sync: after each, one quiet sync makes the
/// stand-in equal to the database, no row lost and none there twice.
struct RealFaultTests {
  /// A stage whose orders are all there, and then edited.
  private static func stage(
    _ name: String, orders: Int = 400, seed: Int, server: TemporaryMariaDB? = nil
  ) throws -> Stage {
    let stage = try Stage(name, orders: orders, server: server)
    _ = try stage.run("install")
    try #require(try stage.run("sync").status == 0)
    try stage.editOrders(seed: seed)
    return stage
  }

  /// One quiet sync, and then nothing is left to do.
  private static func expectMended(
    _ stage: Stage, _ comment: Comment = "", sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let last = try stage.run("sync")
    #expect(
      last.status == 0, "\(comment): \(last.output)\(last.errors)", sourceLocation: sourceLocation)
    try stage.expectWhole(Catalogue.orders, comment, sourceLocation: sourceLocation)
    try stage.expectOrderSums(comment, sourceLocation: sourceLocation)
    let again = try stage.run("sync")
    #expect(again.output == "orders: up to date\n", comment, sourceLocation: sourceLocation)
    let open = try stage.sql(
      """
      SELECT (SELECT COUNT(*) FROM wp_wkpbic_batches WHERE state IN ('planned', 'sending')),
        (SELECT COUNT(*) FROM wp_wkpbic_ledger_staged),
        (SELECT COUNT(*) FROM wp_wkpbic_runs WHERE status = 'running')
      """)
    #expect(open == "0 0 0", comment, sourceLocation: sourceLocation)
  }

  @Test(arguments: [31, 32, 33])
  func killedAtAnyMoment(_ seed: Int) throws {
    let stage = try Self.stage("hit_\(seed)", seed: seed)
    var random = SeededRandom(seed: UInt64(seed))
    var cut = 0
    for round in 0..<5 {
      let sync = try stage.start("sync", "--batch=25")
      usleep(UInt32.random(in: 30_000...350_000, using: &random))
      sync.send(SIGKILL)
      if try sync.wait().signal == SIGKILL { cut += 1 }
      try stage.editOrders(seed: seed * 100 + round, share: 0.1)
    }
    // Otherwise nothing was tried.
    #expect(cut >= 3, "seed \(seed): \(cut) were cut")
    try Self.expectMended(stage, "seed \(seed)")
  }

  @Test func killedWhileABatchIsOnItsWay() throws {
    for (index, isDone) in [false, true].enumerated() {
      let stage = try Self.stage("wire_\(isDone)", seed: 40 + index)
      // The rows are stored before the reply is held back, or only after it.
      try stage.addFault(
        """
        {"operation":"postRows","effect":"delay","seconds":1,"done":\(isDone),"nth":2,"count":1}
        """)
      let sync = try stage.start("sync", "--batch=25")
      try stage.wait(for: "SELECT COUNT(*) FROM wp_wkpbic_batches WHERE state = 'sending'", "1")
      try stage.waitForStrikes(1, during: sync)
      sync.send(SIGKILL)
      _ = try sync.wait()
      try Self.expectMended(stage, "stored before: \(isDone)")
    }
  }

  @Test(arguments: [51, 52])
  func aRunThatWakesAfterItsLeaseSendsNothing(_ seed: Int) throws {
    let stage = try Self.stage("asleep_\(seed)", seed: seed)
    try stage.slowDown(seconds: 0.15)
    let first = try stage.start("sync", "--batch=25")
    try stage.waitForStrikes(2, during: first)
    usleep(UInt32(seed % 2) * 70_000)
    first.send(SIGSTOP)
    let batch = try stage.sql("SELECT MAX(number) FROM wp_wkpbic_batches")
    // As thirty seconds and the request's time limit would.
    try stage.sql(
      "UPDATE wp_wkpbic_leases SET expires_at = '1000-01-01' WHERE name LIKE 'table:%'")
    let second = try stage.run("sync", "--batch=25")
    #expect(second.status == 0, "\(second.output)\(second.errors)")
    let sent = try stage.struck()
    let held = try stage.rowsHeld("orders")
    let state = "SELECT COUNT(*), SUM(number), SUM(state = 'committed') FROM wp_wkpbic_batches"
    let batches = try stage.sql(state)
    first.send(SIGCONT)
    let outcome = try first.wait()
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("another process has taken"), "\(outcome.output)")
    #expect(try stage.struck() == sent, "it has sent a batch after \(batch)")
    #expect(try stage.rowsHeld("orders") == held)
    #expect(try stage.sql(state) == batches)
    try Self.expectMended(stage, "seed \(seed)")
  }

  @Test func repliesThatAreCutInTheMiddle() throws {
    let stage = try Self.stage("replies", seed: 61)
    let relay = try CutRelay(stage, cutting: [2, 3, 6])
    let outcome = try stage.run(["sync", "--batch=25"], changing: relay.settings)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(relay.cuts == 3)
    try Self.expectMended(stage)
  }

  @Test func connectionsThatTheServiceResets() throws {
    let stage = try Self.stage("resets", seed: 62)
    for (nth, fault) in [
      (2, "\"effect\":\"reset\",\"done\":true"), (5, "\"effect\":\"truncated\",\"bytes\":20"),
      (7, "\"effect\":\"late_landing\",\"seconds\":2"),
    ] {
      try stage.addFault("{\"operation\":\"postRows\",\"nth\":\(nth),\(fault)}")
    }
    let outcome = try stage.run("sync", "--batch=25")
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    let faults = try JSONSerialization.jsonObject(
      with: Data(stage.control("/_emulator/faults").utf8))
    let struck = (faults as? [[String: Any]] ?? []).compactMap { $0["struck"] as? Int }
    #expect(struck == [1, 1, 1])
    try Self.expectMended(stage)
  }

  @Test func aDatabaseThatIsKilledAndStarted() throws {
    let stage = try Self.stage("db_killed", seed: 71, server: TemporaryMariaDB())
    try stage.slowDown(seconds: 0.1)
    let sync = try stage.start("sync", "--batch=25", "--wait=30")
    for count in [2, 5] {
      try stage.waitForStrikes(count, during: sync)
      try stage.server.kill()
      usleep(200_000)
      try stage.server.start()
    }
    let outcome = try sync.wait()
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    try stage.calm()
    try Self.expectMended(stage)
  }

  @Test(
    .enabled(if: SmallDisk.isPossible, "a disk of a test's own needs root and the right to mount"))
  func aDiskThatIsFull() throws {
    let server = try TemporaryMariaDB()
    let stage = try Self.stage("disk_full", seed: 81, server: server)
    let disk = try SmallDisk(under: server)
    defer { disk.remove() }
    try disk.fill()
    let full = try stage.run("sync", "--batch=25", "--wait=5")
    #expect(full.status == 1, "\(full.output)")
    #expect(full.output.contains("Make room on the server's disk"), "\(full.output)\(full.errors)")
    try disk.empty()
    try Self.expectMended(stage)
  }
}

/// A relay before the stand-in that cuts some replies to posts of rows in their middle.
final class CutRelay: Sendable {
  private let relay: ChildProcess
  /// Settings that send a command through the relay.
  let settings: [String: String]

  private static let program = """
    import socket, struct, sys, threading
    cuts = set(map(int, sys.argv[2].split(",")))
    lock = threading.Lock()
    count = 0
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(16)
    print("PORT=%d" % server.getsockname()[1], flush=True)
    def forward(source, sink, posting):
        try:
            while True:
                data = source.recv(65536)
                if not data:
                    break
                line = data.split(b"\\r\\n", 1)[0]
                if line.endswith(b" HTTP/1.1"):
                    posting[0] = line.startswith(b"POST ") and b"/rows" in line
                sink.sendall(data)
        except OSError:
            pass
        sink.close()
    def answer(source, sink, posting):
        global count
        try:
            while True:
                data = source.recv(65536)
                if not data:
                    break
                isCut = False
                if posting[0] and data.startswith(b"HTTP/1.1 200"):
                    with lock:
                        count += 1
                        isCut = count in cuts
                if isCut:
                    print("CUT", flush=True)
                    sink.sendall(data[:9 if len(cuts) % 2 else len(data) // 2])
                    cuts.discard(count)
                    sink.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    sink.shutdown(socket.SHUT_RDWR)
                    break
                sink.sendall(data)
        except OSError:
            pass
        sink.close()
    while True:
        client, _ = server.accept()
        service = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        posting = [False]
        for run, ends in ((forward, (client, service)), (answer, (service, client))):
            threading.Thread(target=run, args=ends + (posting,), daemon=True).start()
    """

  /// Cuts those replies, counted from 1 over all connections.
  init(_ stage: Stage, cutting replies: [Int]) throws {
    let port = try #require(stage.api.split(separator: ":").last.map(String.init))
    relay = try ChildProcess(
      "python3", ["-c", Self.program, port, replies.map(String.init).joined(separator: ",")])
    let line = try relay.line { $0.hasPrefix("PORT=") }
    let address = "http://127.0.0.1:\(line.dropFirst(5))"
    settings = ["WKPBIC_AUTHORITY_URL": address, "WKPBIC_API_URL": address]
  }

  deinit {
    relay.send(SIGKILL)
  }

  /// How many replies were cut so far.
  var cuts: Int { relay.output.split(separator: "\n").filter { $0 == "CUT" }.count }
}

/// A disk of a server's own that a test can fill.
struct SmallDisk {
  private let path: String

  /// Whether this process may mount one.
  static var isPossible: Bool {
    guard getuid() == 0, let place = try? TemporaryDirectory("mount") else { return false }
    let mounted = try? ChildProcess.run(
      "mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", place.path])
    if mounted?.status != 0 { return false }
    _ = try? ChildProcess.run("umount", [place.path])
    return true
  }

  /// Moves a server's data to a disk with a little more room than they need.
  init(under server: TemporaryMariaDB) throws {
    path = "\(server.directory)/data"
    try server.stop()
    let script = """
      set -e
      need=$(du -sk "$0" | cut -f1)
      mv "$0" "$0.old"
      mkdir "$0"
      mount -t tmpfs -o size=$((need + 16384))k tmpfs "$0"
      cp -a "$0.old/." "$0/"
      rm -rf "$0.old"
      """
    let moved = try ChildProcess.run("bash", ["-c", script, path])
    try #require(moved.status == 0, "\(moved.errors)")
    try server.start()
  }

  /// Leaves no room at all.
  func fill() throws {
    _ = try ChildProcess.run("dd", ["if=/dev/zero", "of=\(path)/filler", "bs=4k"])
  }

  func empty() throws {
    try FileManager.default.removeItem(atPath: "\(path)/filler")
  }

  /// Takes it away, also from under a server.
  func remove() {
    _ = try? ChildProcess.run("umount", ["--lazy", path])
  }
}
