/// What a meta key's name tells: whether it may be given, its column, and its privacy.
package enum MetaKey {
  /// Bytes of a key at most, as WordPress's tables hold them.
  package static let bytesMax = 255 * 4

  /// Keys of WordPress that give access.
  private static let withheld: Set<String> = [
    "session_tokens", "_application_passwords", "_two_factor_backup_codes",
    "_two_factor_totp_key",
  ]
  /// Endings behind a table prefix.
  private static let withheldEndings = ["capabilities", "user_level"]
  /// Words in the names of what gateways and plugins keep secret.
  private static let secretWords: Set<String> = [
    "secret", "secrets", "password", "passwords", "passwd", "pwd", "token", "tokens", "apikey",
    "credential", "credentials", "nonce", "otp", "totp", "cvv", "cvc",
  ]
  /// The same, where they end the name: `_order_key`, but not `key_features`.
  private static let secretLastWords: Set<String> = ["key", "keys", "pass", "pin"]
  private static let contactWords: Set<String> = [
    "email", "mail", "phone", "telephone", "tel", "mobile", "fax", "address", "street",
  ]
  private static let identifierWords: Set<String> = [
    "ip", "login", "username", "vat", "iban", "ssn", "passport", "license", "licence",
  ]
  /// What follows `tax` in the name of a tax number, and not in that of an amount.
  private static let numberWords: Set<String> = ["id", "number", "no", "nr"]

  /// Whether a key is never offered and never given.
  package static func isWithheld(_ key: String) -> Bool {
    let lower = key.lowercased()
    if withheld.contains(lower) { return true }
    if withheldEndings.contains(where: { lower == $0 || lower.hasSuffix("_\($0)") }) { return true }
    let words = words(key)
    return words.contains(where: secretWords.contains)
      || words.last.map(secretLastWords.contains) == true
  }

  /// The name of a key's column: `meta_` and the key, in the characters that every table takes.
  ///
  /// What clashes with a name that is taken, in whatever case, gets a number.
  package static func columnName(_ key: String, taken: Set<String>) -> String {
    let safe = key.unicodeScalars.map { scalar in
      isPlain(scalar) ? Character(scalar) : "_"
    }
    let name = "meta_" + String(safe)
    var candidate = String(name.prefix(Model.columnNameMax))
    var number = 2
    while taken.contains(candidate.lowercased()) {
      let suffix = "_\(number)"
      candidate = name.prefix(Model.columnNameMax - suffix.count) + suffix
      number += 1
    }
    return candidate
  }

  /// What a key tells about a person, as far as is known; what is not known is personal.
  ///
  /// Several classes mean that the strictest of their rules counts.
  package static func classes(_ key: String, in home: MetaHome) -> [Column.Privacy] {
    let bare = key.hasPrefix("_") ? String(key.dropFirst()) : key
    var known: [Column.Privacy] = []
    for entity in Catalogue.entities {
      for column in entity.columns {
        let isRead = entity.metaHome == home && column.value == .meta(key)
        // A name alone proves that something is personal, never that it is not.
        let isNamed = column.name == bare && column.privacy != .none
        if isRead || isNamed, !known.contains(column.privacy) { known.append(column.privacy) }
      }
    }
    if !known.isEmpty { return known }
    var classes: [Column.Privacy] = [.personal]
    let words = words(key)
    if words.contains(where: contactWords.contains) { classes.append(.contact) }
    let isTaxNumber = words.contains("tax") && words.contains(where: numberWords.contains)
    if isTaxNumber || words.contains(where: identifierWords.contains) {
      classes.append(.identifier)
    }
    return classes
  }

  /// Columns of the catalogue that are made of meta which nobody has looked at.
  private static let summaries: Set<String> = ["meta_summary"]

  /// What a column of the catalogue tells about a person; what sums meta up may tell anything.
  static func classes(of column: Column) -> [Column.Privacy] {
    summaries.contains(column.name) ? [.personal, column.privacy] : [column.privacy]
  }

  /// The words of a key in small letters: parted by what is no letter or digit, and where a capital
  /// follows a small letter.
  private static func words(_ key: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isAfterSmall = false
    for character in key {
      let isWord = character.isLetter || character.isNumber
      if !isWord || (character.isUppercase && isAfterSmall) {
        if !word.isEmpty { words.append(word.lowercased()) }
        word = ""
      }
      if isWord { word.append(character) }
      isAfterSmall = character.isLowercase
    }
    if !word.isEmpty { words.append(word.lowercased()) }
    return words
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "A"..."Z", "a"..."z", "0"..."9", "_": true
    default: false
    }
  }
}
