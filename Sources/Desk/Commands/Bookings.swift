import Domain
import Sync

extension Command {
  private static let unpaid = Option("unpaid", .flag, "without credits: the amount stays due")
  private static let override = [
    Option("override", .value("REASON"), "against a rule, and why"),
    Option("over-capacity", .flag, "with --override: above the capacity besides another rule"),
  ]

  static let bookings: [Command] = [
    Command(
      "book", [Operand("SESSION"), Operand("MEMBER")],
      [
        Option("spots", .number("N", 1...1_000), "how many places (1, or one for each name)"),
        Option(
          "participant", .repeated("NAME[:BIRTHDATE]"), "who comes; may be given several times"),
        Option("terms", .flag, "they have accepted the service's terms"),
        Option("waitlist", .flag, "wait where the session is full"),
        Option("walk-in", .flag, "the person stands here"), unpaid,
      ] + override, for: .right(.bookForMember), "book places for a member", .desk(Bookings.book)),
    Command(
      "cancel", [Operand("BOOKING")],
      [
        Option("reason", .value("R"), "why"),
        Option("spots", .number("N", 1...1_000), "give back only so many places"),
        Option("waive", .flag, "all credits back whatever the time (manager)"),
      ], for: .staff, "cancel a booking", .desk(Bookings.cancel)),
    Command(
      "spots", [Operand("BOOKING"), Operand("+N|-N")], [unpaid] + override,
      for: .staff, "add places to a booking, or give some back", .desk(Bookings.spots)),
    Command(
      "hold", [Operand("SESSION"), Operand("MEMBER")],
      [Option("spots", .number("N", 1...1_000), "how many places (1)")],
      for: .right(.bookForMember), "keep places for some minutes", .desk(Bookings.hold)),
    Command(
      "confirm", [Operand("BOOKING")], [unpaid], for: .right(.bookForMember),
      "make a hold or an offer a booking", .desk(Bookings.confirm)),
    Command(
      "promote", [Operand("BOOKING")], [unpaid] + override, for: .right(.bookForMember),
      "give somebody who waits a place", .desk(Bookings.promote)),
    Command(
      "move", [Operand("BOOKING"), Operand("SESSION")], [unpaid] + override,
      for: .right(.bookForMember), "move a booking to another session", .desk(Bookings.move)),
    Command(
      "qr", [Operand("BOOKING")],
      [Option("png", .value("FILE"), "as a picture, to print or to send")],
      for: .right(.seeAll), "draw the booking's pass, or its code", .desk(Pass.draw)),
  ]
}

enum Bookings {
  static func book(_ desk: Desk) throws -> Answer {
    let given = desk.arguments
    var intent = Book(
      session: try desk.session(given.operand(0)).session.id,
      member: try desk.member(given.operand(1)).id, code: desk.store.mintCode())
    intent.participants = try given.all("participant").map { try participant($0, desk) }
    intent.spots = given.number("spots") ?? max(1, intent.participants.count)
    intent.waitlist = given.has("waitlist")
    intent.walkIn = given.has("walk-in")
    intent.unpaid = given.has("unpaid")
    try override(&intent, given)
    return try told(desk.submit(intent), desk)
  }

  private static func participant(_ text: String, _ desk: Desk) throws -> Participant {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let birthDate = try parts.dropFirst().first.map { try desk.day(String($0)) }
    guard let name = parts.first, !name.allSatisfy(\.isWhitespace) else {
      throw UsageError("--participant takes a name, or NAME:2014-05-01")
    }
    return Participant(
      name: String(name), birthDate: birthDate, terms: desk.arguments.has("terms"))
  }

  private static func override(
    _ intent: inout some TakesPlaces, _ given: Arguments
  ) throws(UsageError) {
    intent.override = given["override"]
    guard given.has("over-capacity") else { return }
    guard given.has("override") else { throw UsageError("--over-capacity needs --override REASON") }
    intent.overrides = RefusalCode.allCases.filter(\.isOverridable)
  }

  /// What is left to say where somebody asked to go above the capacity, and not even that is possible.
  static func end(of refusal: Refusal, _ desk: Desk) -> String? {
    let given = desk.arguments
    guard refusal.code == .classFull, given["override"] != nil,
      refusal.arguments["beside"] == nil || given.has("over-capacity"),
      case .count(let taken)? = refusal.arguments["taken"],
      case .count(let capacity)? = refusal.arguments["capacity"]
    else { return nil }
    let roles = desk.staff?.roles(at: desk.location.id) ?? []
    let isManager = roles.contains { $0 == .owner || $0 == .locationManager }
    let why =
      isManager
      ? "the room holds no more: wait for a place, or take another session."
      : "the room or your role allows no more: wait for a place, or ask a manager."
    return "Full, above the capacity too: \(taken) of \(capacity) taken, and \(why)"
  }

