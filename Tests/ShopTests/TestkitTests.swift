import Foundation
import Glibc
import Runtime
import Testing
import Testkit

@Suite struct TemporaryMariaDBTests {
  @Test func committedRowsSurviveAKillAndOthersDoNot() throws {
    let server = try TemporaryMariaDB()
    try server.createDatabase("d")
    try server.run("CREATE TABLE t (a int PRIMARY KEY); INSERT INTO t VALUES (1)", in: "d")
    let open = try ChildProcess(
      "mariadb",
      ["--no-defaults", "--user=root", "--socket=\(server.socketPath)", "-nNB", "d"],
      input: "BEGIN; INSERT INTO t VALUES (2); SELECT 'inside', COUNT(*) FROM t; DO SLEEP(60);")
    #expect(try open.line { $0.hasPrefix("inside") } == "inside\t2")
    try server.kill()
    #expect(throws: Fault.self) { try server.run("DO 1") }
    try server.start()
    #expect(try server.run("SELECT a FROM t", in: "d") == "1\n")
    try server.stop()
    #expect(throws: Fault.self) { try server.run("DO 1") }
    try server.start()
    #expect(try server.run("SELECT a FROM t", in: "d") == "1\n")
    try server.restart()
    #expect(try server.run("SELECT a FROM t", in: "d") == "1\n")
    server.close()
    #expect(!FileManager.default.fileExists(atPath: server.directory))
  }

  @Test func listensOnLoopbackWithTLSWhenAsked() throws {
    let server = try TemporaryMariaDB(.init(hasTCP: true, hasTLS: true))
    try server.createUser("ann", password: "it's \\ \"x\"", on: "*.*")
    let port = try #require(server.port)
    let client = [
      "--no-defaults", "--host=127.0.0.1", "--port=\(port)", "--user=ann",
      "--password=it's \\ \"x\"", "--ssl-ca=\(server.certificateAuthorityPath)",
      "--ssl-verify-server-cert", "-NBe", "SHOW STATUS LIKE 'Ssl_version'",
    ]
    let outcome = try ChildProcess.run("mariadb", client)
    #expect(outcome.output.hasPrefix("Ssl_version\tTLS"), "\(outcome.errors)")
  }

  @Test func hasNoNetworkUnlessAsked() throws {
    let server = try Shared.server.get()
    #expect(server.port == nil)
    #expect(try server.run("SELECT @@skip_networking") == "1\n")
  }

  /// The process dies as a crashed test does; server and files go away all the same.
  @Test func nothingIsLeftOfAKilledProcess() async throws {
    let result = await #expect(
      processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]
    ) {
      let server = try TemporaryMariaDB()
      let pid = try String(contentsOfFile: "\(server.directory)/pid", encoding: .utf8)
      FileHandle.standardOutput.write(Data("found \(server.directory) \(pid)\n".utf8))
      kill(getpid(), SIGKILL)
    }
    let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
    let line = try #require(output.split(separator: "\n").first { $0.hasPrefix("found ") })
    let words = line.split(separator: " ")
    let (directory, pid) = (String(words[1]), try #require(pid_t(words[2])))
    let deadline = Date(timeIntervalSinceNow: 20)
    while Date() < deadline, FileManager.default.fileExists(atPath: directory) { usleep(20_000) }
    #expect(!FileManager.default.fileExists(atPath: directory))
    #expect(kill(pid, 0) == -1 && errno == ESRCH)
  }

  @Test func aServerThatCannotStartSaysWhy() throws {
    let fault = try #require(throws: Fault.self) {
      try TemporaryMariaDB(.init(hasTCP: false, arguments: ["--no-such-option"]))
    }
    #expect(fault.cause.contains("no-such-option"))
  }
}

@Suite struct ChildProcessTests {
  @Test func givesWhatItWasGivenAndReturnsWhatItSaid() throws {
    let outcome = try ChildProcess.run(
      "sh", ["-c", "cat; echo \"$1 $WORD\" >&2; exit 7", "sh", "a b"], environment: ["WORD": "w"],
      input: "in\nput")
    #expect(outcome.status == 7)
    #expect(outcome.signal == nil)
    #expect(outcome.output == "in\nput")
    #expect(outcome.errors == "a b w\n")
  }

  @Test func passesNoEnvironmentOnButPathAndHome() throws {
    let names = try ChildProcess.run("env", [], environment: ["A": "1"]).output
      .split(separator: "\n").compactMap { $0.split(separator: "=").first.map(String.init) }
    #expect(Set(names).isSubset(of: ["A", "PATH", "HOME"]))
  }

  @Test func muchOutputStallsNobody() throws {
    let outcome = try ChildProcess.run("sh", ["-c", "head -c 3000000 /dev/zero | tr '\\0' x"])
    #expect(outcome.output.utf8.count == 3_000_000)
  }

  @Test func whatTakesTooLongIsKilled() throws {
    let child = try ChildProcess("sleep", ["60"])
    #expect(throws: Fault.self) { try child.wait(timeoutSeconds: 0.05) }
    #expect(try child.wait().signal == SIGKILL)
  }

  @Test func aSignalIsSeenAndALineAwaited() throws {
    let child = try ChildProcess("sh", ["-c", "echo one; echo ready=5; exec sleep 60"])
    #expect(try child.line { $0.hasPrefix("ready=") } == "ready=5")
    child.send(SIGTERM)
    #expect(try child.wait().signal == SIGTERM)
    #expect(throws: Fault.self) { try child.line(timeoutSeconds: 5) { $0 == "never" } }
  }

  @Test func childrenThatEndedKeepNoFileOpen() throws {
    let count = 60
    for _ in 0..<count { _ = try ChildProcess.run("true", []) }
    let links = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
      try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
    }
    // Children of other tests come and go meanwhile.
    #expect(links.count { $0.contains("wkpbic-child") && $0.hasSuffix("(deleted)") } < count)
  }

  @Test func aMissingProgramIsAFault() {
    #expect(throws: Fault.self) { try ChildProcess.run("no-such-program", []) }
  }
}

@Suite struct SeededRandomTests {
  /// The first outputs of the published SplitMix64 for the seed 1234567.
  @Test func isSplitMix64() {
    var random = SeededRandom(seed: 1_234_567)
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
    #expect(random.next() == 9_817_491_932_198_370_423)
  }

  @Test func givesAsManyBytesAsAskedFor() {
    var random = SeededRandom(seed: 1)
    #expect([0, 1, 7, 8, 9].map { random.bytes(count: $0).count } == [0, 1, 7, 8, 9])
  }
}

@Suite struct TemporaryDirectoryTests {
  @Test func goesAwayWithItsOwner() throws {
    var directory: TemporaryDirectory? = try TemporaryDirectory()
    let written = try directory?.write("x", to: "f")
    let path = try #require(written)
    #expect(directory?.text(of: "f") == "x")
    directory = nil
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func theRepositoryIsFound() {
    #expect(FileManager.default.fileExists(atPath: Repository.path("Package.swift")))
  }
}
