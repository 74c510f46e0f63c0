import Domain
import Support
import Sync
import Testing

struct MemberLookupTests {
  private let studio: TrialStudio
  private var members: [String: ID<Member>] = [:]

  private static let people: [(first: String, last: String, email: String, phone: String)] = [
    ("Naledi", "Mokoena", "naledi.m@example.org", "082 123 4567"),
    ("Pieter", "van der Merwe", "pvdm@example.org", "+27 83 765 4321"),
    ("Zoë", "Müller", "zoe@example.org", "+49 171 5550123"),
    ("Ann", "Botha", "", ""), ("Annabel", "Botha", "", ""), ("Annette", "Bothma", "", ""),
    ("ǃNoa", "ǁGaros", "", ""), ("Seán", "O'Neil", "", ""), ("李", "小龍", "", ""),
    ("Johan", "Smith", "johan.fourie@example.org", ""), ("Thandiwe", "Dlamini", "", ""),
    ("Mac", "Donald", "", ""), ("Lerato", "MacDonald", "", ""),
  ]

  init() throws {
    studio = try TrialStudio()
    for person in Self.people {
      var details = MemberDetails()
      (details.firstName, details.lastName) = (person.first, person.last)
      (details.email, details.phone) = (person.email, person.phone)
      let receipt = try studio.submit(RegisterMember(details))
      members["\(person.first) \(person.last)"] = ID(try #require(receipt.subject))
    }
  }

  @Test(arguments: [
    ("naledi", "Naledi Mokoena"), ("mokoena nal", "Naledi Mokoena"),
    ("NALEDI MOK", "Naledi Mokoena"),
    ("n m", "Naledi Mokoena"), ("nlaedi mokoena", "Naledi Mokoena"), ("mokena", "Naledi Mokoena"),
    ("naledi mokwenaa", "Naledi Mokoena"), ("naledi xyzzy", "Naledi Mokoena"),
    ("0821234567", "Naledi Mokoena"), ("+27 82 123-4567", "Naledi Mokoena"),
    ("0027821234567", "Naledi Mokoena"), ("082 123", "Naledi Mokoena"), ("4567", "Naledi Mokoena"),
    ("naledi.m@ex", "Naledi Mokoena"), ("naledi.m", "Naledi Mokoena"),
    ("van der merwe", "Pieter van der Merwe"), ("vandermerwe", "Pieter van der Merwe"),
    ("merwe pieter", "Pieter van der Merwe"), ("0837654321", "Pieter van der Merwe"),
    ("zoe mueler", "Zoë Müller"), ("muller", "Zoë Müller"), ("491715550123", "Zoë Müller"),
    ("ann botha", "Ann Botha"), ("annabel b", "Annabel Botha"), ("!noa", "ǃNoa ǁGaros"),
    ("||garos", "ǃNoa ǁGaros"), ("oneil", "Seán O'Neil"), ("sean o'neil", "Seán O'Neil"),
    ("李", "李 小龍"), ("fourie", "Johan Smith"), ("tandiwe", "Thandiwe Dlamini"),
    ("mac donald", "Mac Donald"), ("macdonald", "Lerato MacDonald"),
  ])
  func findsFirst(_ query: String, _ name: String) throws {
    let hits = try studio.store.lookup(query)
    #expect(hits.first?.name == name, "\(hits.map(\.name))")
    #expect(hits.first?.id == members[name])
    #expect(hits.map(\.score) == hits.map(\.score).sorted(by: >))
    #expect(Set(hits.map(\.id)).count == hits.count)
  }

  @Test(
    "who sees names and numbers only finds by nothing else",
    arguments: [
      "fourie", "pvdm@example.org", "pvdm@", "pvdm", "0821234567", "082 123", "4567",
      "491715550123",
    ])
  func contactsAreNoWayIn(_ query: String) throws {
    #expect(try !studio.store.lookup(query).isEmpty)
    #expect(try studio.store.lookup(query, seeing: .nameAndNumber).isEmpty)
  }

  @Test func namesAndNumbersStayAWayInForLeaders() throws {
    let all = try #require(try studio.store.lookup("naledi").first)
    for query in ["naledi", "nlaedi mokoena", all.number] {
      let hit = try #require(try studio.store.lookup(query, seeing: .nameAndNumber).first)
      #expect(hit.id == all.id && hit.name == all.name && hit.number == all.number)
      #expect(hit.email.isEmpty && hit.phone.isEmpty && hit.credits == nil && hit.flags.isEmpty)
    }
  }

  @Test func whoBookedIsNotForLeadersToFind() throws {
    let session = try studio.session(try studio.service(), in: 600)
    let member = try #require(members["Ann Botha"])
    let (booking, code) = try studio.book(session, member)
    let reference = try #require(try studio.store.booking(booking)?.booking.reference)
    for query in [code.text, reference] {
      #expect(try studio.store.lookup(query).map(\.id) == [member])
      #expect(try studio.store.lookup(query, seeing: .nameAndNumber).isEmpty)
    }
  }

  @Test(arguments: [
    "", " ", "'", "\"", "*", "NEAR", "qqqqqq zzzzzz", "99999", "@", "x'00'",
  ])
  func findsNobody(_ query: String) throws {
    #expect(try studio.store.lookup(query).isEmpty)
  }

  @Test func wholeWordsComeBeforeBeginnings() throws {
    let hits = try studio.store.lookup("ann")
    #expect(hits.map(\.name) == ["Ann Botha", "Annabel Botha", "Annette Bothma"])
    #expect(try studio.store.lookup("ann", limit: 1).map(\.name) == ["Ann Botha"])
  }

  @Test func codesAndNumbersNameOnePerson() throws {
    let id = try #require(members["Ann Botha"])
    var details = MemberDetails()
    details.barcode = "GYM 0042"
    try studio.submit(EditMember(member: id, details))
    let session = try studio.session(try studio.service(), in: 1_200)
    let (booking, code) = try studio.book(session, id)
    let number = try #require(try studio.store.member(named: id.text)).number
    let reference = try #require(try studio.store.booking(booking)).booking.reference
    for text in [
      "GYM 0042", number, String(number.drop { $0 == "0" }), code.text, code.compact.lowercased(),
      reference,
    ] {
      let hits = try studio.store.lookup(text)
      #expect(hits.first?.id == id, "\(text)")
      #expect(hits.first?.score == 1)
    }
    #expect(try studio.store.lookup(String(number.dropLast())).contains { $0.id == id })
  }

  @Test func aHitSaysEnoughForALine() throws {
    let id = try #require(members["Naledi Mokoena"])
    try studio.submit(GrantCredits(member: id, credits: Credits(3), reason: "gift"))
    var details = MemberDetails()
    details.status = .banned
    try studio.submit(EditMember(member: id, details))
    let hit = try #require(try studio.store.lookup("naledi").first)
    #expect(hit.credits == Credits(3))
    #expect(hit.status == .banned)
    #expect(hit.flags == [.firstVisit, .noWaiver, .noParq, .banned])
    #expect([hit.email, hit.phone] == ["naledi.m@example.org", "082 123 4567"])
  }

  @Test func followsEdits() throws {
    let id = try #require(members["Annette Bothma"])
    var details = MemberDetails()
    details.lastName = "Khumalo"
    try studio.submit(EditMember(member: id, details))
    #expect(try studio.store.lookup("bothma").allSatisfy { $0.id != id })
    #expect(try studio.store.lookup("khumalo").map(\.id) == [id])
  }

  @Test(.enabled(if: SharedData.has("names/blns.txt"), "shared data is not here"))
  func neverFailsOnNaughtyText() throws {
    for line in try SharedData.text("names/blns.txt").split(whereSeparator: \.isNewline) {
      _ = try studio.store.lookup(String(line))
    }
    var random = SeededGenerator(seed: 11)
    for _ in 0..<500 {
      _ = try studio.store.lookup(String(decoding: random.bytes(0...200), as: UTF8.self))
    }
  }
}
