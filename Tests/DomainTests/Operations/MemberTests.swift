import Domain
import Support
import Testing

@Suite("Members and the studio's beginning")
struct MemberTests {
  private var studio = StudioFixture()

  @Test("registered with a number of the device's block, cleaned, joined today")
  mutating func register() throws {
    var details = MemberDetails()
    details.firstName = "  Zo\u{7}ë "
    details.lastName = "N\u{1F}!xau"
    details.email = "zoe@example.org"
    let actor = studio.actor(.receptionist)
    let ids = try (0..<2).map { _ in
      ID<Member>(
        try studio.world.run(RegisterMember(details), as: actor).subject ?? Bits128(hi: 0, lo: 0))
    }
    let members = ids.compactMap { studio.world[$0] }
    #expect(members[0].name == "Zo ë N !xau")
    #expect(members[0].joined == StudioFixture.zone.day(of: studio.world.now))
    #expect(members[0].number != members[1].number)
    for member in members { #expect(throws: Never.self) { try MemberNumber(text: member.number) } }
    details.firstName = " "
    details.lastName = nil
    #expect(studio.refusal(RegisterMember(details)) == .malformed)
  }

  @Test(
    "an e-mail has something on both sides of its @",
    arguments: [
      ("", true), ("a@b", true), ("@b", false), ("a@", false), ("ab", false), ("a b@c", false),
    ])
  mutating func email(text: String, sound: Bool) {
    var details = MemberDetails()
    details.email = text
    let intent = EditMember(member: studio.member(), details)
    #expect(studio.refusal(intent) == (sound ? nil : .malformed))
  }

  @Test("nobody is born tomorrow")
  mutating func born() {
    let today = StudioFixture.zone.day(of: studio.world.now)
    for (day, code) in [(today, RefusalCode?.none), (today.adding(days: 1), .malformed)] {
      var details = MemberDetails()
      details.firstName = "New"
      details.birthDate = day
      #expect(studio.refusal(RegisterMember(details)) == code)
      #expect(studio.refusal(EditMember(member: studio.member(), details)) == code)
    }
  }

  @Test("every field that may be empty can be emptied again")
  mutating func cleared() {
    let member = studio.member()
    studio.world.edit(member) { $0.lastName = "" }
    let before = studio.world[member]
    var filled = MemberDetails()
    let day = StudioFixture.zone.day(of: studio.world.now)
    (filled.lastName, filled.email, filled.phone) = ("Botha", "a@b", "1")
    (filled.barcode, filled.language, filled.medical) = ("1", "zu", "knee")
    (filled.emergencyName, filled.emergencyPhone) = ("Sam", "2")
    (filled.birthDate, filled.joined, filled.waiverOn, filled.termsOn) = (day, day, day, day)
    filled.family = studio.world.mint()
    #expect(studio.refusal(EditMember(member: member, filled)) == nil)
    var emptied = MemberDetails()
    (emptied.lastName, emptied.email, emptied.phone) = ("", "", "")
    (emptied.barcode, emptied.language, emptied.medical) = ("", "", "")
    (emptied.emergencyName, emptied.emergencyPhone) = ("", "")
    emptied.cleared = MemberDetails.Clearable.allCases
    #expect(studio.refusal(EditMember(member: member, emptied)) == nil)
    studio.world.edit(member) { $0.parqOn = before?.parqOn }
    #expect(studio.world[member] == before)
  }

  @Test("only what is given changes")
  mutating func edit() {
    let member = studio.member()
    let before = studio.world[member]
    var details = MemberDetails()
    details.phone = "021 555 0199"
    #expect(studio.refusal(EditMember(member: member, details)) == nil)
    studio.world.edit(member) { $0.phone = "" }
    #expect(studio.world[member] == before)
    #expect(studio.refusal(EditMember(member: studio.world.mint(), details)) == .notFound)
  }

  @Test(
    "age in whole years, the 29th of February too",
    arguments: [
      (2008, 2, 29, 17), (2008, 2, 28, 18), (2008, 3, 1, 17), (2025, 12, 31, 0),
    ])
  func age(year: Int, month: Int, day: Int, age: Int) throws {
    var member = Member()
    member.birthDate = Day(year: year, month: month, day: day)
    #expect(member.age(on: try #require(Day(year: 2026, month: 2, day: 28))) == age)
  }

  @Test("a studio is founded once, in a zone that exists")
  func found() throws {
    var world = World(
      at: StudioFixture.morning, zones: [StudioFixture.zone.name: StudioFixture.zone])
    world.location = world.mint()
    world.device = world.mint()
    var intent = FoundStudio(
      name: "Movement & Co", location: "Sea Point", zone: "Mars/Base", owner: "Owner",
      verifier: Bytes([1]), devicePublicKey: Bytes([2]), passPublicKey: Bytes([3]))
    #expect(throws: Refusal(.malformed, ["what": .word("zone")])) {
      try world.run(intent, as: .system)
    }
    intent.zone = StudioFixture.zone.name
    try world.run(intent, as: .system)
    let owner = try #require(world.all(Staff.self).first)
    #expect(owner.roles(at: world.location) == [.owner] && owner.digit == 1)
    #expect(world.all(Organization.self).map(\.slug) == ["movement-co"])
    #expect(world.all(PassKey.self).map(\.number) == [1])
    #expect(throws: Refusal(.stale)) { try world.run(intent, as: .system) }
    try world.run(
      GrantNumbers(device: world.device, numbers: .reference, count: NumberBlock.size), as: .system)
    try world.run(
      GrantNumbers(device: world.device, numbers: .reference, count: 10), as: .system)
    let blocks = world.all(NumberBlock.self).sorted { $0.next < $1.next }
    #expect(blocks.map(\.next) == [1, 201] && blocks.map(\.end) == [201, 211])
  }
}
