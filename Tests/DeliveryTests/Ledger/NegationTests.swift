import Bytes
import Runtime
import Testing
import Testkit

@testable import Delivery

struct NegationTests {
  private func negated(_ members: String, _ additive: [String]) throws(NegationError) -> String {
    var out = ByteBuffer(capacity: 16)
    try RowNegation(additive: additive).append(Array(members.utf8).rawSpan, to: &out)
    return out.bytes.text()
  }

  @Test(arguments: [
    ("", ""),
    (#""total":12.50"#, #""total":-12.50"#),
    (#""total":-12.50"#, #""total":12.50"#),
    (#""total":0"#, #""total":0"#),
    (#""total":0.00"#, #""total":0.00"#),
    (#""total":-0"#, #""total":0"#),
    (#""total":null"#, #""total":null"#),
    (#""total":0.00000001"#, #""total":-0.00000001"#),
    (#""total":1e5"#, #""total":-1e5"#),
    (#""total":0e5"#, #""total":0e5"#),
    (
      #""total":123456789012345678901234567890.12345678"#,
      #""total":-123456789012345678901234567890.12345678"#
    ),
    // Only the column itself, wherever else its name or a number stands.
    (
      #""id":7,"total_tax":3,"note":"\"total\":5","total":5"#,
      #""id":7,"total_tax":3,"note":"\"total\":5","total":-5"#
    ),
    (#""total":1,"id":2,"tax":-3,"status":"a-1""#, #""total":-1,"id":2,"tax":3,"status":"a-1""#),
    (#""tax":1,"total":2"#, #""tax":-1,"total":-2"#),
    (#""list":[1,{"total":4}],"total":1"#, #""list":[1,{"total":4}],"total":-1"#),
    (#""total" : 1 , "t":1"#, #""total" : -1 , "t":1"#),
  ])
  func byHand(_ row: String, _ wanted: String) throws {
    #expect(try negated(row, ["total", "tax"]) == wanted)
  }

  @Test func aNameThatNeedsEscapesIsFound() throws {
    #expect(try negated(#""a\"b":1,"ü":2"#, [#"a"b"#, "ü"]) == #""a\"b":-1,"ü":-2"#)
  }

  @Test func whatIsNoNumberIsNamedAndNothingIsWritten() throws {
    var out = ByteBuffer(capacity: 16)
    out.append("before")
    let negation = RowNegation(additive: ["total"])
    for row in [#""total":"5""#, #""total":true"#, #""total":[1]"#] {
      #expect(throws: NegationError.notANumber(column: "total")) {
        try negation.append(Array((#""id":1,"# + row).utf8).rawSpan, to: &out)
      }
    }
    for row in [#""total":1,"#, #""total":"#, "x", #""total":01"#, #""id":1}"#] {
      #expect(throws: NegationError.self, "\(row)") {
        try negation.append(Array(row.utf8).rawSpan, to: &out)
      }
    }
    #expect(out.array() == Array("before".utf8))
  }

  @Test func twiceIsTheOriginalAndSumsCancel() throws {
    var random = SeededRandom(seed: 5)
    let names = (0..<12).map { "c\($0)" }
    let additive = names.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    for round in 0..<2000 {
      let values = names.map { _ in value(&random) }
      let row = zip(names, values).map { "\"\($0)\":\($1)" }.joined(separator: ",")
      let once = try negated(row, additive)
      #expect(try negated(once, additive) == row, "round \(round)")
      #expect(!once.contains("-0,") && !once.hasSuffix("-0"), "round \(round)")
      let before = try JSONValue(Array("{\(row)}".utf8))
      let after = try JSONValue(Array("{\(once)}".utf8))
      for (index, name) in names.enumerated() {
        guard index % 2 == 0, case .number(let old)? = before[name],
          case .number(let new)? = after[name]
        else {
          #expect(before[name] == after[name], "round \(round), \(name)")
          continue
        }
        #expect(Self.sum(old, new)?.isZero == true, "round \(round), \(name)")
      }
    }
  }

  private static func sum(_ left: String, _ right: String) -> ExactDecimal? {
    guard let one = ExactDecimal(Array(left.utf8).rawSpan),
      let other = ExactDecimal(Array(right.utf8).rawSpan)
    else { return nil }
    return one.adding(other)
  }

  private func value(_ random: inout SeededRandom) -> String {
    switch random.next() % 5 {
    case 0: return "null"
    case 1: return "0"
    case 2: return "\(Int64(bitPattern: random.next()))"
    default:
      let sign = random.isOne(in: 2) ? "-" : ""
      return "\(sign)\(random.next() % 100_000).\(random.next() % 100_000_000)1"
    }
  }
}
