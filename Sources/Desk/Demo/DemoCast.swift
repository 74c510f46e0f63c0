import Domain
import Sync

/// One made-up member, with what the generator knows about the person.
struct DemoPerson {
  enum Plan { case unlimited, packs, dropIn, lapsed }

  let id: ID<Member>
  var details: MemberDetails
  let registered: Instant
  let plan: Plan
  /// Classes in four weeks, roughly.
  let visits: Int
  /// Weights of the six offers.
  let taste: [Int]
  let forgetful: Bool
  /// From when to when the person is in a class, or booked into one.
  var busy: [(from: Instant, to: Instant)] = []
  var spent = Credits.zero

  var isRestricted: Bool { details.permission == .restricted }
}

/// Makes the members: names, contact, families, consents, standing, appetite.
struct DemoCast {
  let moment: DemoMoment
  private var emails: Set<String> = []

  init(moment: DemoMoment) { self.moment = moment }

  mutating func people(_ count: Int, _ chance: inout Chance) -> [DemoPerson] {
    var people: [DemoPerson] = []
    while people.count < count {
      let group = NameGroup.all[chance.weighted(NameGroup.all.map(\.weight))]
      let last = chance.pick(group.last) ?? ""
      let size = chance.happens(perMille: 60) ? chance.number(2...4) : 1
      let family: ID<Family>? = size > 1 ? chance.mint(at: moment.founded) : nil
      let phone = number(&chance)
      var called: Set<String> = []
      for place in 0..<min(size, count - people.count) {
        // One in eight marries, is born or is named across the groups.
        let other = NameGroup.all[chance.weighted(NameGroup.all.map(\.weight))]
        let names = (chance.happens(perMille: 120) ? other : group).first
        let picked = chance.pick(names) ?? ""
        // Two of one name in one family would pass for one person.
        let first = called.contains(picked) ? names.first { !called.contains($0) } ?? "" : picked
        called.insert(first)
        var details = MemberDetails()
        details.firstName = first
        details.lastName = last
        details.phone = place == 0 ? phone : chance.happens(perMille: 500) ? phone : nil
        details.email = place == 0 ? email(first, last, &chance) : people.last?.details.email
        details.family = family
        people.append(person(details, isChild: place > 1, &chance))
      }
    }
    return people
  }

  private mutating func person(
    _ given: MemberDetails, isChild: Bool, _ chance: inout Chance
  ) -> DemoPerson {
    var details = given
    let age = isChild ? chance.number(9...17) : 18 + chance.weighted([3, 9, 8, 4, 1]) * 11
    details.birthDate = moment.today.adding(
      days: -(age * 365 + age / 4) - chance.number(1...364))
    details.joined = moment.today.adding(days: -chance.number(50...2_200))
    details.language = chance.pick(["", "", "", "en", "zu", "xh", "af", "st"])
    if chance.happens(perMille: 920) { details.parqOn = details.joined }
    if chance.happens(perMille: 960) { details.waiverOn = details.joined }
    if chance.happens(perMille: 970) { details.termsOn = details.joined }
    details.marketing = chance.happens(perMille: 400)
    if chance.happens(perMille: 75) { details.medical = chance.pick(DemoRemarks.medical) }
    if chance.happens(perMille: 800) {
      let group = NameGroup.all[chance.weighted(NameGroup.all.map(\.weight))]
      details.emergencyName = "\(chance.pick(group.first) ?? "") \(details.lastName ?? "")"
      details.emergencyPhone = number(&chance)
    }
    if chance.happens(perMille: 150) {
      details.barcode = "00\(chance.number(10_000_000...99_999_999))"
    }
    switch chance.number(0...999) {
    case ..<20: details.status = .inactive
    case ..<25: details.status = .banned
    case ..<35: details.permission = .restricted
    case ..<65: details.permission = .vip
    default: break
    }
    let plan: DemoPerson.Plan =
      details.status != nil
      ? .lapsed : [.unlimited, .packs, .dropIn, .lapsed][chance.weighted([22, 56, 4, 18])]
    let isNew = details.status == nil && chance.happens(perMille: 60)
    let registered =
      moment.founded + 3_600
      + (isNew ? chance.number(20 * 86_400...45 * 86_400) : chance.number(0...28_800))
    if isNew { details.joined = moment.zone.day(of: registered) }
    return DemoPerson(
      id: chance.mint(at: registered), details: details, registered: registered, plan: plan,
      visits: visits(plan, &chance), taste: taste(&chance),
      forgetful: chance.happens(perMille: 30))
  }

  private func visits(_ plan: DemoPerson.Plan, _ chance: inout Chance) -> Int {
    switch plan {
    case .unlimited: chance.number(6...16)
    case .packs: 1 + chance.weighted([3, 4, 4, 3, 2, 2, 1, 1])
    case .dropIn: 1
    case .lapsed: 0
    }
  }

  /// One or two that the person comes for, a little of the rest.
  private func taste(_ chance: inout Chance) -> [Int] {
    var taste = DemoTimetable.offers.map { _ in 1 }
    for weight in [8, 5] { taste[chance.number(0...taste.count - 1)] += weight }
    return taste
  }

  /// 555 is nobody's exchange; written as people write it.
  private func number(_ chance: inout Chance) -> String {
    let network = chance.pick(["82", "83", "72", "73", "84", "60", "79", "61"]) ?? "82"
    let digits = String(String(chance.number(10_000...19_999)).dropFirst())
    return switch chance.number(0...2) {
    case 0: "0\(network) 555 \(digits)"
    case 1: "+27 \(network) 555 \(digits)"
    default: "0\(network)555\(digits)"
    }
  }

  private mutating func email(
    _ first: String, _ last: String, _ chance: inout Chance
  ) -> String? {
    guard chance.happens(perMille: 930) else { return nil }
    func plain(_ name: String) -> String {
      String(Folding.folded(name).filter { $0.isASCII && $0.isLetter })
    }
    let stem = [plain(first), plain(last)].filter { !$0.isEmpty }.joined(separator: ".")
    guard !stem.isEmpty else { return nil }
    var address = "\(stem)@mail.example"
    var twin = 1
    while !emails.insert(address).inserted {
      twin += 1
      address = "\(stem)\(twin)@mail.example"
    }
    return address
  }
}
