import Domain
import Sync

extension Command {
  static let records: [Command] = [
    Command(
      "export", [Operand("WHAT", words: Export.kinds), Operand("FILE")],
      [
        Option("date", .value("D"), "the first day of roster, attendance, openactive (today)"),
        Option("days", .number("N", 1...36_600), "how many days (1)"),
      ], for: .anyone, "write a file; at a kiosk only the outbox", .desk(Export.run)),
    Command(
      "outbox", [],
      [
        Option("pending", .flag, "only what is not yet decided"),
        Option("limit", .number("N", 1...1_000_000_000), "the oldest so many (all)"),
      ], for: .anyone, "the operations of this device, oldest first", .desk(Outbox.list)),
    Command(
      "outbox import", [Operand("FILE")], for: .staff,
      "take what another device could not deliver, from a stick", .desk(Outbox.bring)),
    Command(
      "doctor", [], for: .anyone, "check data, configuration, clock and disk",
      .plain(Doctor.examine)),
  ]
}
