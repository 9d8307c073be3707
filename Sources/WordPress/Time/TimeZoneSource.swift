internal import Bytes
package import Runtime

/// The time zones that are installed on the machine.
package struct TimeZoneSource: Sendable {
  private let files: any FileReading
  private let directory: String

  /// A zone's file at most.
  private static let fileBytesMax = 1 << 20

  package init(files: any FileReading, directory: String) {
    self.files = files
    self.directory = directory
  }

  /// The zones of the distribution.
  package init(files: any FileReading) {
    self.init(files: files, directory: "/usr/share/zoneinfo")
  }

  /// The zone that a site's two options mean: the name when there is one, else the offset.
  package func site(timezoneString: String, gmtOffset: String) throws(Fault) -> TimeZoneRules {
    if timezoneString.isEmpty { return Self.fixed(gmtOffset: gmtOffset) }
    return try zone(timezoneString)
  }

  /// The zone of a name, or of an offset such as `+02:00`.
  package func zone(_ name: String) throws(Fault) -> TimeZoneRules {
    if let offset = Self.offset(name) { return TimeZoneRules(name: name, fixedOffset: offset) }
    if name == "UTC" { return .utc }
    guard Self.isPlain(name), let bytes = try contents(name) else { throw Self.missing(name) }
    guard let file = TimeZoneFile(bytes), let rules = TimeZoneRules(name: name, file: file) else {
      throw Fault(
        .data, operation: "reading a time zone", subject: name,
        cause: "its file in \(directory) is damaged or older than version 2",
        hint: "Install the package tzdata again", recovery: .operator)
    }
    return rules
  }

  /// The file's bytes, under the zone's newer name when it has been renamed.
  private func contents(_ name: String) throws(Fault) -> [UInt8]? {
    let path = "\(directory)/\(name)"
    if try files.kind(of: path) == .file {
      return try files.contents(of: path, bytesMax: Self.fileBytesMax)
    }
    guard let newer = renamed(name), try files.kind(of: "\(directory)/\(newer)") == .file else {
      return nil
    }
    return try files.contents(of: "\(directory)/\(newer)", bytesMax: Self.fileBytesMax)
  }

  /// The name that the distribution's list of links gives for an old one.
  private func renamed(_ name: String) -> String? {
    guard
      let list = try? files.contents(
        of: "\(directory)/tzdata.zi", bytesMax: Self.fileBytesMax)
    else { return nil }
    for line in list.split(separator: 0x0A) where line.starts(with: "L ".utf8) {
      let words = line.split(separator: 0x20)
      if words.count == 3, words[2].elementsEqual(name.utf8) {
        let target = String(decoding: words[1], as: UTF8.self)
        return Self.isPlain(target) ? target : nil
      }
    }
    return nil
  }

  /// Only letters, digits and `_+-/`, so that no name leads out of the directory.
  private static func isPlain(_ name: String) -> Bool {
    name.utf8.count <= 64 && !name.hasPrefix("/") && !name.isEmpty
      && name.utf8.allSatisfy { ($0 < 0x80 && PHPByte.isName($0)) || "+-/".utf8.contains($0) }
  }

  /// `+HH:MM` in seconds; nil when the text is no offset.
  private static func offset(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
      bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
      let hours = Int64(String(decoding: bytes[1...2], as: UTF8.self)),
      let minutes = Int64(String(decoding: bytes[4...5], as: UTF8.self)), hours >= 0, minutes >= 0
    else { return nil }
    let seconds = hours * 3600 + minutes * 60
    return bytes[0] == UInt8(ascii: "-") ? -seconds : seconds
  }

  /// The zone of the option `gmt_offset`: hours with a fraction, minutes cut off.
  static func fixed(gmtOffset: String) -> TimeZoneRules {
    let value = PHPFunctions.cast(.text(gmtOffset), to: "float")
    guard case .float(let hours) = value, hours.magnitude < 100 else {
      return TimeZoneRules(name: "+00:00", fixedOffset: 0)
    }
    let whole = Int64(hours)
    let minutes = Int64(((hours - Double(whole)) * 60).magnitude)
    let seconds = Int64(whole.magnitude) * 3600 + minutes * 60
    let sign = hours < 0 ? "-" : "+"
    let name = "\(sign)\(twoDigits(Int64(whole.magnitude))):\(twoDigits(minutes))"
    return TimeZoneRules(name: name, fixedOffset: hours < 0 ? -seconds : seconds)
  }

  private static func twoDigits(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : String(number)
  }

  private static func missing(_ name: String) -> Fault {
    Fault(
      .configuration, operation: "finding a time zone", subject: name,
      cause: "there is no such zone on this machine",
      hint: "Install the packages tzdata and, for old names, tzdata-legacy, or choose a city in "
        + "WordPress's general settings", recovery: .operator)
  }
}

extension TimeZoneRules {
  /// The rules of a file, its last rule written out for 400 years; nil when that rule is damaged.
  init?(name: String, file: TimeZoneFile) {
    var starts = file.starts
    var offsets = file.offsets
    var repeats = false
    if !file.footer.isEmpty {
      guard let rule = PosixTimeZone(file.footer) else { return nil }
      if rule.summer != nil {
        let last = starts.last ?? 0
        let year = CivilTime(seconds: max(last, 0)).parts.year
        for year in year...(year + 401) {
          for change in rule.changes(in: year) where change.start > starts.last ?? .min {
            starts.append(change.start)
            offsets.append(change.offset)
          }
        }
        repeats = true
      } else if starts.isEmpty, file.firstOffset != rule.standard {
        return nil
      }
    }
    self.init(
      name: name, firstOffset: file.firstOffset, starts: starts, offsets: offsets, repeats: repeats)
  }
}
