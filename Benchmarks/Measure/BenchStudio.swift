import Central
import Domain
import Glibc
import Sync
import Wire

/// A demo at its moment, with a great many more people and sessions.
struct BenchStudio {
  let store: DeskStore
  let owner: ID<Staff>
  let directory: String
  let zone: Zone

  /// The moment of `desk demo`.
  let now: Instant

  struct Unfit: Error {}

  init(_ directory: String) throws {
    self.directory = directory
    let looked = try DeskStore.open(directory, clock: DeskClock(), authority: AuthorityPlace.beside)
    zone = looked.studio.zone
    try looked.close()
    guard let day = Day(text: "2026-11-23") else { throw Unfit() }
    now = zone.instant(day, secondOfDay: (17 * 60 + 48) * 60)
    store = try DeskStore.open(
      directory, clock: DeskClock(startingAt: now), authority: AuthorityPlace.beside)
    guard let owner = store.studio.staff.first(where: { $0.roles.contains(RoleAt(.owner)) }) else {
      throw Unfit()
    }
    self.owner = owner.id
  }

  func scene(_ intent: any Intent, at moment: Instant) -> Rehearsed {
    Rehearsed(
      intent, by: DeskStore.Hand(actor: .staff(owner)), at: moment,
      operation: store.mintOperation())
  }

  /// In batches, so that no journal grows beyond what a disk likes.
  func fill(members: Int, sessions: Int) throws {
    var names = Names(seed: 7)
    var left = members
    while left > 0 {
      let batch = (0..<min(left, 20_000)).map { _ in
        scene(RegisterMember(names.person()), at: now - 86_400)
      }
      try store.rehearse(batch)
      left -= batch.count
    }
    let services = store.studio.services
    let rooms = store.studio.rooms
    var made = 0
    while made < sessions {
      let series = made / ScheduleSession.most
      var schedule = ScheduleSession(
        service: services[series % services.count].id, location: store.studio.location.id,
        start: zone.instant(
          zone.day(of: now).adding(days: -60), secondOfDay: (300 + series * 15 % 1_080) * 60))
      schedule.room = rooms[series % rooms.count].id
      schedule.recurrence = Recurrence(.daily)
      try store.rehearse([scene(schedule, at: now - 86_400)])
      made += ScheduleSession.most
    }
  }
}

/// Names of made-up syllables: few that many bear, many that few bear, as with real ones.
struct Names {
  private var random: Random
  private var count = 0
  private let first: [String]
  private let last: [String]

  init(seed: UInt64) {
    random = Random(seed)
    var random = Random(seed)
    func names(_ count: Int, _ syllables: ClosedRange<Int>) -> [String] {
      let open = ["b", "d", "f", "g", "k", "l", "m", "n", "nd", "p", "r", "s", "t", "th", "v", "z"]
      let vowels = ["a", "e", "i", "o", "u", "é", "oe"]
      return (0..<count).map { _ in
        (0..<random.number(syllables)).map { _ in
          open[random.number(0...open.count - 1)] + vowels[random.number(0...vowels.count - 1)]
        }
        .joined().capitalizedFirst
      }
    }
    first = names(3_000, 2...3)
    last = names(40_000, 2...4)
  }

  mutating func person() -> MemberDetails {
    count += 1
    var details = MemberDetails()
    details.firstName = first[common(first.count)]
    details.lastName = last[common(last.count)]
    details.email = "member\(count)@mail.example"
    details.phone = "082 555 \(10_000 + count % 90_000)"
    return details
  }

  /// The first names of the list are borne by most.
  private mutating func common(_ count: Int) -> Int {
    let share = Double(random.next() % 1_000_000) / 1_000_000
    return min(count - 1, Int(share * share * share * Double(count)))
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

/// SplitMix64.
struct Random {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }
}
