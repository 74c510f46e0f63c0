extension Command {
  /// Promised by the contract: they answer honestly until they come.
  static let later: [Command] = [
    Command(
      "sell", [Operand("MEMBER"), Operand("PACKAGE")],
      [
        Option("paid", .choice(["cash", "card", "eft", "later"]), "how"),
        Option("reference", .value("R"), "of the card machine or the bank"),
      ], for: .staff, "sell a package", .later),
    Command("decisions", for: .staff, "conflicts that wait for a person", .later),
    Command(
      "decisions resolve", [Operand("ID"), Operand("CHOICE")], for: .staff, "settle one", .later),
    Command(
      "sync", [], [Option("once", .flag, "one round")], for: .staff, "exchange with the authority",
      .later),
    Command(
      "enroll", [Operand("URL"), Operand("CODE")], for: .staff, "join a studio's central service",
      .later),
    Command(
      "serve", [], [Option("listen", .value("HOST:PORT"), "where")], for: .staff,
      "be the authority", .later),
    Command(
      "device enroll", [], [Option("role", .choice(["desk", "kiosk"]), "what it is")],
      for: .staff, "let a device join", .later),
    Command("device revoke", [Operand("ID")], for: .staff, "shut a device out", .later),
    Command(
      "report", [Operand("outage|corrections|unused"), Operand("FILE", .optional)],
      for: .staff, "what an outage left behind", .later),
    Command(
      "outbox import", [Operand("FILE")], for: .staff, "take operations from a stick", .later),
  ]
}
