import Central
import Domain
import Glibc
import Support
import Synchronization
import Testing
import Wire

/// All have one source of chance.
private let town = Mutex(())

/// 64 devices that all want the last places of ten sessions; the same on every store.
struct FightBody<Store: AuthorityStore & SendableMetatype> {
  let make: () throws -> Store

  /// One device: what it sends next hangs on what it was told.
  private final class Fighter {
    let player: Player<Store>
    private var number: Int
    var confirmed: [ID<Booking>] = []
    /// Waiting, or confirmed beside another at the same time.
    var adjusted: [ID<Booking>] = []
    var wins = 0
    var losses = 0

    init(_ player: Player<Store>, numbersFrom number: Int) {
      (self.player, self.number) = (player, number)
    }

    func heard(of intent: any Intent, _ id: ID<Booking>, isApplied: Bool) {
      switch intent {
      case is Book where isApplied:
        confirmed.append(id)
        wins += 1
      case is Book:
        adjusted.append(id)
        losses += 1
      case let confirm as Confirm where isApplied:
        adjusted.removeAll { $0 == confirm.booking }
        confirmed.append(confirm.booking)
        wins += 1
      case let cancel as Cancel:
        // Refused or not: it is no longer counted on.
        confirmed.removeAll { $0 == cancel.booking }
        adjusted.removeAll { $0 == cancel.booking }
      default: break
      }
    }

    func nextNumber() -> Int {
      number += 1
      return number
    }
  }

  /// Of `crews` that fight at the same time each has its own authority on the store, as processes have.
  /// Runs for so long; `threads` runs each of its bodies on a thread.
  func noPlaceIsGivenTwice(
    seconds: Double, crews: [(Store) throws -> Store],
    threads: ([@Sendable () throws -> Void]) throws -> Void
  ) throws {
    let town = try Town(try make())
    let work = try TownWork(town)
    let sessions = try (0..<10).map { number -> ID<Session> in
      // Some at the same time, and some so that nobody has to choose.
      var schedule = ScheduleSession(
        service: work.service, location: work.places[0],
        start: town.now + 86_400 + number / 2 * 7_200)
      schedule.capacity = 3
      return try work.desk.make(schedule)
    }
    let members = try (0..<40).map { _ in try work.member() }
    let actor = try town.owner
    let all = try crews.enumerated().map { number, reopen in
      let store = try reopen(town.authority.store)
      let size = 64 / crews.count
      return Crew(
        authority: Authority(store),
        fighters: try (0..<size).map { place in
          Fighter(try town.enrol(), numbersFrom: (number * 64 + place + 1) * 100_000)
        }, chance: SeededGenerator(seed: UInt64(number) + 1))
    }
    let milliseconds = town.milliseconds
    try threads(
      all.map { crew in
        {
          let end = Self.monotonic + seconds
          while Self.monotonic < end {
            try crew.round(sessions, members, as: actor, at: milliseconds)
          }
        }
      })
    let fighters = all.flatMap(\.fighters)
    #expect(fighters.reduce(0) { $0 + $1.wins } > 20, "too tame")
    #expect(fighters.reduce(0) { $0 + $1.losses } > 100, "too tame")

    // Counted without the rules.
    var taken: [ID<Session>: Int] = [:]
    var confirmed: Set<ID<Booking>> = []
    for change in try town.authority.store.page(after: 0, limit: .max / 2, nil).changes {
      guard case .row(.put(let row as Booking)) = change else { continue }
      switch row.state {
      case .confirmed: confirmed.insert(row.id)
      case .held, .offered, .checkedIn, .noShow: break
      case .waitlisted, .cancelled, .expired: continue
      }
      #expect(row.overSpots == 0)
      taken[row.session, default: 0] += row.spots
    }
    for session in sessions { #expect(taken[session, default: 0] <= 3) }
    #expect(sessions.contains { taken[$0] == 3 }, "too tame")
    // Not as operands: a failure would print hundreds of ids.
    let isKept = Set(fighters.flatMap(\.confirmed)).isSubset(of: confirmed)
    #expect(isKept, "what was called confirmed is")
  }

  private static var monotonic: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Devices that one process serves; one thread uses it.
  private final class Crew: @unchecked Sendable {
    let authority: Authority<Store>
    let fighters: [Fighter]
    private var chance: SeededGenerator
    init(authority: Authority<Store>, fighters: [Fighter], chance: SeededGenerator) {
      (self.authority, self.fighters, self.chance) = (authority, fighters, chance)
    }

    /// What some of them send arrives together.
    func round(
      _ sessions: [ID<Session>], _ members: [ID<Member>], as actor: Actor, at milliseconds: Int64
    ) throws {
      let some = fighters.shuffled(using: &chance).prefix(.random(in: 1...64, using: &chance))
      var requests: [ExchangeRequest] = []
      var sent: [(id: ID<Operation>, intent: any Intent)] = []
      for fighter in some {
        let player = fighter.player
        let before = player.head.hash
        let intent = intent(of: fighter, sessions, members)
        let written = try town.withLock { _ in try player.write(intent, as: actor) }
        requests.append(player.request([written.bytes], after: before, rows: 0))
        sent.append((written.id, intent))
      }
      let answers = try authority.exchange(requests, at: milliseconds)
      for ((fighter, one), answer) in zip(zip(some, sent), answers) {
        #expect(answer.stop == nil)
        try fighter.player.take(answer)
        let state = fighter.player.told[one.id]?.outcome.state
        fighter.heard(of: one.intent, ID(one.id.raw), isApplied: state == .applied)
      }
    }

    /// Books, takes what it was offered, or gives up what it has, so that places come free again.
    private func intent(
      of fighter: Fighter, _ sessions: [ID<Session>], _ members: [ID<Member>]
    ) -> any Intent {
      let own = fighter.confirmed + fighter.adjusted
      if let one = own.randomElement(using: &chance), Int.random(in: 0..<3, using: &chance) > 0 {
        let isOffer = fighter.adjusted.contains(one) && Bool.random(using: &chance)
        return isOffer ? Confirm(booking: one) : Cancel(booking: one)
      }
      var book = Book(
        session: sessions[.random(in: sessions.indices, using: &chance)],
        member: members[.random(in: members.indices, using: &chance)],
        code: BookingCode(random: .random(in: 0 ... .max, using: &chance)))
      book.numbers = [fighter.nextNumber()]
      return book
    }
  }
}
