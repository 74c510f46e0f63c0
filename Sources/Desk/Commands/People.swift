import Domain
import Sync

extension Command {
  static let people: [Command] = [
    Command(
      "lookup", [Operand("QUERY", .many)],
      [Option("limit", .number("N", 1...200), "at most so many, up to 200 (20)")],
      for: .right(.seeAll), "find members by name, number, e-mail, phone or code",
      .desk(People.lookup)),
    Command(
      "member", [Operand("MEMBER")], for: .right(.seeAll), "one member: credits, bookings",
      .desk(People.profile)),
    Command(
      "register", [],
      [
        Option("first", .value("F"), "first name"), Option("last", .value("L"), "last name"),
        Option("email", .value("E"), "e-mail"), Option("phone", .value("P"), "phone"),
        Option("born", .value("D"), "birth date"),
      ], for: .right(.editMember), "make a new member", .desk(People.register)),
    Command(
      "edit", [Operand("MEMBER"), Operand("FIELD=VALUE", .many, words: People.fields)],
      for: .right(.editMember), "change fields of a member (FIELD= empties it)",
      .desk(People.edit)),
    Command(
      "grant", [Operand("MEMBER"), Operand("CREDITS")],
      [
        Option("reason", .value("R"), "why", required: true),
        Option("expires", .value("D"), "the last day on which they pay (never)"),
      ], for: .right(.grantCredits), "give credits: a number, or unlimited",
      .desk(People.grant)),
    Command(
      "note", [Operand("SESSION|MEMBER"), Operand("TEXT", .many)], for: .staff,
      "write a note",
      .desk(People.note)),
    Command(
      "incident", [Operand("TEXT", .many)], for: .staff, "put on record what happened",
      .desk(People.incident)),
  ]
}

enum People {
  static let fields = [
    "firstName", "lastName", "email", "phone", "barcode", "birthDate", "language", "status",
    "permission", "joined", "parqOn", "waiverOn", "termsOn", "marketing", "medical",
    "emergencyName", "emergencyPhone", "family", "notes",
  ]

  // MARK: Reading

  static func lookup(_ desk: Desk) throws -> Answer {
    // Who sees figures only sees nobody's name.
    guard desk.right(to: .seeAll) != .limited else { throw desk.denied(Action.seeAll.rawValue) }
    let limit = desk.arguments.number("limit") ?? 20
    // A leader may find any member to book, and sees no more of them than name and number.
    let found = try desk.store.lookup(
      desk.text(from: 0), limit: limit,
      seeing: desk.right(to: .seeAll) == .yes ? .everything : .nameAndNumber)
    return Answer(
      ["members": JSON(found.map { $0.json.adding(["score": .decimal($0.score)]) })], text(found))
  }

  private static func text(_ hits: [MemberHit]) -> String {
    var table = Columns("number", "name", "phone", "e-mail", ">credits", "status", "marks")
    for hit in hits {
      table.add(
        hit.number, hit.name, hit.phone, hit.email, hit.credits?.text ?? "unlimited",
        hit.status.rawValue, hit.flags.map(\.rawValue).joined(separator: ", "))
    }
    return table.text(empty: "nobody found; try a part of the name, the number or the phone")
  }

  static func profile(_ desk: Desk) throws -> Answer {
    guard desk.right(to: .seeAll) == .yes else { throw desk.denied(Action.seeAll.rawValue) }
    let member = try desk.member(desk.arguments.operand(0))
    let profile = try profile(member.id, desk)
    return Answer(
      [
        "member": profile.json, "lots": JSON(profile.lots.map(\.json)),
        "ledger": JSON(profile.ledger.map { $0.json(in: desk.zone) }),
        "bookings": JSON(
          profile.bookings.map {
            $0.json(zone: $0.session?.zone ?? desk.zone, currency: desk.currency)
          }),
      ], text(profile))
  }

  private static func text(_ profile: MemberProfile) -> String {
    let member = profile.member
    let head = [
      "\(member.name) · \(member.number) · \(member.status.rawValue)",
      [member.email, member.phone].filter { !$0.isEmpty }.joined(separator: " · "),
      "credits: \(profile.credits?.text ?? "unlimited")",
      profile.flags.map(\.rawValue).joined(separator: ", "),
      "attended \(profile.attended), no-shows \(profile.noShows)",
    ]
    var lots = Columns("package", ">left", "expires")
    for lot in profile.lots {
      lots.add(
        lot.package, lot.unlimited ? "unlimited" : lot.left.text, lot.validTo?.text ?? "never")
    }
    var bookings = Columns("session", "state", "code")
    for row in profile.bookings {
      bookings.add(row.session?.title ?? "", row.booking.state.rawValue, row.code ?? "")
    }
    return head.filter { !$0.isEmpty }.map(plainText).joined(separator: "\n") + "\n\n"
      + lots.text(empty: "no credits") + "\n\n" + bookings.text(empty: "no bookings")
  }

  private static func profile(_ id: ID<Member>, _ desk: Desk) throws -> MemberProfile {
    guard let profile = try desk.store.profile(id) else { throw desk.missing("member") }
    return profile
  }

  // MARK: Writing

