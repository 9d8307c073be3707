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

/// The main that SwiftPM gives a program's entry; libFuzzer's own driver takes over.
@_cdecl("Fuzz_main")
public func run(
  _ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
  var (count, words) = (count, words)
  return drive(&count, &words) { start, length in testOneInput(start, length) }
}

// Integers and pointers pass alike in Swift's and C's conventions.
@_silgen_name("LLVMFuzzerRunDriver")
private func drive(
  _ count: UnsafeMutablePointer<CInt>,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ one: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
