import Domain
import Sync

/// Four weeks of the studio: who registers, buys, books, waits, cancels, comes and stays away.
///
/// The shares are those of a real studio: of a hundred visits 84 are attended, 8 missed and 8
/// cancelled late; places are booked one to 29 days ahead, most often ten.
struct DemoLife {
  let moment: DemoMoment
  let crew: DemoCrew
  var people: [DemoPerson]
  var chance: Chance
  private(set) var script = DemoScript()
  /// Each person as often as they come: a pick from it is a fair one.
  private var regulars: [Int] = []

  init(moment: DemoMoment, crew: DemoCrew, people: [DemoPerson], chance: Chance) {
    self.moment = moment
    self.crew = crew
    self.people = people
    self.chance = chance
    regulars = people.indices.flatMap { Array(repeating: $0, count: people[$0].visits) }
  }

  mutating func play(_ sessions: [DemoSession]) {
    // The two classes of the opening scene are filled first: they shall be full at any size.
    let now = moment.now
    let isNext = { (session: DemoSession) in
      (0...1_800).contains(session.start - now)
    }
    let ordered = sessions.filter(isNext) + sessions.filter { !isNext($0) }
    for session in ordered { play(session, isNext: isNext(session)) }
    for index in people.indices { register(index) }
    remark(sessions)
  }

  var receptionist: Actor {
    mutating get { .staff(crew.staff[chance.pick(DemoTimetable.receptionists) ?? 0]) }
  }

  mutating func add(
    _ intent: any Intent, by actor: Actor, at moment: Instant, channel: Channel = .desk,
    operation: ID<Operation>? = nil
  ) {
    guard moment <= self.moment.now else { return }
    script.add(
      intent, by: actor, at: moment, channel: channel,
      operation: operation ?? chance.mint(at: moment))
  }

  // MARK: Members

  private mutating func register(_ index: Int) {
    let person = people[index]
    add(
      RegisterMember(person.details), by: .staff(crew.owner), at: person.registered,
      operation: ID(person.id.raw))
    let bought = person.registered + 60
    switch person.plan {
    case .unlimited:
      var lot = GrantCredits(member: person.id, credits: .zero, reason: "package")
      lot.unlimited = true
      lot.name = "Unlimited, three months"
      lot.expires = moment.today.adding(days: chance.number(18...60))
      add(lot, by: .staff(crew.owner), at: bought)
    case .packs: buyPacks(index, at: bought)
    case .lapsed where chance.happens(perMille: 400):
      let lot = pack(person.id, of: chance.number(1...4), lasts: chance.number(16...90), bought)
      add(lot, by: .staff(crew.owner), at: bought)
    case .lapsed, .dropIn: break
    }
    if chance.happens(perMille: 60) {
      let text = chance.pick(DemoRemarks.member) ?? ""
      let written = chance.number(0...max(1, (moment.now - person.registered) / 60 - 1)) * 60
      add(
        AddNote(member: person.id, text: text), by: receptionist,
        at: person.registered + 120 + written)
    }
  }

  /// Enough for what was booked; one in four is left with two credits or fewer.
  private mutating func buyPacks(_ index: Int, at bought: Instant) {
    let person = people[index]
    let needed = (person.spent.hundredths + 99) / 100
    let spare = chance.happens(perMille: 250) ? chance.number(0...2) : chance.number(3...9)
    var left = needed + spare
    var lasts = chance.number(48...80)
    while left > 0 {
      let size = left <= 5 ? left : left <= 10 ? 10 : 20
      add(pack(person.id, of: size, lasts: lasts, bought), by: .staff(crew.owner), at: bought)
      left -= size
      lasts += chance.number(10...30)
    }
  }

  private func pack(
    _ member: ID<Member>, of size: Int, lasts: Int, _ bought: Instant
  ) -> GrantCredits {
    var lot = GrantCredits(member: member, credits: Credits(size), reason: "package")
    lot.name = size == 1 ? "Single class" : "\(size) classes"
    lot.expires = moment.zone.day(of: bought).adding(days: lasts)
    return lot
  }

  private mutating func remark(_ sessions: [DemoSession]) {
    for session in sessions where session.end < moment.now && chance.happens(perMille: 140) {
      let text = chance.pick(DemoRemarks.session) ?? ""
      add(
        AddNote(session: session.id, text: text), by: .staff(session.leader),
        at: session.end + chance.number(60...600))
    }
    for (index, text) in DemoRemarks.incidents.enumerated() {
      add(
        ReportIncident(text: text), by: receptionist,
        at: moment.now - (3 + 5 * index) * 86_400 - chance.number(0...20_000))
    }
  }

  // MARK: Choosing people

  /// A person who likes it and is free, and has not been asked yet; nil after enough tries.
  mutating func guest(for session: DemoSession, without asked: Set<Int>) -> Int? {
    for _ in 0..<40 {
      guard let index = chance.pick(regulars), !asked.contains(index) else { continue }
      let person = people[index]
      let most = person.taste.max() ?? 1
      guard chance.number(1...most) <= person.taste[session.slot.offer],
        session.start > person.registered + 86_400,
        !person.busy.contains(where: { $0.from < session.end && session.start < $0.to })
      else { continue }
      return index
    }
    return nil
  }
}
