import DeskUI
import Domain
import Sync

extension Command {
  static let decisions: [Command] = [
    Command(
      "decisions", [], [Option("all", .flag, "settled ones and mere information too")],
      for: .right(.resolveDecisions), "what two desks settled differently and waits for a person",
      .desk(Decisions.list)),
    Command(
      "decisions resolve",
      [Operand("ID"), Operand("CHOICE", words: ConflictChoice.allCases.map(\.rawValue))],
      [
        Option("session", .value("S"), "where to, for moveToSession"),
        Option("member", .value("M"), "who it was, for name"),
        Option("booking", .value("B"), "which booking it was, for name"),
        Option("reason", .value("R"), "why; letIn and discard need one"),
      ], for: .right(.resolveDecisions), "settle one of them", .desk(Decisions.resolve)),
  ]
}

enum Decisions {
  static func list(_ desk: Desk) throws -> Answer {
    let (decisions, hidden) = try desk.store.decisions(
      seenBy: desk.staff, settled: desk.arguments.has("all") ? .max : nil)
    return Answer(
      ["decisions": JSON(decisions.map { $0.json(desk) })], text(decisions, hidden: hidden, desk))
  }

  private static func text(_ decisions: [DecisionView], hidden: Int, _ desk: Desk) -> String {
    var parts = decisions.map { $0.text(desk) }
    if parts.isEmpty { parts = ["nothing waits for a decision of yours"] }
    if hidden > 0 { parts.append("\(hidden) more for others") }
    return parts.joined(separator: "\n\n")
  }

  static func resolve(_ desk: Desk) throws -> Answer {
    let text = desk.arguments.operand(0)
    guard let id = ID<Conflict>(text: text) else {
      throw UsageError("\(quoted(text)) is no decision's id: desk decisions lists them")
    }
    let word = desk.arguments.operand(1)
    guard let choice = ConflictChoice(rawValue: word) else {
      let known = ConflictChoice.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError("\(quoted(word)) is no choice; use one of \(known)")
    }
    var intent = ResolveDecision(id, choice)
    intent.session = try desk.arguments["session"].map { try desk.session($0).session.id }
    intent.member = try desk.arguments["member"].map { try desk.member($0).id }
    intent.booking = try desk.arguments["booking"].map { try desk.booking($0).booking.id }
    intent.reason = desk.arguments["reason"] ?? ""
    let receipt = try desk.submit(intent)
    return Answer(
      ["outcome": receipt.json, "decision": JSON(id)],
      "settled: \(choice.label)\(receipt.remark)")
  }
}

extension DecisionView {
  private func words(_ desk: Desk) -> DecisionWords {
    DecisionWords(self, desk.studio) { moment, zone in
      let local = zone.local(moment)
      return "\(local.day.text) \(local.timeOfDay.text)"
    }
  }

  private func summary(_ words: DecisionWords) -> String {
    [words.about, conflict.kind.sentence].filter { !$0.isEmpty }.joined(separator: " · ")
  }

  fileprivate func text(_ desk: Desk) -> String {
    let words = words(desk)
    let local = zone.local(conflict.at)
    let worth = words.worth.map { " · worth \($0)" } ?? ""
    var lines = ["\(local.day.text) \(local.timeOfDay.text)  \(summary(words))\(worth)"]
    for side in words.sides {
      lines.append("  \(side.place): \(side.lines.joined(separator: "; "))")
    }
    lines += words.remarks.map { "  \($0)" }
    if let end = words.end { lines.append("  settled: \(end)") }
    lines.append("  \(conflict.id.text)")
    lines += conflict.choices.map { "    \($0.rawValue): \($0.label). \($0.effect)" }
    return lines.map(plainText).joined(separator: "\n")
  }

  fileprivate func json(_ desk: Desk) -> JSON {
    let words = words(desk)
    let sides = zip([here, there], words.sides).map { side, told -> JSON in
      [
        "device": JSON(side.device), "place": .text(told.place),
        "by": JSON(side.by.map { desk.studio.name(of: $0) }), "at": JSON(side.at, in: zone),
        "uncertain": .flag(side.isUncertain), "told": JSON(told.lines.map { .text($0) }),
      ]
    }
    return [
      "id": JSON(conflict.id), "kind": .text(conflict.kind.rawValue),
      "at": JSON(conflict.at, in: zone), "uncertain": .flag(conflict.uncertain),
      "rank": .text(conflict.rank.rawValue), "summary": .text(summary(words)),
      "worth": .text(words.worth ?? ""), "credits": JSON(conflict.credits),
      "money": JSON(Money(minor: conflict.money, currency: desk.currency)),
      "sides": JSON(sides),
      "remarks": JSON(words.remarks.map { .text($0) }),
      "choices": JSON(
        conflict.choices.map {
          ["id": .text($0.rawValue), "label": .text($0.label), "effect": .text($0.effect)]
        }),
      "state": .text(conflict.status.rawValue),
      "choice": JSON(conflict.choice?.rawValue), "settled": JSON(words.end),
    ]
  }
}
