import Domain

/// One command: the row that parsing, help, permission and README's table are made of.
struct Command: Sendable {
  /// Who may ask for it at all; what it then does is judged by the rulebook.
  enum Access: Sendable, Equatable {
    /// Also the device itself, with nobody signed in.
    case anyone
    case staff
    case right(Action)
  }

  enum Work: Sendable {
    /// Needs no open store: it makes one, or tells something.
    case plain(@Sendable (Call) throws -> Answer)
    case desk(@Sendable (Desk) throws -> Answer)
    /// Promised by the contract, not in this version.
    case later
  }

  let words: [String]
  let operands: [Operand]
  let options: [Option]
  let access: Access
  let help: String
  let work: Work

  init(
    _ words: String, _ operands: [Operand] = [], _ options: [Option] = [],
    for access: Access, _ help: String, _ work: Work
  ) {
    self.words = words.split(separator: " ").map(String.init)
    self.operands = operands
    self.options = options
    self.access = access
    self.help = help
    self.work = work
  }

  var name: String { words.joined(separator: " ") }

  /// `desk book SESSION MEMBER [--spots N] …`
  var usage: String {
    let options = options.map { $0.required ? $0.usage : "[\($0.usage)]" }
    return (["desk"] + words + operands.map(\.usage) + options).joined(separator: " ")
  }

  /// A command's own option shadows the one of the same name that all have.
  func option(_ name: String) -> Option? {
    options.first { $0.name == name } ?? Option.everywhere.first { $0.name == name }
  }
}
