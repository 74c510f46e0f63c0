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

extension ConflictKind {
  /// What happened, for staff.
  var sentence: String {
    switch self {
    case .lastPlace: "the place had been sold elsewhere; waits first in line"
    case .walkIn: "let in without a free place; stays in"
    case .checkInAfterCancel: "came although cancelled elsewhere; is in, the refund was taken back"
    case .seated: "came although the place had gone; is in"
    case .twiceIn: "checked in on two devices; a shared pass?"
    case .letIn: "let in by a code that nobody knows: who was that?"
    case .absentButIn: "marked absent, but had been checked in; stays in"
    case .overdrawn: "one credit was spent twice; both bookings stand"
    case .noShowReversed: "was counted a no-show, and had been there after all"
    case .sessionHeld: "people came although the class was cancelled; call the others"
    case .sessionShrunk: "more are booked than it shall take; nobody was thrown out"
    case .doneTwice: "was done twice; it counts once"
    case .undoMissed: "could not be taken back: something has happened since"
    case .otherStands: "cancelled as asked; another booking there stands"
    case .bookedTwice: "booked twice; the first booking stands"
    case .timeConflict: "booked into two classes at one time"
    case .profile: "the profile was changed at two places; both values are kept"
    case .sameMember: "perhaps the same person, registered twice"
    case .rightLost: "done by somebody who had lost the right to it"
    case .refused: "could not be done when it arrived"
    }
  }
}

extension ConflictChoice {
  /// What it does, for staff.
  var label: String {
    switch self {
    case .keep: "leave it so"
    case .keepOnWaitlist: "leave them first in line"
    case .moveToSession: "move them to another class"
    case .letIn: "let them in over the capacity"
    case .cancelBooking: "cancel the booking"
    case .revokePass: "revoke the pass"
    case .name: "say who it was"
    case .takeNew: "take the other values"
    case .mergeMembers: "make them one"
    case .accept: "do it all the same"
    case .tryAgain: "try it again now"
    case .discard: "let it go, with a reason"
    }
  }
}
