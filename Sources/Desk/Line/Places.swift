import DeskUI
import Domain
import Sync

extension Command {
  static let places: [Command] = [
    Command(
      "places", [], for: .staff, "who may sell which places of coming sessions without a line",
      .desk(Places.list)),
    Command(
      "places release", [Operand("SESSION"), Operand("DEVICE")],
      [
        Option("reason", .value("R"), "why", required: true),
        Option("lost", .flag, "also those of files that are still in use, or may be"),
      ], for: .right(.manageStudio),
      "free places whose desk has lost the files they were granted to",
      .desk(Places.release)),
  ]
}

/// `desk places`: what desks were granted for the dark, and what a manager does where nobody gives it
/// back.
enum Places {
  static func list(_ desk: Desk) throws -> Answer {
    let rows = try desk.store.grantedPlaces(
      at: desk.arguments.has("all") ? nil : desk.location.id
    ).filter { $0.sum(\.places) > 0 }
    return Answer(["places": JSON(rows.map(\.json))], text(rows))
  }

  private static func text(_ rows: [GrantedPlaces]) -> String {
    var table = Columns("when", "session", "holder", ">places", "", "session id")
    for row in rows {
      let session = row.session
      let local = session.zone.local(session.session.start)
      table.add(
        "\(local.day.text) \(local.timeOfDay.text)", session.service, row.name,
        "\(row.sum(\.places))", row.standing, session.session.id.text)
    }
    let list = table.text(empty: "no desk holds places of a coming session")
    guard rows.contains(where: \.isWaitedForInVain) else { return list }
    return list + "\n" + advice
  }

  private static let advice =
    "nobody gives back what lost files or a device that was shut out hold: desk places release SESSION "
    + "HOLDER --reason R frees it, and is right where those files do not come back. If they do, with a "
    + "booking made in such a place, it stands, over the capacity if need be, and a decision tells it"

  static func release(_ desk: Desk) throws -> Answer {
    let given = desk.arguments
    let session = try desk.session(given.operand(0))
    let granted = try desk.store.grantedPlaces(at: nil).filter {
      $0.session.session.id == session.session.id
    }
    let named = given.operand(1)
    let before = granted.filter { $0.holder.text == named || $0.device?.name == named }
    let held = granted.filter { $0.sum(\.places) > 0 }
    guard let target = before.first?.holder, before.allSatisfy({ $0.holder == target }) else {
      let all = held.map { "\($0.holder.text) \($0.name)" }
      throw UsageError(
        "\(quoted(named)) is no one device that holds places of this session; there are: "
          + (all.isEmpty ? "none" : all.joined(separator: ", ")))
    }
    let rows = held.filter { $0.holder == target }
    guard !rows.isEmpty else { throw Refusal(.notFound, ["what": .word("grant")]) }
    let freed = given.has("lost") ? rows : rows.filter(\.isWaitedForInVain)
    guard !freed.isEmpty else {
      throw UsageError(
        "\(rows.first?.name ?? named) gives its places back itself when they are asked for; where it "
          + "never will, repeat this with --lost")
    }
    var intent = ReleasePlaces(session: session.session.id, target: target)
    intent.allotments = freed.flatMap(\.allotments).filter { $0.places > 0 }.map(\.id)
    intent.reason = given["reason"]
    guard intent.reason?.contains(where: { !$0.isWhitespace }) ?? false else {
      throw Refusal(.malformed, ["what": .word("reason")])
    }
    let receipt = try desk.submit(intent)
    let count = freed.reduce(0) { $0 + $1.sum(\.places) }
    return Answer(
      [
        "outcome": receipt.json, "session": JSON(session.session.id), "device": JSON(target),
        "released": .whole(count),
      ],
      "freed: \(count.counted("place")) of \(session.title)\(receipt.remark)",
      note:
        "a booking that comes from there later stands, over the capacity if need be, and is told")
  }
}

extension GrantedPlaces {
  fileprivate var name: String {
    guard let name = device?.name, !name.isEmpty else { return holder.text }
    return plainText(name)
  }

  private var isRecalled: Bool { allotments.contains { $0.recalled && $0.places > 0 } }

  fileprivate var standing: String {
    if isLost { return "lost files" }
    if device?.revoked ?? true { return "shut out" }
    return [isOwn ? "here" : nil, isRecalled ? "asked back" : nil].compactMap { $0 }
      .joined(separator: ", ")
  }

  fileprivate var json: JSON {
    [
      "session": JSON(session.session.id), "service": .text(session.service),
      "location": .text(session.location), "start": JSON(session.session.start, in: session.zone),
      "device": JSON(holder), "name": JSON(device?.name), "places": .whole(sum(\.places)),
      "granted": .whole(sum(\.granted)), "used": .whole(sum(\.used)), "here": .flag(isOwn),
      "lost": .flag(isLost), "shutOut": .flag(device?.revoked ?? true),
      "askedBack": .flag(isRecalled),
    ]
  }
}
