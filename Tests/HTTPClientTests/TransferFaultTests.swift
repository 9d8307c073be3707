import CCurl
import Runtime
import Testing

@testable import HTTPClient

/// The table from libcurl's codes to Faults, row by row.
@Suite struct TransferFaultTests {
  /// How far a request had come.
  private func fault(
    _ code: UInt32, arrived: Bool, repeatable: Bool = false, bodyCount: Int = 100
  ) throws -> Fault {
    var request = try HTTPClient.Request.post("https://example.com/")
    request.isRepeatable = repeatable
    let failure = TransferFailure(
      code: CURLcode(code), text: "", refusal: nil, mayHaveArrived: arrived, bodyHadBegun: true,
      bodyCount: bodyCount)
    return TransferFault.fault(failure, of: request)
  }

  @Test(arguments: [5, 6, 7, 35, 97] as [UInt32])
  func beforeSending(_ code: UInt32) throws {
    let fault = try fault(code, arrived: true)
    #expect(fault.code == .network)
    #expect(fault.recovery == .retry(afterSeconds: 2))
    #expect(fault.hint.contains("firewall"))
    #expect(fault.number == Int(code))
    #expect(fault.cause.hasPrefix("example.com: "))
  }

  // The last one stands for every code that the table does not name.
  @Test(arguments: [1, 8, 18, 23, 26, 27, 28, 52, 55, 56, 61, 65, 92] as [UInt32])
  func underway(_ code: UInt32) throws {
    #expect(try fault(code, arrived: true).recovery == .settle)
    #expect(try fault(code, arrived: true).code == .network)
    #expect(try fault(code, arrived: true, repeatable: true).recovery == .retry(afterSeconds: 2))
    #expect(try fault(code, arrived: false).recovery == .retry(afterSeconds: 2))
    #expect(try fault(code, arrived: false, bodyCount: 1 << 20).recovery == .shrink)
    #expect(try fault(code, arrived: true, bodyCount: 1 << 20).recovery == .settle)
  }

  @Test(
    arguments: [
      (60, "CA file"), (83, "CA file"), (91, "CA file"), (82, "CA file"), (77, "readable"),
      (58, "readable"), (59, "TLS 1.2"), (53, "TLS 1.2"), (54, "TLS 1.2"), (3, "URL"),
    ] as [(UInt32, String)])
  func setup(_ code: UInt32, _ hint: String) throws {
    let fault = try fault(code, arrived: false)
    #expect(fault.recovery == .operator)
    #expect(fault.hint.contains(hint))
  }

  @Test func everyRowIsTestedHere() {
    let tested: Set<UInt32> = [
      5, 6, 7, 35, 97, 1, 8, 18, 23, 26, 27, 28, 52, 55, 56, 61, 65, 60, 83, 91, 82, 77, 58, 59,
      53, 54, 3,
    ]
    let rows = TransferFault.table.flatMap(\.codes).map(\.rawValue)
    #expect(Set(rows) == tested)
    #expect(rows.count == tested.count)
  }

  @Test func stoppedRequests() throws {
    var request = try HTTPClient.Request.post("https://example.com/")
    #expect(TransferFault.interrupted(request, mayHaveArrived: true).recovery == .settle)
    #expect(TransferFault.interrupted(request, mayHaveArrived: false).recovery == .interrupted)
    request.isRepeatable = true
    #expect(TransferFault.interrupted(request, mayHaveArrived: true).recovery == .interrupted)
  }
}
