internal import Bytes
internal import Connector

/// Which part of a list is asked for.
struct Paging {
  let page: Int
  let length: Int

  /// The parameters that lists take.
  static let parameters: [Parameter] = [
    .whole("page", 1...1_000_000, standard: 1),
    .whole("per_page", 1...API.pageLengthMax, standard: API.pageLength),
  ]

  init(_ values: Values) {
    page = values.integer("page") ?? 1
    length = values.integer("per_page") ?? API.pageLength
  }

  var offset: Int { (page - 1) * length }

  /// A page of a list that is at hand.
  func reply(_ elements: [JSONValue], _ errand: Errand) throws(Refusal) -> Reply {
    let slice = elements.dropFirst(offset).prefix(length)
    return try reply(Array(slice), total: elements.count, errand)
  }

  /// A page of a list of which only that page is at hand.
  func reply(
    _ elements: [JSONValue], total: Int, _ errand: Errand
  ) throws(Refusal) -> Reply {
    let pages = (total + length - 1) / length
    if page > max(pages, 1) {
      throw Refusal(
        "wkpbic_invalid_page_number",
        "The page number requested is larger than the number of pages available.", status: 400)
    }
    var reply = Reply(.array(elements))
    reply.fields = [("X-WP-Total", String(total)), ("X-WP-TotalPages", String(pages))]
    var links: [String] = []
    if page > 1 { links.append("<\(address(errand, page - 1))>; rel=\"prev\"") }
    if page < pages { links.append("<\(address(errand, page + 1))>; rel=\"next\"") }
    if !links.isEmpty { reply.fields.append(("Link", links.joined(separator: ", "))) }
    return reply
  }

  private func address(_ errand: Errand, _ page: Int) -> String {
    let site = errand.site
    let path = errand.call.route.joined(separator: "/")
    var pairs: [String] = []
    if site.hasPlainPermalinks { pairs.append("rest_route=/\(path)") }
    for member in errand.call.query.members ?? []
    where member.name != "page" && member.name != "rest_route" {
      guard let text = member.value.string else { continue }
      pairs.append("\(Self.encoded(member.name))=\(Self.encoded(text))")
    }
    pairs.append("page=\(page)")
    let start =
      site.hasPlainPermalinks ? "\(site.home)/index.php" : "\(site.home)/wp-json/\(path)"
    return "\(start)?\(pairs.joined(separator: "&"))"
  }

  private static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += byte < 16 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return result
  }
}
