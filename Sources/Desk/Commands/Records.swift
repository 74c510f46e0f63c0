import Domain
import Sync

extension Command {
  static let records: [Command] = [
    Command(
      "export", [Operand("WHAT", words: Export.kinds), Operand("FILE")],
      [
        Option("date", .value("D"), "the first day of roster, attendance, openactive (today)"),
        Option("days", .number("N", 1...36_600), "how many days (1)"),
      ], for: .staff, "write a file", .desk(Export.run)),
    Command(
      "outbox", [],
      [
        Option("pending", .flag, "only what is not yet decided"),
        Option("limit", .number("N", 1...1_000_000_000), "the oldest so many (all)"),
      ], for: .anyone, "the operations of this device, oldest first", .desk(Outbox.list)),
    Command(
      "doctor", [], for: .anyone, "check data, configuration, clock and disk",
      .plain(Doctor.examine)),
  ]
}

enum Outbox {
  static func list(_ desk: Desk) throws -> Answer {
    let outbox = try desk.store.outbox(
      pendingOnly: desk.arguments.has("pending"), limit: desk.arguments.number("limit"))
    return Answer(
      [
        "pending": .whole(outbox.pending),
        "operations": JSON(outbox.operations.map { $0.json(in: desk.zone) }),
      ], text(outbox.operations, pending: outbox.pending, desk.zone))
  }

  private static func text(_ operations: [OperationView], pending: Int, _ zone: Zone) -> String {
    var table = Columns("time", "kind", "state", "id")
    for row in operations {
      let local = zone.local(row.at)
      table.add(
        "\(local.day.text) \(local.timeOfDay.text)", row.kind.rawValue, row.state, row.id.text)
    }
    return table.text(empty: "no operations") + "\n\(pending) to send"
  }
}

extension OperationView {
  fileprivate var state: String { outcome?.state.rawValue ?? "provisional" }

  fileprivate func json(in zone: Zone) -> JSON {
    [
      "id": JSON(id), "device": JSON(device),
      // 64 random bits: as a number they would be rounded by many readers of JSON.
      "epoch": .text(String(epoch)),
      "seq": .whole(seq), "kind": .text(kind.rawValue), "at": JSON(at, in: zone),
      "actor": .text(actor.text), "state": .text(state),
      "outcome": outcome.map {
        ["operation": JSON(id), "state": .text($0.state.rawValue), "code": JSON($0.code?.rawValue)]
      } ?? .null,
    ]
  }
}
