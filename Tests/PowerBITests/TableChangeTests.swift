import Model
import PowerBI
import Runtime
import Testing

/// What a published table keeps when its entity changes.
struct TableChangeTests {
  private func table(_ columns: Int) throws -> TableSchema {
    var entity = Catalogue.orders
    entity.columns = Array(entity.columns.prefix(columns))
    return try TableSchema(entity, name: "orders", decimals: .double)
  }

  @Test func formerColumnsStayHidden() throws {
    let kept = try table(10).keeping([("id", "Int64"), ("meta_x", "String")])
    #expect(kept.columns.dropLast() == ArraySlice(try table(10).columns))
    let last = try #require(kept.columns.last)
    #expect(last.name == "meta_x" && last.dataType == .string && last.isHidden)
  }

  @Test func anotherTypeIsRefused() throws {
    let fault = #expect(throws: Fault.self) { try table(10).keeping([("id", "String")]) }
    #expect(fault?.cause == "the table has it as String, and it would be Int64 now")
    #expect(fault?.hint.contains("String") == true)
  }

  @Test func formerColumnsCountToo() throws {
    let former = (1...3).map { ("meta_\($0)", "String") }
    #expect(try table(68).keeping(Array(former.prefix(2))).columns.count == 75)
    let fault = #expect(throws: Fault.self) { try table(68).keeping(former) }
    #expect(fault?.cause.contains("more than 75") == true)
  }

  @Test func hashesAreNoPlaces() throws {
    let rules = try PrivacyRules("all=hash")
    let entity = try Catalogue.orders.prepared(.standard, rules)
    let table = try TableSchema(entity, name: "orders", decimals: .double)
    let city = table.columns.first { $0.name == "billing_city" }
    #expect(city?.dataCategory == nil && city?.dataType == .string)
    #expect(table.columns.first { $0.name == "billing_country" }?.dataCategory == .country)
  }
}
