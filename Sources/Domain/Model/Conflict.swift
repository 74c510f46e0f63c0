/// What two copies settled differently, put before a person: a "decision" on the screens.
///
/// Ids and codes only, so that it may lie in every copy: names are looked up where it is shown, values
/// of a profile in the operation or in a note.
package struct Conflict: Record {
  package var id = ID<Conflict>.none
  package var kind = ConflictKind.refused
  package var rank = ConflictRank.normal
  package var status = ConflictStatus.open

  // MARK: This side
  package var operation = ID<Operation>.none
  /// The word of the operation's kind.
  package var what = ""
  /// What the rulebook said to it; empty where it was accepted.
  package var code = ""
  package var device = ID<Device>.none
  package var location = ID<Location>.none
  /// Corrected time at which it was meant.
  package var at = Instant(0)
  /// True where that time is a guess.
  package var uncertain = false
  package var by = Actor.device
  package var session: ID<Session>?
  package var booking: ID<Booking>?
  package var member: ID<Member>?

  // MARK: The other side, as far as it is known
  package var otherBooking: ID<Booking>?
  package var otherMember: ID<Member>?
  package var otherDevice: ID<Device>?
  package var otherAt: Instant?
  package var otherBy: Actor?

  // MARK: What it is about
  package var credits = Credits.zero
  /// In minor units of the organization's currency.
  package var money = 0
  /// Names of the fields of a profile that were changed twice; for a lost place `unpaid` and
  /// `returning`.
  package var fields: [String] = []
  /// The code that let somebody in, as it is matched; empty once it is known who that was.
  package var presented = ""
  /// How many people it is about: let in by that code, or more than the session shall take.
  package var count = 0

  // MARK: Its end
  package var choice: ConflictChoice?
  package var reason = ""
  package var resolvedBy: ID<Staff>?
  package var resolvedAt: Instant?

  package static let table = Table.decision
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("kind", \.kind), Field("rank", \.rank), Field("status", \.status),
    Field("operation", \.operation), Field("what", \.what), Field("code", \.code),
    Field("device", \.device), Field("location", \.location), Field("at", \.at),
    Field("uncertain", \.uncertain), Field("by", \.by), Field("session", \.session),
    Field("booking", \.booking), Field("member", \.member),
    Field("otherBooking", \.otherBooking), Field("otherMember", \.otherMember),
    Field("otherDevice", \.otherDevice), Field("otherAt", \.otherAt),
    Field("otherBy", \.otherBy), Field("credits", \.credits), Field("money", \.money),
    Field("fields", \.fields), Field("presented", \.presented), Field("count", \.count),
    Field("choice", \.choice), Field("reason", \.reason), Field("resolvedBy", \.resolvedBy),
    Field("resolvedAt", \.resolvedAt),
  ]

  package init() {}

  /// What a person may choose; none for what is only information.
  package var choices: [ConflictChoice] {
    guard status == .open else { return [] }
    return switch kind {
    case .lastPlace: [.keepOnWaitlist, .moveToSession, .letIn, .cancelBooking]
    case .letIn: [.name, .discard]
    case .twiceIn: booking == nil || isWithoutPass ? [.keep] : [.keep, .revokePass]
    case .timeConflict, .otherStands: [.keep, .cancelBooking]
    case .profile: [.keep, .takeNew]
    case .sameMember: [.mergeMembers, .keep]
    case .rightLost: [.accept, .discard]
    case .refused: canMove ? [.tryAgain, .moveToSession, .discard] : [.tryAgain, .discard]
    default: [.keep]
    }
  }

  /// True where what was refused may be had in another session.
  private var canMove: Bool {
    what == OperationKind.book.rawValue || what == OperationKind.move.rawValue
  }

  /// True where credits or money have to be found: a matter of those who may see to them.
  package var concernsMoney: Bool { kind == .overdrawn }
}

package enum ConflictRank: String, Sendable, Codable, FieldValue {
  case low, normal
}

package enum ConflictStatus: String, Sendable, Codable, FieldValue {
  /// Waits for a person.
  case open
  /// Only information: it waits for nobody.
  case told
  case resolved
}

/// Who meant an operation stands in one column, as its text.
extension Actor: FieldValue {
  package static var storage: Storage { .text }
  package var value: Value { .text(text) }
  package init?(value: Value) {
    guard case .text(let text) = value else { return nil }
    self.init(text: text)
  }
}
