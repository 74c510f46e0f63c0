import Domain
import Sync

/// What an evening without a line leaves in the queue: classes, as many bookings as a desk has numbers
/// for, credits, changed profiles and notes.
struct QueueBench {
  private let studio: BenchStudio
  private let operations: Int
  private static let places = 20
  /// Fewer than the numbers that an authority gives a desk at once.
  private static let bookings = 80

  init(_ studio: BenchStudio, operations: Int) {
    self.studio = studio
    self.operations = operations
  }

  func run() throws {
    let hand = DeskStore.Hand(actor: .staff(studio.owner))
    guard let service = studio.store.studio.services.first else { throw BenchStudio.Unfit() }
    let members = try people()
    var session = ID<Session>.none
    var made = 0
    while made < operations {
      let member = members[made % members.count]
      if made % (Self.places + 1) == 0, made < Self.bookings {
        var schedule = ScheduleSession(
          service: service.id, location: studio.store.studio.location.id,
          start: studio.now + 3_600 * (1 + made / Self.places))
        schedule.capacity = Self.places
        session = try studio.store.submit(schedule, by: hand).subject.map { ID($0) } ?? .none
      } else if made < Self.bookings {
        var book = Book(session: session, member: member, code: studio.store.mintCode())
        book.unpaid = true
        book.override = "in the dark"
        _ = try studio.store.submit(book, by: hand)
      } else {
        _ = try studio.store.submit(other(made, member), by: hand)
      }
      made += 1
    }
  }

  private func other(_ number: Int, _ member: ID<Member>) -> any Intent {
    switch number % 3 {
    case 0: return GrantCredits(member: member, credits: Credits(1), reason: "for the outage")
    case 1:
      var details = MemberDetails()
      details.phone = "082 556 \(10_000 + number % 90_000)"
      return EditMember(member: member, details)
    default: return AddNote(member: member, text: "asks for a towel")
    }
  }

  private func people() throws -> [ID<Member>] {
    var members: [ID<Member>] = []
    var sequence: UInt32 = 10_000
    while members.count < 400, sequence < 12_000 {
      sequence += 1
      guard let number = MemberNumber(sequence: sequence) else { continue }
      if let member = try studio.store.member(named: number.text), member.status == .active {
        members.append(member.id)
      }
    }
    guard !members.isEmpty else { throw BenchStudio.Unfit() }
    return members
  }
}
