/// Lets somebody in by a sound code that this copy lacks: "let in and check later".
///
/// Where the code is known after all it is a check-in like any other, here and at the authority;
/// else it stays a question who that was.
package struct LetIn: Finding {
  package static let kind = OperationKind.letIn
  package var presented: String
  /// The session that the person came for, where that is known.
  package var session: ID<Session>?
  /// How many came with it; nil means all of the booking, or one.
  package var count: Int?
  /// What the device found for it after all; nil where it knows nobody of it.
  package var found: CheckIn.Found?
  /// What is left of a pass that the device has opened.
  package var pass: QRPass.Claim?

  package init(presented: String) { self.presented = presented }

  var checkIn: CheckIn {
    var intent = CheckIn(presented: presented)
    intent.session = session
    intent.count = count
    intent.found = found
    intent.pass = pass
    return intent
  }

  /// The text by which whoever came is found again, when their booking arrives.
  var matched: String { pass?.matched ?? Presented.matched(presented) }

  /// A kiosk's disk is to hold nothing that opens anything; a code that nobody knows the authority needs
  /// as it was typed.
  package mutating func keep(found decision: Decision, keyed: Facts.Keyed) {
    found = decision.found
    if case .pass(let sealed) = Presented(text: presented) { pass = sealed.claim }
    if isKnown { presented = keyed(presented) }
  }

  /// What was presented says no more than what was kept of it.
  package var isKnown: Bool { found != nil || pass != nil }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    checkIn.reads(facts, at: at) + (session.map { [.session($0)] } ?? [])
      + [.lettingIn(matched)]
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    let unknown: Refusal
    do throws(Refusal) {
      return try checkIn.decide(&at)
    } catch {
      guard error.code == .unknownCode else { throw error }
      unknown = error
    }
    try permit(unknown, at)
    if let count, count < 1 { throw Refusal(.malformed, ["what": .word("count")]) }
    if let before = at.facts.strangers(by: matched).first {
      throw Refusal(
        .alreadyCheckedIn,
        [
          "at": at.time(before.at, at: before.location),
          "device": .word(at.facts[before.device]?.name ?? ""),
        ])
    }
    at.leaveStranger(.unknownCode, matched, count: count ?? 1, session)
    at.subject = at.id.raw
  }

  /// Staff for any sound code; anybody at a kiosk by a pass, whose signature speaks for itself.
  private func permit(_ unknown: Refusal, _ at: Situation) throws(Refusal) {
    let right = try at.demand(.checkIn, at: at.location)
    if let session {
      guard let row = at.facts[session] else {
        throw Refusal(.notFound, ["what": .word("session")])
      }
      guard right != .own || at.leads(row) else { throw at.denied(.checkIn) }
    } else if right == .own {
      throw at.denied(.checkIn)
    }
    guard !at.isStaff, pass == nil, case .candidates = Presented(text: presented) else { return }
    throw unknown
  }
}

extension QRPass.Claim {
  var matched: String { ID<Booking>(booking).text }
}

extension Presented {
  /// The text by which a code that nobody knows is found again, when its booking arrives: that of the
  /// booking code, or of the pass's booking; any other as it was typed.
  static func matched(_ text: String) -> String {
    switch Presented(text: text) {
    case .pass(let sealed): return sealed.claim.matched
    case .candidates(let candidates, _):
      for case .bookingCode(let code) in candidates { return code.compact }
      return Cleaned.line(text, limit: 64)
    }
  }
}

extension Facts {
  /// Those let in by a code that is still nobody's.
  func strangers(by code: String) -> [Conflict] {
    all(Conflict.self).filter {
      $0.kind == .letIn && $0.status == .open && $0.presented == code
    }
  }
}

extension Situation {
  mutating func leaveStranger(
    _ code: RefusalCode, _ presented: String, count: Int, _ session: ID<Session>?,
    about booking: Booking? = nil, _ member: ID<Member>? = nil
  ) {
    leave(.letIn, code, about: booking) {
      $0.presented = presented
      $0.count = count
      $0.session = session ?? $0.session
      $0.member = member ?? $0.member
    }
  }
}
