import CommandHelp

/// What the command table says to people; README's table comes from here too.
enum Help {
  static func answer(_ call: Call) throws -> Answer {
    if call.arguments.has("markdown") { return Answer(text: markdown) }
    let command = call.arguments.command
    let isAsking = command?.name == "help" && !call.arguments.has("help")
    let words = isAsking ? call.arguments.operands : command?.words ?? []
    guard !words.isEmpty else { return Answer(text: overview) }
    guard let pages = CommandPage.text(of: words, among: Command.all.map(page)) else {
      let typed = words.joined(separator: " ")
      let hint = Nearest.hint(typed, among: Command.all.map(\.name))
      throw UsageError("there is no command \(quoted(typed))\(hint) (desk help lists all)")
    }
    return Answer(text: pages)
  }

  private static var ready: [Command] {
    Command.all.filter { if case .later = $0.work { false } else { true } }
  }

  private static var overview: String {
    var commands = Columns("", "")
    for command in ready { commands.add("desk \(command.name)", command.help) }
    return """
      desk: the front desk. Without a command it opens the application.

      \(commands.text(empty: ""))

      with every command:
      \(CommandPage.table(of: rows(of: Option.everywhere)))

      desk help COMMAND tells more. Exit: 0 done, 1 refused by a rule, 2 wrong use,
      3 damaged or missing data, 4 the lock is taken or the line is down.
      """
  }

  private static func page(_ command: Command) -> CommandPage {
    let lists = command.operands.filter { !$0.words.isEmpty }.map { operand in
      let name = operand.name.split(separator: "=").first.map(String.init) ?? operand.name
      return "\(name) is one of: \(operand.words.joined(separator: ", "))"
    }
    let signIn = command.access == .anyone ? [] : ["It needs a sign-in: --as STAFF --pin PIN."]
    return CommandPage(
      command.words, usage: command.usage, told: [command.help] + lists + signIn,
      options: rows(of: command.options))
  }

  private static func rows(of options: [Option]) -> [(usage: String, help: String)] {
    options.map { ($0.usage, $0.help) }
  }

  private static var markdown: String {
    let rows = ready.map { command in
      "| `\(command.usage.replacing("|", with: "\\|"))` | \(command.help) |"
    }
    return (["| command | what it does |", "|---|---|"] + rows).joined(separator: "\n")
  }
}
