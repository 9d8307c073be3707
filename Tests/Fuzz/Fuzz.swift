import FuzzReaders
import Glibc

// Driven by libFuzzer, whose main this program has: WKPBIC_FUZZ names the reader.

private let reader: FuzzReader = {
  let name = getenv("WKPBIC_FUZZ").map { String(cString: $0) } ?? ""
  guard let reader = FuzzReader(rawValue: name) else {
    let names = FuzzReader.allCases.map(\.rawValue).joined(separator: ", ")
    fatalError("set WKPBIC_FUZZ to one of \(names)")
  }
  return reader
}()

/// One input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  reader.read(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}
