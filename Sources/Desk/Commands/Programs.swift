import Domain

extension Command {
  /// What opens the application, draws it, fills the studio or explains the program.
  static let programs: [Command] = [
    Command(
      "kiosk", [],
      [
        Option("exit-pin", .value("P"), "sets the PIN that leaves it, where joining was broken off")
      ],
      for: .anyone, "open the members' screen", .plain(Application.run)),
    Command(
      "demo", [],
      [
        Option("offline", .flag, "begin with the line cut"),
        Option("seed", .number("N", 0...Int.max), "another made-up studio"),
        Option("members", .number("N", 1...1_000_000), "how many people"),
        Option("no-ui", .flag, "only make the studio in the data directory"),
      ], for: .anyone, "a made-up studio to try everything on", .plain(DemoCommand.run)),
    Command(
      "import",
      [Operand("WHAT", words: ["members", "timetable", "credits", "bookings"]), Operand("FILE")],
      [
        Option("format", .value("F"), "where it comes from (recognised by its header)"),
        Option("map", .repeated("OURS=THEIRS"), "which column is which"),
        Option("dry-run", .flag, "only say what would happen"),
        Option("capacity", .number("N", 0...100_000), "places where the file has none (20)"),
        Option("credits", .value("N"), "credits where the file has none (0)"),
      ], for: .right(.importExport), "bring people and timetables along",
      .desk(ImportCommand.run)),
    Command(
      "render", [Operand("SCREEN", words: Application.screens)],
      [
        Option("date", .value("D"), "the day (today)"),
        Option("view", .choice(["day", "week", "month"]), "of the schedule"),
        Option("session", .value("S"), "of the roster"),
        Option("query", .value("Q"), "of the members"),
        Option("size", .value("80x24"), "columns and lines"),
        Option("ascii", .flag, "no character beyond ASCII"),
        Option("mono", .flag, "marks as without colours"),
        Option("theme", .choice(["dark", "light", "high-contrast", "mono"]), "glyphs of a theme"),
      ], for: .anyone, "print a screen as the application would draw it",
      .desk(Application.render)),
    Command(
      "help", [Operand("COMMAND", .any)], [Option("markdown", .flag, "the table of README.md")],
      for: .anyone, "tell how a command is used", .plain(Help.answer)),
  ]

  static let all: [Command] =
    programs + studio + schedule + people + bookings + attendance + records + decisions + reports
    + places + line + [serving] + power + later
}
