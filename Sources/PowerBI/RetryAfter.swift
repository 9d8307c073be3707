internal import Bytes
internal import HTTPClient
internal import Runtime

/// How long the other side asks us to wait, in the three ways in which it says so.
enum RetryAfter {
  /// When nothing is said.
  static let defaultSeconds: Double = 30
  /// Quotas are counted by the hour; nobody means more than a day.
  static let secondsMax: Double = 86_400

  /// Seconds from the `Retry-After` field, else from the message, else the default.
  static func seconds(
    _ response: HTTPClient.Response, message: String?, now: Instant
  ) -> Double {
    let field = response["Retry-After"]
    let date = response["Date"].flatMap(Instant.init(httpDate:)) ?? now
    let said = field.flatMap { seconds(field: $0, date: date) } ?? message.flatMap(seconds(text:))
    return min(max(said ?? defaultSeconds, 1), secondsMax)
  }

  private static func seconds(field: String, date: Instant) -> Double? {
    if let number = Int64(field), number >= 0 { return Double(min(number, 1 << 30)) }
    return Instant(httpDate: field)?.seconds(since: date)
  }

  /// The number in "Retry in N seconds".
  static func seconds(text: String) -> Double? {
    let words = text.split { $0 == " " || $0 == "." || $0 == "\"" }
    guard let start = words.indices.dropLast(3).first(where: { isPhrase(words[$0...]) }) else {
      return nil
    }
    return Int64(words[start + 2]).map { Double(min($0, 1 << 30)) }
  }

  private static func isPhrase(_ words: ArraySlice<Substring>) -> Bool {
    let four = words.prefix(4).map { $0.lowercased() }
    return four.count == 4 && four[0] == "retry" && four[1] == "in"
      && four[2].utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } && four[3].hasPrefix("second")
  }
}

extension Instant {
  /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, the one date format of HTTP that may be sent.
  init?(httpDate text: String) {
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]),
      let month = months.firstIndex(where: { $0 == words[2] }), let year = Int(words[3]),
      year >= 1970, year <= 9999, day >= 1,
      day <= CivilTime.daysInMonth(year: year, month: month + 1)
    else { return nil }
    let time = words[4].split(separator: ":").map { Int($0) ?? -1 }
    guard time.count == 3, 0..<24 ~= time[0], 0..<60 ~= time[1], 0...60 ~= time[2] else {
      return nil
    }
    let days = CivilTime.dayNumber(year: year, month: month + 1, day: day)
    self.init(unixSeconds: days * 86_400 + Int64(time[0] * 3600 + time[1] * 60 + time[2]))
  }
}
