import CommandHelp

/// One command: the row that parsing and help are made of.
struct Command: Sendable {
  struct Option: Sendable {
    let name: String
    /// What stands for its value in help; nil for a flag.
    let value: String?
    let help: String
  }

  let words: [String]
  let operands: [String]
  /// Names of the options that it cannot do without.
  let needed: [String]
  /// Names of all its options, beside those of every command.
  let options: [String]
  let help: String
  let work: @Sendable (Call) throws -> Answer

  init(
    _ words: String, _ operands: [String] = [], needs needed: [String] = [],
    _ options: [String] = [], _ help: String, _ work: @escaping @Sendable (Call) throws -> Answer
  ) {
    self.words = words.split(separator: " ").map(String.init)
    self.operands = operands
    self.needed = needed
    self.options = needed + options
    self.help = help
    self.work = work
  }

  var usage: String {
    let options = options.compactMap { name in
      Command.options.first { $0.name == name }
        .map { needed.contains(name) ? $0.usage : "[\($0.usage)]" }
    }
    return (["desk-central"] + words + operands + options).joined(separator: " ")
  }

  static let everywhere = ["store", "json", "organization", "clock", "help"]

  static let options: [Option] = [
    Option(
      name: "store", value: "STORE",
      help: "sqlite:FILE or postgres://… ($STUDIOLOOP_STORE, else sqlite in the home directory)"),
    Option(name: "json", value: nil, help: "print one JSON document instead of text"),
    Option(
      name: "organization", value: "O", help: "its id or name, where there are several"),
    Option(name: "help", value: nil, help: "tell how a command is used"),
    Option(name: "clock", value: "TIME", help: "a clock that starts at TIME (training only)"),
    Option(name: "listen", value: "HOST:PORT", help: "where to answer (127.0.0.1:8470)"),
    Option(name: "certificate", value: "FILE", help: "PEM of a certificate, instead of our own"),
    Option(name: "key", value: "FILE", help: "PEM of its key"),
    Option(name: "tls", value: nil, help: "TLS on this machine's own address too"),
    Option(
      name: "plain-http", value: nil,
      help: "no TLS although other machines can reach it: everybody on that network can read along"),
    Option(
      name: "service", value: "ROLE", help: "as which the service connects to PostgreSQL"),
    Option(name: "name", value: "N", help: "its name"),
    Option(name: "timezone", value: "Z", help: "IANA name, such as Africa/Johannesburg (UTC)"),
    Option(name: "location", value: "L", help: "a location's id or name"),
    Option(name: "owner", value: "NAME", help: "the owner's name"),
    Option(name: "owner-pin", value: "P", help: "the owner's PIN, 4 to 8 digits; - reads it"),
    Option(name: "pin", value: "P", help: "their PIN, 4 to 8 digits; - reads it"),
    Option(name: "role", value: "ROLE", help: "of a person, or desk|kiosk of a device"),
  ]

  static let all: [Command] = [
    Command("init", [], [], "make the store, and a key for TLS", Upkeep.make),
    Command(
      "serve", [], ["listen", "certificate", "key", "tls", "plain-http"],
      "answer devices until SIGTERM", Serving.run),
    Command(
      "migrate", [], ["service"], "bring the store to this program's version", Upkeep.migrate),
    Command("backup", ["FILE"], [], "a whole copy of one organization", Upkeep.backup),
    Command("doctor", [], [], "look for damage", Upkeep.doctor),
    Command(
      "organization add", [], needs: ["name"],
      ["timezone", "location", "owner", "owner-pin"],
      "found a studio", Studios.add),
    Command("organization list", [], [], "all of this store", Studios.list),
    Command(
      "location add", [], needs: ["name", "timezone"], [], "add a location", Studios.addLocation),
    Command(
      "staff add", [], needs: ["name", "role", "pin"], ["location"], "add a person of the staff",
      Studios.addStaff),
    Command(
      "outages add", ["WHEN"], ["location"],
      "announce an outage of the power to a location's devices", Outages.add),
    Command("outages list", [], ["location"], "those that are announced", Outages.list),
    Command("outages remove", ["WHEN"], ["location"], "withdraw one", Outages.remove),
    Command(
      "device enroll", [], needs: ["role"], ["location", "name"],
      "print a code that lets one device in within ten minutes", Devices.enroll),
    Command("device list", [], [], "all devices, and when they were heard of", Devices.list),
    Command("device revoke", ["ID"], [], "let a device in no more", Devices.revoke),
    Command(
      "outbox import", ["FILE"], [], "take what a device could not deliver, from a stick",
      OutboxImport.run),
    Command(
      "key rotate", [], ["tls"],
      "sign passes with a fresh key; with --tls change to the connection's next key",
      Devices.rotate),
  ]

  /// How the commands are used that begin with these words; without any, all in short.
  static func help(on words: [String]) throws(UsageError) -> String {
    guard !words.isEmpty else { return overview }
    let pages = all.map { command in
      let own = command.options + everywhere
      return CommandPage(
        command.words, usage: command.usage, told: [command.help],
        options: own.compactMap { name in
          options.first { $0.name == name }.map { ($0.usage, $0.help) }
        })
    }
    guard let text = CommandPage.text(of: words, among: pages) else {
      throw UsageError("there is no such command; desk-central --help lists all")
    }
    return text
  }

  private static var overview: String {
    let commands = all.map { command in
      "  \(([command.words.joined(separator: " ")] + command.operands).joined(separator: " "))"
        .padded(to: 24) + command.help
    }
    let options = options.map { "  \($0.usage)".padded(to: 24) + $0.help }
    return
      (["desk-central: the service of one or more studios", ""] + commands + [""] + options
      + ["", "desk-central help COMMAND tells more."]
      + ["", "Exit: 0 done, 1 refused, 2 wrong use, 3 damaged or missing data, 4 no line."])
      .joined(separator: "\n")
  }
}

extension Command.Option {
  fileprivate var usage: String { value.map { "--\(name) \($0)" } ?? "--\(name)" }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(2, width - count))
  }
}
