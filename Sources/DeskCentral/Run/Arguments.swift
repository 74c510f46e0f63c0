/// What was typed: the words of a command, its operands and its options.
struct Arguments: Sendable {
  let command: Command
  let operands: [String]
  private let values: [String: String]

  subscript(_ option: String) -> String? { values[option] }
  func has(_ option: String) -> Bool { values[option] != nil }

  /// Throws `UsageError` where it is missing.
  func needed(_ option: String) throws(UsageError) -> String {
    guard let value = values[option] else {
      throw UsageError("--\(option) is missing; use: \(command.usage)")
    }
    return value
  }

  /// What is to be done: a command, or to tell how those are used that begin with some words.
  enum Asked {
    case command(Arguments)
    case help([String])
  }

  /// Throws `UsageError` for anything that the table does not have.
  static func asked(_ words: [String]) throws(UsageError) -> Asked {
    let (plain, values) = try sorted(words)
    let fitting = Command.all.filter { plain.starts(with: $0.words) }
    let command = fitting.max { $0.words.count < $1.words.count }
    if plain.first == "help" { return .help(Array(plain.dropFirst())) }
    if plain.isEmpty || values["help"] != nil { return .help(command?.words ?? plain) }
    guard let command else {
      throw UsageError("there is no such command; desk-central --help lists all")
    }
    return .command(try Arguments(command, Array(plain.dropFirst(command.words.count)), values))
  }

  private static func sorted(
    _ words: [String]
  ) throws(UsageError) -> (plain: [String], values: [String: String]) {
    var plain: [String] = []
    var values: [String: String] = [:]
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        plain.append(word)
        continue
      }
      let parts = word.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      guard let option = Command.options.first(where: { $0.name == name }) else {
        throw UsageError("there is no option --\(name); desk-central --help lists all")
      }
      if option.value == nil {
        values[name] = ""
      } else if parts.count == 2 {
        values[name] = String(parts[1])
      } else if let value = rest.popFirst() {
        values[name] = value
      } else {
        throw UsageError("--\(name) needs a value")
      }
    }
    return (plain, values)
  }

  private init(
    _ command: Command, _ operands: [String], _ values: [String: String]
  ) throws(UsageError) {
    self.command = command
    self.operands = operands
    self.values = values
    guard operands.count == command.operands.count else {
      throw UsageError("too \(operands.isEmpty ? "few" : "many") words; use: \(command.usage)")
    }
    for name in values.keys.sorted()
    where !command.options.contains(name) && !Command.everywhere.contains(name) {
      throw UsageError("--\(name) does not belong to this; use: \(command.usage)")
    }
  }
}

/// The command was used wrongly: one line that says what to do next; exit 2.
struct UsageError: Error {
  let message: String

  init(_ message: String) { self.message = message }
}
