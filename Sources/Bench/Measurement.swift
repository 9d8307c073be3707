import CDiscard
import Foundation
import Runtime

/// What going one way has cost, as one line of numbers between processes.
struct Measurement {
  var rows = 0
  var bytes = 0
  var wallSeconds = 0.0
  /// User and system time of the process that went.
  var cpuSeconds = 0.0
  /// The most memory that it held at once.
  var peakBytes = 0
  /// Nil where nobody counts.
  var allocations: Int?
  /// How often a page was asked for.
  var reads = 0
  /// Whether the way was gone to its end.
  var isWhole = true
  /// What was sent to the server, where somebody counted.
  var statements = 0
  /// User and system time of the server meanwhile; noted by whoever watches it.
  var serverSeconds: Double?

  var line: String {
    "\(rows) \(bytes) \(wallSeconds) \(cpuSeconds) \(peakBytes) \(allocations ?? -1) "
      + "\(reads) \(isWhole ? 1 : 0) \(statements)"
  }

  init(rows: Int, bytes: Int) {
    self.rows = rows
    self.bytes = bytes
  }

  /// Programs that are none of ours say the first six figures only.
  init?(line: some StringProtocol) {
    let figures = line.split(separator: " ").compactMap { Double($0) }
    guard figures.count == 6 || figures.count == 9 else { return nil }
    (rows, bytes) = (Int(figures[0]), Int(figures[1]))
    (wallSeconds, cpuSeconds) = (figures[2], figures[3])
    peakBytes = Int(figures[4])
    allocations = figures[5] < 0 ? nil : Int(figures[5])
    guard figures.count == 9 else { return }
    (reads, isWhole, statements) = (Int(figures[6]), figures[7] > 0, Int(figures[8]))
  }
}

/// Time, memory and allocations of this process, from its making on.
struct Meter {
  private let wall = SystemClock().monotonicSeconds
  private let cpu = Meter.cpuSeconds
  private let allocations = CDiscard_allocations()

  func end(rows: Int, bytes: Int) -> Measurement {
    var measured = Measurement(rows: rows, bytes: bytes)
    measured.allocations = Int(CDiscard_allocations() - allocations)
    measured.wallSeconds = SystemClock().monotonicSeconds - wall
    measured.cpuSeconds = Self.cpuSeconds - cpu
    measured.peakBytes = Self.peakBytes
    return measured
  }

  private static var cpuSeconds: Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

  private static var peakBytes: Int {
    let kilobytes = Machine.lines("/proc/self/status")
      .first { $0.hasPrefix("VmHWM:") }?.split(whereSeparator: \.isWhitespace)
      .dropFirst().first.flatMap { Int($0) }
    return (kilobytes ?? 0) * 1024
  }
}

/// The server, when it runs on this machine: how long it has computed.
struct ServerProcess {
  private let path: String?

  init(_ arguments: Arguments) throws {
    let file = try ShopAccess(arguments).serverProcessFile()
    let id = file.flatMap { Machine.lines($0).first }.flatMap { Int($0) }
    path = id.map { "/proc/\($0)/stat" }
  }

  /// User and system time since it began.
  var cpuSeconds: Double? {
    // The second field is a name in parentheses, with blanks perhaps.
    guard let path, let line = Machine.lines(path).first,
      let fields = line.split(separator: ")").last?.split(separator: " "), fields.count > 12,
      let user = Double(fields[11]), let system = Double(fields[12])
    else { return nil }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }
}

/// The machine, for a report.
enum Machine {
  static var description: String {
    let cpu = lines("/proc/cpuinfo").first { $0.hasPrefix("model name") }?
      .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return "\(ProcessInfo.processInfo.hostName), \(cores) × \(cpu ?? "?")"
  }

  /// How many processes wanted to compute, over the last minute.
  static var load: String {
    lines("/proc/loadavg").first?.split(separator: " ").first.map(String.init) ?? "?"
  }

  static func lines(_ path: String) -> [String] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").map(String.init)
  }
}
