import Domain
import Support
import Testing

/// Two desks that worked on copies of one morning, and the authority to which they come back.
struct Outage {
  /// The authority's rows.
  var studio: StudioFixture
  /// The copies in the dark: one beside the door, one elsewhere.
  var first: World
  var second: World

  init(_ studio: StudioFixture) {
    self.studio = studio
    first = studio.world.copy(on: studio.desk, at: studio.here, seed: 1)
    second = studio.world.copy(on: studio.kiosk, at: studio.here, seed: 2)
    second.channel = .desk
    // What happens meanwhile has numbers of its own.
    self.studio.world.device = studio.otherDesk
  }

  /// What the authority makes of an operation that was accepted on a copy.
  mutating func settle(_ operation: Operation) -> Outcome {
    studio.world.settle(operation).outcome
  }

  var conflicts: [Conflict] { studio.world.all(Conflict.self) }

  /// The only decision that was left.
  func conflict(_ place: SourceLocation = #_sourceLocation) throws -> Conflict {
    #expect(conflicts.count == 1, sourceLocation: place)
    return try #require(conflicts.first, sourceLocation: place)
  }

  func booking(_ operation: Operation) -> Booking? {
    studio.world[ID<Booking>(operation.id.raw)]
  }

  func booking(_ id: ID<Booking>) -> Booking? { studio.world[id] }

  /// What the member's lots say, and what their ledger says.
  func balance(_ member: ID<Member>) -> (left: Credits, ledger: Credits) {
    let lots = studio.world.all(CreditLot.self).filter { $0.member == member }
    let lines = studio.world.all(LedgerEntry.self).filter { $0.member == member }
    return (
      lots.reduce(.zero) { $0 + $1.left }, lines.reduce(.zero) { $0 + $1.amount }
    )
  }

  /// Taken, capacity and places above it.
  func places(_ session: ID<Session>) -> [Int] {
    guard let row = studio.world[session] else { return [] }
    let sum = Capacity(
      row, studio.world.all(Booking.self).filter { $0.session == session },
      studio.world.all(Allotment.self).filter { $0.session == session })
    #expect(sum.holds)
    return [sum.taken, sum.capacity, sum.over, sum.waitlisted]
  }
}

extension World {
  /// As reception unless told otherwise; a refusal on the copy itself fails the test.
  mutating func did(_ intent: any Intent, as actor: Actor) throws -> Operation {
    do {
      return try meant(intent, as: actor).operation
    } catch {
      Issue.record("refused on the copy: \(error.code.rawValue)")
      throw error
    }
  }

  mutating func booked(
    _ session: ID<Session>, _ member: ID<Member>, as actor: Actor,
    _ change: (inout Book) -> Void = { _ in }
  ) throws -> Operation {
    var intent = Book(session: session, member: member, code: code())
    change(&intent)
    return try did(intent, as: actor)
  }
}
