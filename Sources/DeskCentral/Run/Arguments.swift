/// What was typed: the words of a command, its operands and its options.
struct Arguments: Sendable {
  private(set) var command: Command
  private(set) var operands: [String] = []
  private var values: [String: String] = [:]

  subscript(_ option: String) -> String? { values[option] }
  func has(_ option: String) -> Bool { values[option] != nil }

  /// Throws `UsageError` where it is missing.
  func needed(_ option: String) throws(UsageError) -> String {
    guard let value = values[option] else {
      throw UsageError("--\(option) is missing; use: \(command.usage)")
    }
    return value
  }

  /// Throws `UsageError` for anything that the table does not have; nil where help is asked for.
  init?(_ words: [String]) throws(UsageError) {
    var plain: [String] = []
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        plain.append(word)
        continue
      }
      let parts = word.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      if name == "help" { return nil }
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
    if plain.isEmpty || plain == ["help"] { return nil }
    let fitting = Command.all.filter { plain.starts(with: $0.words) }
    guard let command = fitting.max(by: { $0.words.count < $1.words.count }) else {
      throw UsageError("there is no such command; desk-central --help lists all")
    }
    self.command = command
    operands = Array(plain.dropFirst(command.words.count))
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
