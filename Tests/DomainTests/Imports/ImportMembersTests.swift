import Domain
import Support
import Testing

@Suite("Import of members")
struct ImportMembersTests {
  private var studio = StudioFixture()

  private mutating func bring(
    _ rows: [ImportedMember], from source: String = "gymdesk"
  ) throws -> [RowResult.Kind] {
    try studio.bring(ImportMembers(source: source, rows: rows)).map(\.kind)
  }

  private func sole() throws -> Member {
    let all = studio.world.all(Member.self)
    try #require(all.count == 1)
    return all[0]
  }

  @Test("a new person gets a number; the same row again changes nothing and takes no number")
  mutating func twice() throws {
    let row = ImportedMember("17", "Thandi", email: "t@example.org", note: "Type: Gold")
    #expect(try bring([row]) == [.kept])
    let member = try sole()
    #expect(throws: Never.self) { try MemberNumber(text: member.number) }
    #expect(member.joined == StudioFixture.zone.day(of: studio.world.now))
    #expect(studio.note(of: member.id) == ["Type: Gold"])
    let blocks = studio.world.all(NumberBlock.self)

    #expect(try bring([row]) == [.unchanged])
    #expect(studio.world.all(NumberBlock.self) == blocks)
    #expect(try sole() == member)
    #expect(studio.note(of: member.id).count == 1)
  }

  @Test("a changed row of the same id is merged; a row that went back to its old text too")
  mutating func changed() throws {
    let old = ImportedMember("17", "Thandi", phone: "021 1")
    let new = ImportedMember("17", "Thandi", phone: "021 2")
    #expect(try bring([old]) == [.kept])
    #expect(try bring([new]) == [.merged])
    #expect(try sole().phone == "021 2")
    #expect(try bring([old]) == [.merged])
    #expect(try sole().phone == "021 1")
  }

  @Test("several rows of one id are remembered all: the second run changes nothing")
  mutating func shared() throws {
    var rows = [
      ImportedMember("17", "Thandi", note: "Membership: Gold"),
      ImportedMember("17", "Thandi", note: "Membership: Pool"),
    ]
    for index in rows.indices { rows[index].outside.shared = true }
    #expect(try bring(rows) == [.kept, .merged])
    #expect(try bring(rows) == [.unchanged, .unchanged])
    #expect(studio.note(of: try sole().id).sorted() == ["Membership: Gold", "Membership: Pool"])
  }

  /// Whether a second row, of another id, joins the first.
  @Test(
    "barcode joins; e-mail joins with the same first name and no other birth date",
    arguments: [
      (
        ImportedMember("1", "Thandi", barcode: "007"), ImportedMember("2", "T.", barcode: "007"),
        true
      ),
      (
        ImportedMember("1", "Thandi", barcode: "007"), ImportedMember("2", "Thandi", barcode: "7"),
        false
      ),
      (
        ImportedMember("1", "Thandi", email: "a@b.c"),
        ImportedMember("2", "thandi", email: "A@b.c"), true
      ),
      (
        ImportedMember("1", "Thandi", email: "a@b.c"), ImportedMember("2", "Sipho", email: "a@b.c"),
        false
      ),
      (
        ImportedMember("1", "Thandi", email: "a@b.c", born: "1990-01-01"),
        ImportedMember("2", "Thandi", email: "a@b.c", born: "2015-01-01"), false
      ),
      (
        ImportedMember("1", "Thandi", email: "a@b.c", born: "1990-01-01"),
        ImportedMember("2", "Thandi", email: "a@b.c"), true
      ),
      (ImportedMember("1", "Thandi"), ImportedMember("2", "Thandi"), false),
      (
        ImportedMember("1", "", email: "a@b.c"), ImportedMember("2", "", "Nkosi", email: "a@b.c"),
        false
      ),
    ])
  mutating func keys(_ first: ImportedMember, _ second: ImportedMember, joins: Bool) throws {
    #expect(try bring([first, second]) == [.kept, joins ? .merged : .kept])
    #expect(studio.world.all(Member.self).count == (joins ? 1 : 2))
    #expect(try bring([first, second]) == [.unchanged, .unchanged])
  }

  @Test("a barcode that two of a family share means the one with the first name")
  mutating func familyCard() throws {
    let ids = (0..<2).map { _ in studio.member(credits: 0) }
    for (id, name) in zip(ids, ["Thandi", "Sipho"]) {
      studio.world.edit(id) { member in
        member.barcode = "4711"
        member.firstName = name
      }
    }
    #expect(try bring([ImportedMember("1", "Sipho", barcode: "4711", phone: "082")]) == [.merged])
    #expect(studio.world[ids[1]]?.phone == "082")
    #expect(studio.world[ids[0]]?.phone == "")
  }

  @Test("a ban made here outlives any file; other standings follow it")
  mutating func standing() throws {
    _ = try bring([ImportedMember("1", "Thandi", status: .active)])
    _ = try bring([ImportedMember("1", "Thandi", status: .inactive)])
    #expect(try sole().status == .inactive)
    studio.world.edit(try sole().id) { $0.status = .banned }
    _ = try bring([ImportedMember("1", "Thandi", status: .active)])
    #expect(try sole().status == .banned)
  }

  @Test("a birth date in the future is left empty, with a reason; the person is kept")
  mutating func unborn() throws {
    let rows = [ImportedMember("1", "Thandi", born: "2026-11-22")]
    let result = try #require(try studio.bring(ImportMembers(source: "plain", rows: rows)).first)
    #expect(result.kind == .kept && result.refusal == .malformed)
    #expect(result.message?.contains("birthDate") == true)
    #expect(try sole().birthDate == nil)
  }

  @Test("one of the two names is enough, none is refused; the other rows go on")
  mutating func names() throws {
    let rows = [
      ImportedMember("1", "Thandi", ""), ImportedMember("2", " ", "\u{7}"),
      ImportedMember("3", "", "Nkosi"),
    ]
    #expect(try bring(rows) == [.kept, .refused, .kept])
  }

  @Test("the other system's number works at the scanner; ids of two systems do not meet")
  mutating func numbers() throws {
    #expect(try bring([ImportedMember("1", "Thandi", number: "00420")]) == [.kept])
    #expect(try sole().barcode == "00420")
    #expect(try bring([ImportedMember("1", "Sipho")], from: "wodify") == [.kept])
    let own = try #require(studio.world.all(Member.self).first { $0.firstName == "Sipho" })
    let row = ImportedMember("#x", "Sipho", phone: "082", number: own.number)
    #expect(try bring([row], from: "plain") == [.merged])
    #expect(studio.world[own.id]?.phone == "082")
  }

  @Test("only who may import people imports", arguments: Role.allCases)
  mutating func rights(_ role: Role) {
    let intent = ImportMembers(source: "plain", rows: [ImportedMember("1", "Thandi")])
    let may = role == .owner || role == .locationManager
    #expect((studio.refusal(intent, as: role) == nil) == may)
  }
}
