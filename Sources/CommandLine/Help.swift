/// What `help` and `--help` print.
enum Help {
  static var overview: String {
    var lines = [
      "wkpbic: a WooCommerce shop's numbers in Power BI", "",
      "usage: wkpbic COMMAND [--option=value …]", "",
    ]
    let width = Program.verbs.map { $0.name.count }.max() ?? 0
    for verb in Program.verbs {
      lines.append("  \(pad(verb.name, width))  \(verb.summary)")
    }
    lines += ["", "wkpbic help COMMAND tells a command's options; wkpbic --version the version."]
    return lines.joined(separator: "\n")
  }

  static func page(_ verb: any Verb.Type) -> String {
    var lines = ["wkpbic \(verb.name): \(verb.summary)", ""]
    let options = verb.options + Option.everywhere
    let names = options.map { option in
      "--\(option.name)" + (option.value.map { "=\($0)" } ?? "")
    }
    let width = names.map(\.count).max() ?? 0
    for (name, option) in zip(names, options) {
      lines.append("  \(pad(name, width))  \(option.help)")
    }
    return lines.joined(separator: "\n")
  }

  static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