  static func register(_ desk: Desk) throws -> Answer {
    var details = MemberDetails()
    details.firstName = desk.arguments["first"]
    details.lastName = desk.arguments["last"]
    details.email = desk.arguments["email"]
    details.phone = desk.arguments["phone"]
    details.birthDate = try desk.day(option: "born")
    return try told(desk.submit(RegisterMember(details)), desk, "is registered")
  }

  static func edit(_ desk: Desk) throws -> Answer {
    let member = try desk.member(desk.arguments.operand(0))
    var details = MemberDetails()
    var notes: [AddNote] = []
    for (field, value) in try desk.pairs(from: 1, fields: fields) {
      if field == "notes" {
        notes.append(AddNote(member: member.id, text: value))
      } else {
        try set(field, value, &details, desk)
      }
    }
    for note in notes { _ = try desk.store.submit(note, by: desk.hand) }
    return try told(desk.submit(EditMember(member, details)), desk, "is changed")
  }

  private static func set(
    _ field: String, _ value: String, _ details: inout MemberDetails, _ desk: Desk
  ) throws {
    if value.isEmpty, let cleared = MemberDetails.Clearable(rawValue: field) {
      details.cleared = (details.cleared ?? []) + [cleared]
      return
    }
    switch field {
    case "firstName": details.firstName = value
    case "lastName": details.lastName = value
    case "email": details.email = value
    case "phone": details.phone = value
    case "barcode": details.barcode = value
    case "birthDate": details.birthDate = try desk.day(value)
    case "language": details.language = value
    case "status": details.status = try word(value, of: field)
    case "permission": details.permission = try word(value, of: field)
    case "joined": details.joined = try desk.day(value)
    case "parqOn": details.parqOn = try past(value, of: field, desk)
    case "waiverOn": details.waiverOn = try past(value, of: field, desk)
    case "termsOn": details.termsOn = try past(value, of: field, desk)
    case "marketing": details.marketing = try yes(value, of: field)
    case "medical": details.medical = value
    case "emergencyName": details.emergencyName = value
    case "emergencyPhone": details.emergencyPhone = value
    default: details.family = try family(of: value, desk)
    }
  }

  /// A form is handed in before its date is put on record.
  private static func past(_ text: String, of field: String, _ desk: Desk) throws -> Day {
    let day = try desk.day(text)
    guard day <= desk.today else {
      throw UsageError("\(field) \(day.text) is still to come: give the day it was signed")
    }
    return day
  }

  private static func word<Word: RawRepresentable<String> & CaseIterable>(
    _ text: String, of field: String
  ) throws -> Word {
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError("\(field) takes one of: \(words)")
    }
    return word
  }

  private static func yes(_ text: String, of field: String) throws -> Bool {
    switch text {
    case "yes", "true": return true
    case "no", "false": return false
    default: throw UsageError("\(field) takes yes or no")
    }
  }

  /// The family of another member, founded by the first who names it.
  private static func family(of text: String, _ desk: Desk) throws -> ID<Family> {
    let relative = try desk.member(text)
    if let family = relative.family { return family }
    var details = MemberDetails()
    details.family = ID(relative.id.raw)
    _ = try desk.store.submit(EditMember(relative, details), by: desk.hand)
    return ID(relative.id.raw)
  }

  static func grant(_ desk: Desk) throws -> Answer {
    let member = try desk.member(desk.arguments.operand(0))
    let amount = desk.arguments.operand(1)
    let unlimited = amount == "unlimited"
    var intent = GrantCredits(
      member: member.id, credits: unlimited ? .zero : try desk.credits(amount),
      reason: desk.arguments["reason"] ?? "")
    intent.unlimited = unlimited
    intent.expires = try desk.day(option: "expires")
    let receipt = try desk.submit(intent)
    let lots = try profile(member.id, desk).lots
    guard let lot = lots.first(where: { $0.id.raw == receipt.subject }) else {
      throw desk.missing("lot")
    }
    return Answer(
      ["outcome": receipt.json, "lot": lot.json],
      "\(unlimited ? "unlimited" : lot.bought.text) credits given"
        + (lot.validTo.map { ", until \($0.text)" } ?? "") + receipt.remark)
  }

  static func note(_ desk: Desk) throws -> Answer {
    let subject = desk.arguments.operand(0)
    let intent: AddNote
    do {
      intent = AddNote(member: try desk.member(subject).id, text: desk.text(from: 1))
    } catch let nobody as Refusal {
      guard let session = try desk.anySession(subject) else { throw nobody }
      intent = AddNote(session: session.session.id, text: desk.text(from: 1))
    }
    let receipt = try desk.submit(intent)
    return Answer(["outcome": receipt.json], "noted\(receipt.remark)")
  }

  static func incident(_ desk: Desk) throws -> Answer {
    let receipt = try desk.submit(ReportIncident(text: desk.text(from: 0)))
    return Answer(["outcome": receipt.json], "the incident is on record\(receipt.remark)")
  }

  private static func told(_ receipt: Receipt, _ desk: Desk, _ what: String) throws -> Answer {
    guard let key = receipt.subject else { throw desk.missing("member") }
    let profile = try profile(ID(key), desk)
    return Answer(
      ["outcome": receipt.json, "member": profile.json],
      "\(plainText(profile.member.name)) (\(profile.member.number)) \(what)\(receipt.remark)")
  }
}
