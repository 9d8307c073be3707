import FuzzReaders
import Foundation
import Runtime
import Testing
import Testkit

/// What a fuzzer has come upon, read again: each file is an input that once went a way of its own,
/// or broke something.
@Suite struct ReplayTests {
  @Test(arguments: FuzzReader.allCases) func everyFindIsReadToItsEnd(_ reader: FuzzReader) throws {
    let folder = Repository.path("Tests/Fixtures/fuzz/\(reader.rawValue)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(names.count >= 10, "\(reader) has a corpus")
    for name in names {
      let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
      #expect(bytes.count <= FuzzReader.bytesMax, "\(name)")
      let start = SystemClock().monotonicSeconds
      reader.read(bytes)
      #expect(SystemClock().monotonicSeconds - start < 5, "\(reader) \(name)")
    }
  }
}
