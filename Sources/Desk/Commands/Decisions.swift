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
      [Operand("ID"), Operand("CHOICE")],
      [
        Option("session", .value("S"), "where to, for moveToSession"),
        Option("member", .value("M"), "who it was, for name"),
        Option("booking", .value("B"), "which booking it was, for name"),
        Option("reason", .value("R"), "why; letIn and discard need one"),
        Option("over-capacity", .flag, "with --reason: moveToSession also where it is full"),
        Option("unpaid", .flag, "without credits: the amount stays due"),
      ], for: .right(.resolveDecisions), "settle one of them", .desk(Decisions.resolve)),
  ]
}

enum Decisions {
  static func list(_ desk: Desk) throws -> Answer {
    let (decisions, hidden) = try desk.store.decisions(
      seenBy: desk.staff, settled: desk.arguments.has("all") ? .max : nil)
    let told = try decisions.map { view in
      (view: view, outlooks: try ChoiceOutlook.all(of: view, by: desk.hand, in: desk.store))
    }
    return Answer(
      ["decisions": JSON(told.map { $0.view.json(desk, $0.outlooks) })],
      text(told, hidden: hidden, desk))
  }

  private static func text(
    _ decisions: [(view: DecisionView, outlooks: [ChoiceOutlook])], hidden: Int, _ desk: Desk
  ) -> String {
    var parts = decisions.map { $0.view.text(desk, $0.outlooks) }
    if parts.isEmpty { parts = ["nothing waits for a decision of yours"] }
    if hidden > 0 { parts.append("\(hidden) more for others") }
    return parts.joined(separator: "\n\n")
  }

  static func resolve(_ desk: Desk) throws -> Answer {
    let text = desk.arguments.operand(0)
    guard let id = ID<Conflict>(text: text) else {
      throw UsageError("\(quoted(text)) is no decision's id: desk decisions lists them")
    }
    let choice = try choice(of: try desk.store.decision(id, seenBy: desk.staff), desk)
    var intent = ResolveDecision(id, choice)
    intent.session = try desk.arguments["session"].map { try desk.session($0).session.id }
    intent.member = try desk.arguments["member"].map { try desk.member($0).id }
    intent.booking = try desk.arguments["booking"].map { try desk.booking($0).booking.id }
    intent.reason = desk.arguments["reason"] ?? ""
    if choice == .moveToSession {
      // A reason is for the record here: it puts nobody above the capacity by itself.
      intent.overrides = RefusalCode.allCases.filter {
        $0.isOverridable && ($0 != .classFull || desk.arguments.has("over-capacity"))
      }
    }
    if desk.arguments.has("unpaid") { intent.leaveUnpaid() }
    let receipt = try desk.submit(intent)
    return Answer(
      ["outcome": receipt.json, "decision": JSON(id)],
      "settled: \(choice.label)\(receipt.remark)")
  }

  /// Of a decision that is settled, or not for this person, the rulebook has the word.
  private static func choice(of view: DecisionView?, _ desk: Desk) throws -> ConflictChoice {
    let word = desk.arguments.operand(1)
    let choice = ConflictChoice(rawValue: word)
    if let view, view.conflict.status == .open {
      guard let choice, view.choices.contains(choice) else {
        let known = view.choices.map(\.rawValue).joined(separator: ", ")
        throw UsageError("\(quoted(word)) is no choice of this decision; use one of: \(known)")
      }
      if choice == .moveToSession, !desk.arguments.has("session") {
        throw UsageError(
          "moveToSession needs --session S, where to: desk schedule --days 7 lists sessions")
      }
      if choice == .name, !desk.arguments.has("member"), !desk.arguments.has("booking") {
        throw UsageError("name needs --member M or --booking B, who it was: desk lookup finds them")
      }
    }
    guard let choice else {
      throw UsageError("\(quoted(word)) is no choice; desk decisions lists those of each decision")
    }
    return choice
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
    [words.about, sentence].filter { !$0.isEmpty }.joined(separator: " · ")
  }

  fileprivate func text(_ desk: Desk, _ outlooks: [ChoiceOutlook]) -> String {
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
    for outlook in outlooks {
      let choice = outlook.choice
      lines.append("    \(choice.rawValue): \(choice.label). \(conflict.effect(of: choice))")
      if let more = outlook.more(desk) { lines.append("      \(more)") }
    }
    return lines.map(plainText).joined(separator: "\n")
  }

  fileprivate func json(_ desk: Desk, _ outlooks: [ChoiceOutlook]) -> JSON {
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
        outlooks.map {
          [
            "id": .text($0.choice.rawValue), "label": .text($0.choice.label),
            "effect": .text(conflict.effect(of: $0.choice)),
            "obstacle": JSON($0.obstacle(desk)),
          ]
        }),
      "receipt": JSON(receipt), "state": .text(conflict.status.rawValue),
      "choice": JSON(conflict.choice?.rawValue), "settled": JSON(words.end),
    ]
  }
}

extension ChoiceOutlook {
  /// Why it cannot be made as it stands, and how it could.
  fileprivate func obstacle(_ desk: Desk) -> String? {
    refusal?.sentence(for: .staff, now: desk.now, zones: desk.studio.zones)
      ?? (leavesUnpaid ? "\(remark(in: desk.currency) ?? "") Say --unpaid to agree." : nil)
  }

  fileprivate func more(_ desk: Desk) -> String? {
    refusal == nil && !leavesUnpaid ? remark(in: desk.currency) : obstacle(desk)
  }
}