  static func hold(_ desk: Desk) throws -> Answer {
    var intent = Hold(
      session: try desk.session(desk.arguments.operand(0)).session.id,
      member: try desk.member(desk.arguments.operand(1)).id, code: desk.store.mintCode())
    intent.spots = desk.arguments.number("spots") ?? 1
    return try told(desk.submit(intent), desk)
  }

  static func confirm(_ desk: Desk) throws -> Answer {
    var intent = Confirm(booking: try operand(desk))
    intent.unpaid = desk.arguments.has("unpaid")
    return try told(desk.submit(intent), desk)
  }

  static func promote(_ desk: Desk) throws -> Answer {
    var intent = Promote(booking: try operand(desk))
    intent.unpaid = desk.arguments.has("unpaid")
    try override(&intent, desk.arguments)
    return try told(desk.submit(intent), desk)
  }

  static func move(_ desk: Desk) throws -> Answer {
    var intent = Move(
      booking: try operand(desk), to: try desk.session(desk.arguments.operand(1)).session.id)
    if desk.arguments.has("unpaid") { intent.leaveUnpaid() }
    try override(&intent, desk.arguments)
    return try told(desk.submit(intent), desk)
  }

  static func cancel(_ desk: Desk) throws -> Answer {
    var intent = Cancel(booking: try operand(desk))
    intent.reason = desk.arguments["reason"] ?? ""
    intent.spots = desk.arguments.number("spots")
    intent.waive = desk.arguments.has("waive")
    return try returned(desk.submit(intent), desk)
  }

  static func spots(_ desk: Desk) throws -> Answer {
    let given = desk.arguments
    let typed = given.operand(1)
    guard typed.hasPrefix("+") || typed.hasPrefix("-"), let number = Int(typed),
      (1...1_000).contains(number.magnitude)
    else { throw UsageError("\(quoted(typed)) is no number of places; use +1 or -1") }
    let booking = try operand(desk)
    guard number > 0 else {
      var intent = Cancel(booking: booking)
      intent.spots = -number
      return try returned(desk.submit(intent), desk)
    }
    var intent = AddSpots(booking: booking)
    intent.spots = number
    intent.unpaid = given.has("unpaid")
    try override(&intent, given)
    return try returned(desk.submit(intent), desk)
  }

  private static func returned(_ receipt: Receipt, _ desk: Desk) throws -> Answer {
    let booking = try desk.booking(of: receipt)
    let session = try desk.session(of: booking)
    let returned = receipt.returned ?? .zero
    let told =
      receipt.returned == nil
      ? booking.line
      : "\(plainText(booking.member.name)): \(booking.booking.state.rawValue), "
        + "\(returned.text) credits returned"
    return Answer(
      [
        "outcome": receipt.json,
        "booking": booking.json(zone: session.zone, currency: desk.currency),
        "returned": JSON(returned),
      ],
      told + receipt.remark(provisional: receipt.returned == nil && booking.provisional))
  }

  private static func operand(_ desk: Desk) throws -> ID<Booking> {
    try desk.booking(desk.arguments.operand(0)).booking.id
  }

  private static func told(_ receipt: Receipt, _ desk: Desk) throws -> Answer {
    let booking = try desk.booking(of: receipt)
    let session = try desk.session(of: booking)
    return Answer(
      [
        "outcome": receipt.json,
        "booking": booking.json(zone: session.zone, currency: desk.currency),
      ], "\(booking.line) in \(session.title)\(receipt.remark(provisional: booking.provisional))")
  }
}

extension BookingView {
  /// "Naledi Mokoena: confirmed, code K7QF-2M9X"
  var line: String {
    let place = waitlistPosition.map { " (place \($0))" } ?? ""
    let spots = booking.spots > 1 ? ", \(booking.spots) places" : ""
    let over = over > 0 ? ", \(over) over capacity" : ""
    let code = code.map { ", code \($0)" } ?? ""
    return plainText(member.name) + ": \(standing(place))\(spots)\(over)\(code)"
  }

  /// Nothing is called confirmed that an authority elsewhere may still decide otherwise.
  func standing(_ detail: String = "") -> String {
    let state = booking.state.rawValue + detail
    guard provisional else { return state }
    return booking.state == .confirmed ? "provisional" : "\(state) (provisional)"
  }
}
