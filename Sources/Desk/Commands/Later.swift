extension Command {
  /// Promised by the contract: they answer honestly until they come.
  static let later: [Command] = [
    Command(
      "sell", [Operand("MEMBER"), Operand("PACKAGE")],
      [
        Option("paid", .choice(["cash", "card", "eft", "later"]), "how"),
        Option("reference", .value("R"), "of the card machine or the bank"),
      ], for: .staff, "sell a package", .later)
  ]
}
