/// Whom and what an intent is about, for the decision that is left where it is refused.
package struct Subject {
  package var session: ID<Session>?
  package var booking: ID<Booking>?
  package var member: ID<Member>?
  private var act: ID<Act>?

  package init() {}

  /// As far as the intent itself says it.
  package init(_ intent: any Intent) { self.init(intent, Facts()) }

  init(_ intent: any Intent, _ facts: Facts) {
    switch intent {
    case let intent as Book: (session, member) = (intent.session, intent.member)
    case let intent as Hold: (session, member) = (intent.session, intent.member)
    case let intent as Confirm: booking = intent.booking
    case let intent as Cancel: booking = intent.booking
    case let intent as Promote: booking = intent.booking
    case let intent as Move: booking = intent.booking
    case let intent as AddSpots: booking = intent.booking
    case let intent as Forgive: booking = intent.booking
    case let intent as CheckIn:
      (session, booking, member) = (intent.session, intent.booking, intent.member)
    case let intent as RefuseEntry: (booking, member) = (intent.booking, intent.member)
    case let intent as LetIn: session = intent.session
    case let intent as MergeMembers: member = intent.kept
    case let intent as MarkAttendance: session = intent.session
    case let intent as ChangeSession: session = intent.session
    case let intent as CancelSession: session = intent.session
    case let intent as JudgeSession: session = intent.session
    case let intent as ReturnPlaces: session = intent.session
    case let intent as ReleasePlaces: session = intent.session
    case let intent as EditMember: member = intent.member
    case let intent as GrantCredits: member = intent.member
    case let intent as AddNote: (session, member) = (intent.session, intent.member)
    case let intent as ReportIncident: (session, member) = (intent.session, intent.member)
    case let intent as Undo:
      act = intent.act
      booking = facts[intent.act]?.bookings.first
    default: break
    }
    guard let row = booking.flatMap({ facts[$0] }) else { return }
    session = row.session
    member = row.member
  }

  /// What tells more of it: a booking names its session and member.
  var reads: [Read] {
    (booking.map { [.booking($0)] } ?? []) + (session.map { [.session($0)] } ?? [])
  }
}
