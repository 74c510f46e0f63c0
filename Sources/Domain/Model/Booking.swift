/// A member's places in a session, through all its states.
package struct Booking: Record {
  package var id = ID<Booking>.none
  package var code = ""
  /// SLD-2026-000123.
  package var reference = ""
  package var member = ID<Member>.none
  package var session = ID<Session>.none
  package var state = BookingState.confirmed
  package var spots = 1
  /// How many of the spots have arrived: 0…spots.
  package var present = 0
  package var kind = BookingKind.direct
  package var participants: [Participant] = []
  /// What is owed in money, in minor units, until paid or forgiven.
  package var amountDue = 0
  /// True while what it costs has neither been taken in credits nor paid.
  package var unpaid = false
  package var spends: [LotSpend] = []
  /// The most that a cancellation returns, in percent: set when it was moved.
  package var returnCap = 100
  /// True for a booking that began as a hold: those are limited per minute.
  package var held = false
  /// When a hold or an offer ends by itself.
  package var expiresAt: Instant?
  /// Rank in the queue of the session, smaller is earlier: from 1 on for who asked to wait, below 0
  /// for who lost a place that they had been given.
  package var queue: Int?
  package var bookedAt = Instant(0)
  package var channel = Channel.desk
  package var walkIn = false
  package var checkedInAt: Instant?
  package var checkedInOn: ID<Device>?
  package var method: CheckInMethod?
  package var late = false
  package var absent = false
  package var cancelledAt: Instant?
  /// Who let it in against a rule, and why.
  package var overrideBy: ID<Staff>?
  package var overrideReason: String?
  /// Spots of it that an override put above the capacity.
  package var overSpots = 0
  /// True where the pass was revoked: it never passes again, the code still does.
  package var passRevoked = false
  /// The act that last changed it: only that one can be undone, and nil can no more.
  package var lastAct: ID<Act>?

  package static let table = Table.booking
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("code", \.code), Field("reference", \.reference),
    Field("member", \.member), Field("session", \.session), Field("state", \.state),
    Field("spots", \.spots), Field("present", \.present), Field("kind", \.kind),
    Field("participants", \.participants), Field("amountDue", \.amountDue),
    Field("unpaid", \.unpaid), Field("spends", \.spends), Field("returnCap", \.returnCap),
    Field("held", \.held), Field("expiresAt", \.expiresAt),
    Field("queue", \.queue),
    Field("bookedAt", \.bookedAt), Field("channel", \.channel), Field("walkIn", \.walkIn),
    Field("checkedInAt", \.checkedInAt), Field("checkedInOn", \.checkedInOn),
    Field("method", \.method), Field("late", \.late), Field("absent", \.absent),
    Field("cancelledAt", \.cancelledAt), Field("overrideBy", \.overrideBy),
    Field("overrideReason", \.overrideReason), Field("overSpots", \.overSpots),
    Field("passRevoked", \.passRevoked), Field("lastAct", \.lastAct),
  ]
  package init() {}

  /// The rank of whoever first lost a place of the session.
  package static let firstRank = -1_000_000

  /// True while it waits before all who only asked to.
  package var lostPlace: Bool { queue.map { $0 < 0 } ?? false }

  package var creditsUsed: Credits { spends.reduce(.zero) { $0 + $1.amount } }
}

package enum BookingKind: String, Sendable, Codable, FieldValue {
  case direct, marketplace
}

package enum Channel: String, Sendable, Codable, FieldValue {
  case desk, kiosk, trainer, api, system
}

package enum CheckInMethod: String, CaseIterable, Sendable, Codable, FieldValue {
  case pass, code, number, barcode, roster, batch, name

  /// True of what one person may hand to another; staff know whom they mark.
  var isShareable: Bool {
    switch self {
    case .pass, .code, .number, .barcode: true
    case .roster, .batch, .name: false
    }
  }
}

/// One of the people of a group booking.
package struct Participant: Hashable, Sendable, Codable, Packable {
  package var name: String
  package var birthDate: Day?
  package var needs: String
  package var terms: Bool

  package init(name: String, birthDate: Day? = nil, needs: String = "", terms: Bool = false) {
    self.name = name
    self.birthDate = birthDate
    self.needs = needs
    self.terms = terms
  }

  package var packed: String {
    [name, birthDate?.text ?? "", needs, terms ? "1" : ""].joined(separator: "\u{1E}")
  }

  package init?(packed: String) {
    let parts = packed.split(separator: "\u{1E}", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4 else { return nil }
    self.init(
      name: parts[0], birthDate: Day(text: parts[1]), needs: parts[2], terms: parts[3] == "1")
  }
}

/// What one lot paid for one booking.
package struct LotSpend: Hashable, Sendable, Codable, Packable {
  package var lot: ID<CreditLot>
  package var amount: Credits

  package init(lot: ID<CreditLot>, amount: Credits) {
    self.lot = lot
    self.amount = amount
  }

  package var packed: String { "\(lot.text):\(amount.hundredths)" }

  package init?(packed: String) {
    let parts = packed.split(separator: ":")
    guard parts.count == 2, let lot = ID<CreditLot>(text: String(parts[0])),
      let amount = Int(parts[1])
    else { return nil }
    self.init(lot: lot, amount: Credits(hundredths: amount))
  }
}
