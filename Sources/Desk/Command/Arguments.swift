/// What was typed, sorted by the command table; `command` is nil for the application.
struct Arguments: Sendable {
  private(set) var command: Command?
  private(set) var operands: [String] = []
  private var values: [String: [String]] = [:]
  /// Options of all commands where a command has its own of the same name (`staff add --pin`).
  private var shadowed: [String: String] = [:]

  subscript(_ option: String) -> String? { values[option]?.last }
  func has(_ option: String) -> Bool { values[option] != nil }
  func all(_ option: String) -> [String] { values[option] ?? [] }
  func number(_ option: String) -> Int? { self[option].flatMap { Int($0) } }

  /// The value of an option of all commands, whatever the command calls its own.
  func global(_ option: String) -> String? {
    let owns = command?.options.contains { $0.name == option } ?? false
    return shadowed[option] ?? (owns ? nil : self[option])
  }

  /// The nth operand, which the table promised.
  func operand(_ place: Int) -> String { place < operands.count ? operands[place] : "" }

  /// Throws `UsageError` for anything that the table does not have.
  init(_ words: [String], table: [Command] = Command.all) throws {
    var parser = Parser(words: words[...], table: table)
    try parser.run()
    command = parser.command
    operands = parser.operands
    values = parser.values
    shadowed = parser.shadowed
    if !has("help") { try checkCounts() }
  }

  private func checkCounts() throws {
    guard let command else { return }
    let needed = command.operands.filter(\.isNeeded)
    guard operands.count >= needed.count else {
      let missing = needed[operands.count]
      throw UsageError("\(missing.name) is missing; use: \(command.usage)")
    }
    if !command.operands.contains(where: \.isOpen), operands.count > command.operands.count {
      throw UsageError("too many words (quote what has blanks); use: \(command.usage)")
    }
    if case .later = command.work { return }
    for (operand, word) in zip(command.operands, operands) { try check(word, operand) }
    for option in command.options where option.required && !has(option.name) {
      throw UsageError("--\(option.name) is missing; use: \(command.usage)")
    }
  }

  private func check(_ word: String, _ operand: Operand) throws {
    guard !operand.words.isEmpty, !operand.isOpen, !operand.words.contains(word) else { return }
    throw UsageError(
      "\(operand.name) is one of: \(operand.words.joined(separator: ", "))"
        + Nearest.hint(word, among: operand.words))
  }
}

/// Walks the words once; options may stand before, between and after the words of a command.
private struct Parser {
  var words: ArraySlice<String>
  let table: [Command]
  var typed: [String] = []
  var operands: [String] = []
  var values: [String: [String]] = [:]
  var shadowed: [String: String] = [:]
  private var last: String?

  init(words: ArraySlice<String>, table: [Command]) {
    self.words = words
    self.table = table
  }

  var command: Command? { table.first { $0.words == typed } }

  mutating func run() throws {
    while let word = words.popFirst() {
      if word == "--" {
        for rest in words { try take(rest) }
        break
      } else if word == "-h" {
        values["help"] = [""]
      } else if word.hasPrefix("-"), word != "-", Int(word) == nil {
        try option(word)
      } else {
        try take(word)
        last = nil
      }
    }
    if command == nil, !typed.isEmpty, values["help"] == nil { throw unfinished() }
  }

  private mutating func take(_ word: String) throws {
    let longer = typed + [word]
    if operands.isEmpty, table.contains(where: { $0.words.starts(with: longer) }) {
      typed = longer
    } else if command != nil {
      operands.append(word)
    } else if typed.isEmpty {
      let names = Set(table.compactMap(\.words.first)).sorted()
      throw UsageError(
        "there is no command \(quoted(word))\(Nearest.hint(word, among: names))"
          + " (desk help lists all)")
    } else {
      throw unfinished()
    }
  }

  private func unfinished() -> UsageError {
    let next = table.filter { $0.words.starts(with: typed) }.map { $0.words[typed.count] }
    return UsageError(
      "desk \(typed.joined(separator: " ")) needs one of: \(next.joined(separator: ", "))")
  }

  private mutating func option(_ word: String) throws {
    let parts = word.drop { $0 == "-" }.split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.first.map(String.init) ?? ""
    let known = Option.everywhere + (command?.options ?? [])
    let own = command?.options.first { $0.name == name }
    guard word.hasPrefix("--"), let option = own ?? known.first(where: { $0.name == name }) else {
      throw UsageError(
        "there is no option \(quoted(word))"
          + Nearest.hint(name, among: known.map(\.name), mark: "--")
          + " (\(command.map { "use: \($0.usage)" } ?? "desk help lists all"))")
    }
    let given = parts.count == 2 ? String(parts[1]) : nil
    let before = last
    last = name
    if case .flag = option.kind {
      guard given == nil else { throw UsageError("--\(name) takes no value") }
      values[name] = [""]
    } else if case .list = option.kind, given == nil {
      values[name, default: []] += try following(name, option)
    } else {
      let value = try given ?? following(name)
      try check(value, option)
      // `--as STAFF --pin PIN`, or one before the command, signs in even where the command has a PIN
      // of its own: nobody's is given to somebody else.
      if name == "pin", own == nil || before == "as" {
        shadowed[name] = value
      } else {
        values[name, default: []].append(value)
        if own == nil { shadowed[name] = value }
      }
    }
  }

  private mutating func following(_ name: String) throws -> String {
    guard let value = words.first, !value.hasPrefix("--") else {
      throw UsageError("--\(name) needs a value (--\(name)=VALUE if it begins with --)")
    }
    words.removeFirst()
    return value
  }

  private mutating func following(_ name: String, _ option: Option) throws -> [String] {
    let list = words.prefix { !$0.hasPrefix("-") }
    words = words.dropFirst(list.count)
    guard !list.isEmpty else { throw UsageError("--\(name) needs at least one value") }
    return Array(list)
  }

  private func check(_ value: String, _ option: Option) throws {
    switch option.kind {
    case .number(_, let range):
      guard let number = Int(value), range.contains(number) else {
        throw UsageError(
          "--\(option.name) takes a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
    case .choice(let words):
      guard words.contains(value) else {
        throw UsageError("--\(option.name) takes one of: \(words.joined(separator: ", "))")
      }
    case .flag, .value, .list, .repeated: break
    }
  }
}

/// A typed word inside a message: one short line, whatever was typed.
func quoted(_ word: String) -> String {
  let plain = plainText(word)
  return "\"\(plain.count > 40 ? plain.prefix(40) + "…" : plain)\""
}

/// A word as a shell takes it.
func shellWord(_ word: String) -> String {
  let isPlain = word.allSatisfy {
    $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0))
  }
  return isPlain ? word : "'\(plainText(word).replacing("'", with: #"'\''"#))'"
}
