import Central
import DeskUI
import Domain
import Sync
import Wire

enum Outbox {
  static func list(_ desk: Desk) throws -> Answer {
    let pendingOnly = desk.arguments.has("pending")
    let outbox = try desk.store.outbox(
      pendingOnly: pendingOnly, limit: desk.arguments.number("limit"))
    let total = pendingOnly ? outbox.pending : try desk.store.outboxTotal()
    let told = desk.arguments.has("json") ? [:] : try desk.store.rows(of: outbox.operations)
    return Answer(
      [
        "pending": .whole(outbox.pending), "total": .whole(total),
        "operations": JSON(outbox.operations.map { $0.json(in: desk.zone) }),
      ],
      text(outbox.operations, told, pending: outbox.pending, desk)
        + cut(outbox.operations.count, of: total))
  }

  /// What a limit has left out.
  private static func cut(_ count: Int, of total: Int) -> String {
    count < total
      ? "\nthe oldest \(count) of \(total); without --limit all are listed" : ""
  }

  /// What this device could not deliver, for a stick.
  static func file(_ desk: Desk) throws -> (rows: Int, bytes: [UInt8]) {
    try desk.store.exportOutbox()
  }

  /// From a stick. What a device locked when it was shut out, only the authority opens, and only for
  /// who may shut devices out.
  static func bring(_ desk: Desk) throws -> Answer {
    var file = try BroughtFile.read(
      desk.arguments.operand(0), most: OutboxFile.limit,
      tooLarge: "no desk wrote that; name the file that desk export outbox has made")
    let brought: BroughtOperations
    do {
      if try OutboxFile.isLocked(file) {
        try desk.demand(.manageStudio)
        file = try opened(file, desk)
      }
      brought = try desk.store.importOutbox(
        file,
        trustsShutOut: desk.store.isStandAlone && desk.right(to: .manageStudio) == .yes)
    } catch let problem as OutboxFile.Problem {
      throw StoreError(problem)
    }
    let next =
      desk.store.isStandAlone
      ? "decided; their desk is told at its next contact"
      : "kept here, and go to the authority with the next contact"
    return Answer(
      [
        "read": .whole(brought.read), "new": .whole(brought.new), "known": .whole(brought.known),
        "refused": .whole(brought.refused),
      ],
      """
      \(brought.read) read: \(brought.new) new, \(brought.known) known, \(brought.refused) refused
      \(brought.new == 0 ? "nothing changes" : "the new ones are \(next)")
      """)
  }

  private static func opened(_ file: [UInt8], _ desk: Desk) throws -> [UInt8] {
    guard desk.store.isStandAlone else {
      throw StoreError(
        .offline,
        "only the authority opens this file: bring it there, and use desk-central outbox import")
    }
    return try desk.store.withAuthority { authority in
      try OutboxFile.opened(file) { try authority.embedded.open(sealed: $0) }
    }
  }

  private static func text(
    _ operations: [OperationView], _ told: [ID<Operation>: OutageReport.Row], pending: Int,
    _ desk: Desk
  ) -> String {
    let sight = OutageWords.Sight(of: desk.staff?.roles(at: desk.location.id) ?? [])
    func moment(_ instant: Instant, _ zone: Zone) -> String {
      let local = zone.local(instant)
      return "\(local.day.text) \(local.timeOfDay.text)"
    }
    var table = Columns("time", "what", "about", "state", "receipt", "id")
    for row in operations {
      let told = told[row.id]
      let state = row.standing == nil ? row.standing.word : told?.outcome ?? ""
      table.add(
        moment(row.at, desk.zone), row.kind.noun, told?.about(sight, moment) ?? "", state,
        ReceiptNumber(row.id).text, row.id.text)
    }
    return table.text(empty: "no operations") + "\n\(pending) to send"
  }
}

extension OperationView {
  fileprivate func json(in zone: Zone) -> JSON {
    [
      "id": JSON(id), "receipt": .text(ReceiptNumber(id).text), "device": JSON(device),
      // 64 random bits: as a number they would be rounded by many readers of JSON.
      "epoch": .text(String(epoch)),
      "seq": .whole(seq), "kind": .text(kind.rawValue), "at": JSON(at, in: zone),
      "actor": .text(actor.text), "state": .text(standing.word), "firm": .flag(isFirm),
      "outcome": outcome.map {
        ["operation": JSON(id), "state": .text($0.state.rawValue), "code": JSON($0.code?.rawValue)]
      } ?? .null,
    ]
  }
}
