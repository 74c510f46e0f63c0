import Domain
import Sync

/// What an evening without a line leaves in the queue: bookings in classes of twenty, and notes.
struct QueueBench {
  private let studio: BenchStudio
  private let operations: Int
  private static let places = 20

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
      let place = made % (Self.places + 2)
      switch place {
      case 0:
        var schedule = ScheduleSession(
          service: service.id, location: studio.store.studio.location.id,
          start: studio.now + 3_600 * (1 + made / (Self.places + 2) % 150))
        schedule.capacity = Self.places
        let done = try studio.store.submit(schedule, by: hand)
        session = done.subject.map { ID($0) } ?? .none
      case 1:
        _ = try studio.store.submit(
          AddNote(session: session, text: "mats are in the cupboard"), by: hand)
      default:
        var book = Book(
          session: session, member: members[made % members.count], code: studio.store.mintCode())
        book.unpaid = true
        book.override = "in the dark"
        _ = try studio.store.submit(book, by: hand)
      }
      made += 1
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
