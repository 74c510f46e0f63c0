/// One option as it is typed and told: parsing, help and errors read the same row.
struct Option: Sendable {
  enum Kind: Sendable {
    case flag
    /// Takes one value; the placeholder stands for it in help.
    case value(String)
    case number(String, ClosedRange<Int>)
    case choice([String])
    /// Takes every following word up to the next option.
    case list(String)
    /// Takes one value each time it is given.
    case repeated(String)
  }

  let name: String
  let kind: Kind
  let help: String
  let required: Bool

  init(_ name: String, _ kind: Kind, _ help: String, required: Bool = false) {
    self.name = name
    self.kind = kind
    self.help = help
    self.required = required
  }

  var placeholder: String? {
    switch kind {
    case .flag: nil
    case .value(let name), .number(let name, _), .repeated(let name): name
    case .choice(let words): words.joined(separator: "|")
    case .list(let name): "\(name)…"
    }
  }

  /// `--days N`
  var usage: String { placeholder.map { "--\(name) \($0)" } ?? "--\(name)" }

  /// Options of every command, before or after it.
  static let everywhere: [Option] = [
    Option("json", .flag, "print one JSON document instead of text"),
    Option("as", .value("STAFF"), "who acts: an id or a unique name ($STUDIOLOOP_AS)"),
    Option("pin", .value("PIN"), "their PIN; - reads standard input ($STUDIOLOOP_PIN)"),
    Option("location", .value("L"), "act at this location instead of the device's own"),
    Option("all", .flag, "all locations"),
    Option("data", .value("DIR"), "the data directory"),
    Option("config", .value("FILE"), "the configuration file ($STUDIOLOOP_CONFIG)"),
    Option("operation", .value("ID"), "the operation's id: the same again does nothing twice"),
    Option("wait", .number("SECONDS", 0...3_600), "how long to wait for another program's write"),
    Option("clock", .value("TIME"), "a clock that starts at TIME and runs (training studios)"),
    Option("trainer", .flag, "open the application for a trainer"),
    Option("help", .flag, "tell how a command is used"),
  ]
}

/// One word that stands by its place.
struct Operand: Sendable {
  enum Count: Sendable { case one, optional, many, any }

  let name: String
  let count: Count
  /// The closed list that it, or its part before `=`, is taken from; empty where it is open.
  let words: [String]

  init(_ name: String, _ count: Count = .one, words: [String] = []) {
    self.name = name
    self.count = count
    self.words = words
  }

  var usage: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .many: "\(name)…"
    case .any: "[\(name)…]"
    }
  }

  var isNeeded: Bool { count == .one || count == .many }
  var isOpen: Bool { count == .many || count == .any }
}
