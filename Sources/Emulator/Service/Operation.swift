internal import HTTPServer

/// What a request asks for.
package enum Operation: String, Sendable, CaseIterable {
  case token, listGroups, createGroup, listDatasets, createDataset, getDataset, deleteDataset
  case listTables, putTable, postRows, deleteRows, sequenceNumbers, executeQueries
  case listReports, getReport, listDashboards, getDashboard, generateToken
  /// The stand-in's own page and switches; faults never touch them.
  case control
  case unknown
}

/// A request, understood as far as its path goes.
struct Call {
  var operation: Operation
  /// The tenant of a token request.
  var tenant = ""
  /// Nil in "My workspace".
  var workspace: String?
  var dataset = ""
  var table = ""
  /// A report or dashboard by itself, or that a token is for.
  var item = ""

  private static let api = ["v1.0", "myorg"]

  init(_ operation: Operation) {
    self.operation = operation
  }

  /// Nil when the path is malformed; doubled slashes count as one.
  init?(_ request: HTTPServer.Request) {
    guard let raw = PercentEncoding.segments(of: request.path) else { return nil }
    var segments: [String] = []
    for segment in raw where !segment.isEmpty {
      guard let text = String(validating: segment, as: UTF8.self) else { return nil }
      segments.append(text)
    }
    if segments.isEmpty || segments[0] == "_emulator" {
      self.init(.control)
    } else if segments.count == 4, segments[1...] == ["oauth2", "v2.0", "token"] {
      self.init(request.method == "POST" ? .token : .unknown)
      tenant = segments[0]
    } else if segments.starts(with: Self.api) {
      self.init(api: Array(segments.dropFirst(2)), method: request.method)
    } else {
      self.init(.unknown)
    }
  }

  private init(api segments: [String], method: String) {
    self.init(.unknown)
    var rest = segments[...]
    if rest.first == "groups" {
      if rest.count == 1 {
        operation = method == "GET" ? .listGroups : method == "POST" ? .createGroup : .unknown
        return
      }
      workspace = rest[1]
      rest = rest.dropFirst(2)
    }
    let parts = Array(rest)
    if parts.count > 1, parts[0] == "datasets" { dataset = parts[1] }
    if parts.count > 1, parts[0] != "datasets" { item = parts[1] }
    if parts.count > 3 { table = parts[3] }
    operation = Self.operation(method, parts)
  }

  private static func operation(_ method: String, _ parts: [String]) -> Operation {
    let isTable = parts.count > 3 && parts[2] == "tables"
    switch (method, parts.count, parts.first, parts.last) {
    case ("GET", 1, "datasets", _): return .listDatasets
    case ("POST", 1, "datasets", _): return .createDataset
    case ("GET", 2, "datasets", _): return .getDataset
    case ("DELETE", 2, "datasets", _): return .deleteDataset
    case ("GET", 3, "datasets", "tables"): return .listTables
    case ("POST", 3, "datasets", "executeQueries"): return .executeQueries
    case ("PUT", 4, "datasets", _) where isTable: return .putTable
    case ("POST", 5, "datasets", "rows") where isTable: return .postRows
    case ("DELETE", 5, "datasets", "rows") where isTable: return .deleteRows
    case ("GET", 5, "datasets", "sequenceNumbers") where isTable: return .sequenceNumbers
    case ("GET", 1, "reports", _): return .listReports
    case ("GET", 2, "reports", _): return .getReport
    case ("GET", 1, "dashboards", _): return .listDashboards
    case ("GET", 2, "dashboards", _): return .getDashboard
    case ("POST", 1, "GenerateToken", _): return .generateToken
    case ("POST", 3, "reports", "GenerateToken"), ("POST", 3, "dashboards", "GenerateToken"):
      return .generateToken
    default: return .unknown
    }
  }
}
