/// `remove_accents` of WordPress, as it is without rules of a language: Latin letters lose their
/// marks, other scripts stay.
enum AccentFolding {
  /// Letters, and what stands for each of them.
  private static let groups: [(letters: String, plain: String)] = [
    ("ªàáâãäåāăąǎɑ", "a"), ("ÀÁÂÃÄÅĀĂĄǍ", "A"), ("æ", "ae"), ("Æ", "AE"), ("çćĉċč", "c"),
    ("ÇĆĈĊČ", "C"), ("ðďđ", "d"), ("ÐĎĐ", "D"), ("èéêëēĕėęěǝ€", "e"), ("ÈÉÊËĒĔĖĘĚƏ", "E"),
    ("ĝğġģ", "g"), ("ĜĞĠĢ", "G"), ("ĥħ", "h"), ("ĤĦ", "H"), ("ìíîïĩīĭįıǐ", "i"),
    ("ÌÍÎÏĨĪĬĮİǏ", "I"), ("ĳ", "ij"), ("Ĳ", "IJ"), ("ĵ", "j"), ("Ĵ", "J"), ("ķĸ", "k"),
    ("Ķ", "K"), ("ĺļľŀł", "l"), ("ĹĻĽĿŁ", "L"), ("ñńņňŉŋ", "n"), ("ÑŃŅŇŊ", "N"),
    ("ºòóôõöøōŏőơǒ", "o"), ("ÒÓÔÕÖØŌŎŐƠǑ", "O"), ("œ", "oe"), ("Œ", "OE"), ("ŕŗř", "r"),
    ("ŔŖŘ", "R"), ("ßśŝşšſș", "s"), ("ŚŜŞŠȘ", "S"), ("ţťŧț", "t"), ("ŢŤŦȚ", "T"),
    ("þ", "th"), ("Þ", "TH"), ("ùúûüũūŭůűųưǔǖǘǚǜ", "u"), ("ÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛ", "U"),
    ("ŵ", "w"), ("Ŵ", "W"), ("ýÿŷ", "y"), ("ÝŶŸ", "Y"), ("źżž", "z"), ("ŹŻŽ", "Z"), ("£", ""),
  ]

  /// The Vietnamese letters stand in pairs, capital first.
  private static let pairs: [(range: ClosedRange<UInt32>, capital: String, small: String)] = [
    (0x1EA0...0x1EB7, "A", "a"), (0x1EB8...0x1EC7, "E", "e"), (0x1EC8...0x1ECB, "I", "i"),
    (0x1ECC...0x1EE3, "O", "o"), (0x1EE4...0x1EF1, "U", "u"), (0x1EF2...0x1EF9, "Y", "y"),
  ]

  private static let plain: [Unicode.Scalar: [UInt8]] = {
    var table: [Unicode.Scalar: [UInt8]] = [:]
    for group in groups {
      for letter in group.letters.unicodeScalars { table[letter] = Array(group.plain.utf8) }
    }
    for pair in pairs {
      for value in pair.range {
        guard let letter = Unicode.Scalar(value) else { continue }
        table[letter] = Array((value % 2 == 0 ? pair.capital : pair.small).utf8)
      }
    }
    return table
  }()

  /// The text without accents; what is not UTF-8 stays.
  static func folded(_ text: [UInt8]) -> [UInt8] {
    if text.allSatisfy({ $0 < 0x80 }) { return text }
    guard let string = String(validating: text, as: UTF8.self) else { return text }
    var out: [UInt8] = []
    for scalar in string.unicodeScalars {
      if let plain = plain[scalar] {
        out += plain
      } else {
        out += Array(String(scalar).utf8)
      }
    }
    return out
  }
}
