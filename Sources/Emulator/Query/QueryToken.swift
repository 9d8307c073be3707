/// A word of a query.
enum QueryToken: Equatable {
  /// A name or keyword without quotes.
  case name(String)
  /// `'table'`.
  case quotedName(String)
  /// `[column]`.
  case column(String)
  case text(String)
  case number(String)
  /// An operator, bracket or comma.
  case mark(String)
  case end
}

/// Why a query is not understood or cannot be computed.
struct QueryError: Error {
  var message: String

  init(_ message: String) {
    self.message = message
  }
}

/// Takes a query apart into words.
struct QueryTokens {
  private var rest: Substring

  private static let marks = [
    "==", "<>", "<=", ">=", "&&", "||", "(", ")", ",", "{", "}", "+", "-", "*", "/", "=", "<", ">",
  ]

  init(_ query: String) {
    rest = query[...]
  }

  static func all(of query: String) throws(QueryError) -> [QueryToken] {
    var tokens = QueryTokens(query)
    var all: [QueryToken] = []
    repeat { all.append(try tokens.next()) } while all.last != .end
    return all
  }

  private mutating func next() throws(QueryError) -> QueryToken {
    rest = rest.drop { $0.isWhitespace }
    guard let first = rest.first else { return .end }
    switch first {
    case "'": return .quotedName(try delimited(by: "'"))
    case "[": return .column(try delimited(by: "]"))
    case "\"": return .text(try delimited(by: "\""))
    case _ where first.isASCII && first.isNumber: return .number(number())
    case _ where first.isLetter || first == "_":
      return .name(take { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." })
    default:
      for mark in Self.marks where rest.hasPrefix(mark) {
        rest = rest.dropFirst(mark.count)
        return .mark(mark)
      }
      throw QueryError("'\(first)' is not understood")
    }
  }

  /// Text up to the closing mark, which stands for itself when doubled.
  private mutating func delimited(by mark: Character) throws(QueryError) -> String {
    rest = rest.dropFirst()
    var text = ""
    while let character = rest.popFirst() {
      if character != mark {
        text.append(character)
      } else if rest.first == mark {
        text.append(mark)
        rest = rest.dropFirst()
      } else {
        return text
      }
    }
    throw QueryError("\(mark) is missing")
  }

  private mutating func number() -> String {
    var text = take { $0.isASCII && $0.isNumber }
    if rest.first == "." {
      rest = rest.dropFirst()
      text += "." + take { $0.isASCII && $0.isNumber }
    }
    return text
  }

  private mutating func take(while isPart: (Character) -> Bool) -> String {
    let part = rest.prefix(while: isPart)
    rest = rest.dropFirst(part.count)
    return String(part)
  }
}
