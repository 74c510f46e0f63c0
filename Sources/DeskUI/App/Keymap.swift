/// The one table of keys: dispatch, key line, help, palette and the README read it.
package struct Keymap: Sendable {
  package typealias Row = Binding<Command, Context>

  package private(set) var table: Bindings<Command, Context>

  /// With `cuts` where the line can be cut to try an outage.
  package static func standard(remapped: [Command: [Key]] = [:], cuts: Bool = false) -> Keymap {
    var table = Bindings<Command, Context>(
      scheduleRows + rosterRows + checkInRows + memberRows + decisionRows + outageRows + summaryRows
        + panelRows + kioskRows + screens + everywhere + (cuts ? lineRows : []))
    for (command, keys) in remapped { table.remap(command, to: keys) }
    return Keymap(table: table)
  }

  /// The row that answers a key; a panel and a locked desk hear only what is bound for them, and a
  /// panel the function keys that lead on.
  package func row(for key: Key, in context: Context, typing: Bool) -> Row? {
    guard let row = table.row(for: key, in: context, typing: typing),
      !row.contexts.isEmpty || context.isScreen
    else { return wayOut(by: key, of: context) }
    return row
  }

  /// Somebody else may sign in over any panel; a screen takes the place of those in which nothing
  /// has been filled in.
  private func wayOut(by key: Key, of context: Context) -> Row? {
    guard case .f = key, let row = table.row(for: key, in: .schedule, typing: true) else {
      return nil
    }
    let isLeading = Self.screens.contains { $0.action == row.action && $0.contexts == Self.staffed }
    return switch context {
    case .form, .prompt: row.action == .switchStaff ? row : nil
    case .picker, .palette, .help, .filter, .question, .result, .cancel, .spots,
      .summary:
      row.action == .switchStaff || isLeading ? row : nil
    default: nil
    }
  }

  /// The rows of a context in the order of the key line: its own, then those of everywhere.
  package func rows(in context: Context) -> [Row] {
    let rows = table.rows(in: context)
    let own = rows.filter { !$0.contexts.isEmpty }
    return context.isScreen ? own + rows.filter(\.contexts.isEmpty) : own
  }

  /// What stands for a command in a sentence: "F2".
  package func key(of command: Command) -> String {
    table.row(of: command)?.keys.first?.name ?? ""
  }

  /// As `key(of:)`, of a screen or panel that has its own key for it.
  package func key(of command: Command, in context: Context) -> String? {
    rows(in: context).first { $0.action == command }?.keys.first?.name
  }

  /// Screens that move between days, rows and people.
  private static let moving: Set<Context> = [
    .schedule, .roster, .members, .profile, .decisions, .outbox, .outage, .corrections,
    .picker, .palette, .help, .checkIn, .filter, .summary,
  ]
  static let staffed: Set<Context> = [
    .schedule, .roster, .checkIn, .members, .profile, .decisions, .outbox, .outage, .corrections,
  ]

  private static let everywhere: [Row] = [
    Row(.help, [.f(1), .char("?")], "help", help: "Explains the keys of this screen."),
    Row(.palette, [.char(":"), .ctrl("p")], "commands", help: "Finds any command by its name."),
    Row(.searchMembers, [.char("/"), .ctrl("f")], "member", help: "Finds a member by anything."),
    Row(.switchStaff, [.f(2)], "who", help: "Signs somebody else in, by digit and PIN."),
    Row(.undo, [.char("u"), .alt("u")], "undo", help: "Takes back the last act of this desk."),
    Row(.back, [.esc], "back", help: "Goes back to where you came from."),
    Row(.lock, [.ctrl("k")], "lock", help: "Locks the desk to scans until a PIN."),
    Row(.redraw, [.ctrl("l")], "redraw", help: "Paints the screen anew."),
    Row(.suspend, [.ctrl("z")], "suspend", help: "Leaves the terminal to the shell for a while."),
    Row(
      .quit, [.char("q"), .ctrl("c")], "quit", help: "Ends the program, after asking.",
      danger: .irreversible),
  ]

  /// Found by name alone: a slip of the hand cuts no line.
  private static let lineRows: [Row] = [
    Row(.cutLine, [], "Cut the line", help: "As if the network died: this desk works on alone."),
    Row(.restoreLine, [], "Restore the line", help: "The network is back: everything goes out."),
  ]

  private static let screens: [Row] = [
    Row(.schedule, [.f(3), .alt("1")], "schedule", help: "Shows the schedule.", in: staffed),
    Row(
      .roster, [.f(4), .alt("2")], "roster",
      help: "Shows the people of the session that is on or comes next.", in: staffed),
    Row(.checkIn, [.f(5), .alt("3")], "check-in", help: "Checks in by code.", in: staffed),
    Row(.members, [.f(6), .alt("4")], "members", help: "Shows the members.", in: staffed),
    Row(
      .decisions, [.f(9), .alt("7")], "decisions", help: "Shows what waits for a decision.",
      in: staffed),
    Row(
      .outbox, [.f(10), .alt("8")], "outbox", help: "Shows what this desk has written.",
      in: staffed),
    Row(.up, [.up, .char("k")], "up", help: "One up.", in: moving),
    Row(.down, [.down, .char("j")], "down", help: "One down.", in: moving),
    Row(.pageUp, [.pageUp], "page up", help: "A page up.", in: moving),
    Row(.pageDown, [.pageDown], "page down", help: "A page down.", in: moving),
    Row(.first, [.home], "first", help: "To the first.", in: moving),
    Row(.last, [.end], "last", help: "To the last.", in: moving),
  ]
}

extension Context {
  /// As people read it: "check-in".
  package var word: String { self == .checkIn ? "check-in" : rawValue }

  /// True for what fills the screen; panels over it have keys of their own.
  package var isScreen: Bool {
    switch self {
    case .schedule, .roster, .checkIn, .members, .profile, .decisions, .outbox, .outage,
      .corrections:
      true
    default: false
    }
  }
}
