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
    var found: [Conflict] = []
    let all = desk.arguments.has("all")
    try desk.store.rows(Conflict.self) { if all || $0.status == .open { found.append($0) } }
    found.sort { ($0.at, $0.id) < ($1.at, $1.id) }
    let told = try found.map { try Told($0, desk) }
    return Answer(["decisions": JSON(told.map(\.json))], text(told))
  }

  private static func text(_ decisions: [Told]) -> String {
    if decisions.isEmpty { return "nothing waits for a decision" }
    return decisions.map { told in
      let choices = told.conflict.choices.map { "    \($0.rawValue): \($0.label)" }
      return (["\(told.at)  \(told.summary)\(told.worth)", "  \(told.conflict.id.text)"] + choices)
        .joined(separator: "\n")
    }.joined(separator: "\n\n")
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

/// One decision with the names that belong to it.
private struct Told {
  let conflict: Conflict
  let at: String
  let summary: String
  let worth: String
  private let when: JSON

  init(_ conflict: Conflict, _ desk: Desk) throws {
    self.conflict = conflict
    let session = try conflict.session.flatMap { try desk.store.session($0) }
    let member = try conflict.member.flatMap { try desk.store.member(named: $0.text) }
    let zone = session?.zone ?? desk.zone
    let local = zone.local(conflict.at)
    at = "\(local.day.text) \(local.timeOfDay.text)" + (conflict.uncertain ? " (about)" : "")
    when = JSON(conflict.at, in: zone)
    let about = [member.map { plainText($0.name) }, session?.title].compactMap { $0 }
    let code = conflict.code.isEmpty ? "" : " (\(conflict.code))"
    summary = (about + [conflict.kind.sentence + code]).joined(separator: " · ")
    var parts: [String] = []
    if conflict.credits != .zero { parts.append("\(conflict.credits.text) credits") }
    if conflict.money != 0 {
      parts.append(Money(minor: conflict.money, currency: desk.currency).text)
    }
    worth = parts.isEmpty ? "" : " · worth " + parts.joined(separator: ", ")
  }

  var json: JSON {
    [
      "id": JSON(conflict.id), "kind": .text(conflict.kind.rawValue), "at": when,
      "summary": .text(summary), "worth": .text(worth),
      "choices": JSON(
        conflict.choices.map { ["id": .text($0.rawValue), "label": .text($0.label)] }),
      "state": .text(conflict.status.rawValue),
    ]
  }
}
