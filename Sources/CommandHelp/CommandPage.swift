/// What a program tells of one of its commands.
package struct CommandPage: Sendable {
  package let words: [String]
  /// How it is typed, whole.
  package let usage: String
  /// What it does, and what else there is to say: a paragraph each.
  package let told: [String]
  /// How each option is typed, and what it means.
  package let options: [(usage: String, help: String)]

  package init(
    _ words: [String], usage: String, told: [String], options: [(usage: String, help: String)]
  ) {
    self.words = words
    self.usage = usage
    self.told = told
    self.options = options
  }

  /// The pages of all commands that begin with these words; nil where none does.
  package static func text(of words: [String], among pages: [CommandPage]) -> String? {
    let found = pages.filter { $0.words.starts(with: words) }
    return found.isEmpty ? nil : found.map(\.text).joined(separator: "\n\n")
  }

  private var text: String {
    let table = options.isEmpty ? [] : [Self.table(of: options)]
    return ([usage] + told + table).joined(separator: "\n\n")
  }

  package static func table(of options: [(usage: String, help: String)]) -> String {
    let width = options.map(\.usage.count).max() ?? 0
    return options.map { option in
      let gap = String(repeating: " ", count: width - option.usage.count)
      return "  \(option.usage)\(gap)  \(option.help)"
    }.joined(separator: "\n")
  }
}
