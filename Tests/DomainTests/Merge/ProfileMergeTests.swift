import Domain
import Support
import Testing

@Suite("Profiles, merged")
struct ProfileMergeTests {
  private func details(_ change: (inout MemberDetails) -> Void) -> MemberDetails {
    var details = MemberDetails()
    change(&details)
    return details
  }

  /// Two edits made on copies of one profile, settled in this order.
  private func edited(
    _ one: MemberDetails, _ two: MemberDetails
  ) throws -> (outage: Outage, outcomes: [Outcome], member: Member, second: Operation) {
    var studio = StudioFixture()
    let id = studio.member()
    studio.world.edit(id) {
      $0.phone = "082 555 0101"
      $0.medical = "asthma"
    }
    let shown = try #require(studio.world[id])
    var outage = Outage(studio)
    let desk = studio.actor(.locationManager)
    let first = try outage.first.did(EditMember(shown, one), as: desk)
    let second = try outage.second.did(EditMember(shown, two), as: desk)
    let outcomes = [outage.settle(first), outage.settle(second)]
    return (outage, outcomes, try #require(outage.studio.world[id]), second)
  }

  @Test("different fields do not meet")
  func apart() throws {
    let (outage, outcomes, member, _) = try edited(
      details { $0.phone = "083 1" }, details { $0.email = "t@example.org" })
    #expect(outcomes == [Outcome(.applied), Outcome(.applied)])
    #expect(member.phone == "083 1" && member.email == "t@example.org")
    #expect(outage.conflicts.isEmpty)
  }

  @Test("the same value twice is one change")
  func same() throws {
    let (outage, _, member, _) = try edited(
      details { $0.phone = "083 1" }, details { $0.phone = "083 1" })
    #expect(member.phone == "083 1")
    #expect(outage.conflicts.isEmpty)
  }

  @Test("contact data is what came last; the old stands in a note, and in no decision")
  func contact() throws {
    let (outage, _, member, _) = try edited(
      details { $0.phone = "083 1" }, details { $0.phone = "084 2" })
    #expect(member.phone == "084 2")
    let conflict = try outage.conflict()
    #expect(conflict.kind == .profile && conflict.status == .told)
    #expect(conflict.fields == ["phone"] && conflict.member == member.id)
    let note = try #require(outage.studio.world.all(Note.self).first)
    #expect(note.member == member.id && note.text == "phone was 083 1")
  }

  @Test("what health and consent hang on stays, and a person chooses", arguments: [false, true])
  func medical(takeNew: Bool) throws {
    var (outage, _, member, _) = try edited(
      details { $0.medical = "asthma, inhaler" },
      details {
        $0.medical = "knee"
        $0.phone = "084 2"
      })
    #expect(member.medical == "asthma, inhaler" && member.phone == "084 2")
    let conflict = try outage.conflict()
    #expect(conflict.status == .open && conflict.fields == ["medical"])
    #expect(conflict.choices == [.keep, .takeNew])
    // The other value is there for whoever chooses, where no kiosk reads it.
    let note = try #require(outage.studio.world[conflict.id.values])
    #expect(note.member == member.id && note.text == "medical not taken: knee")
    let choice = ResolveDecision(conflict.id, takeNew ? .takeNew : .keep)
    let operation = outage.studio.world.prepare(choice, as: outage.studio.actor(.receptionist))
    #expect(outage.settle(operation) == Outcome(.applied))
    member = try #require(outage.studio.world[member.id])
    #expect(member.medical == (takeNew ? "knee" : "asthma, inhaler"))
    #expect(member.phone == "084 2")
    #expect(try outage.conflict().choice == choice.choice)
  }

  @Test("what was not shown is changed as it was said")
  func unseen() throws {
    var studio = StudioFixture()
    let id = studio.member()
    let edit = EditMember(member: id, details { $0.medical = "knee" })
    studio.world.edit(id) { $0.medical = "asthma" }
    let operation = studio.world.prepare(edit, as: studio.actor(.receptionist))
    #expect(studio.world.settle(operation).outcome == Outcome(.applied))
    #expect(studio.world[id]?.medical == "knee")
  }

  private static let born = Day(text: "1990-02-28")
  private static let sameOrNot: [(String, Bool, @Sendable (inout MemberDetails) -> Void)] = [
    ("address and name", true, { $0.email = "T.M@Example.org" }),
    (
      "address, another name", false,
      {
        $0.email = "t.m@example.org"
        $0.firstName = "Sipho"
      }
    ),
    ("birthday and name", true, { $0.birthDate = born }),
    (
      "birthday and telephone", true,
      {
        $0.birthDate = born
        $0.firstName = "T."
        $0.phone = "+27 82 555 0101"
      }
    ),
    (
      "a twin", false,
      {
        $0.birthDate = born
        $0.firstName = "Sipho"
      }
    ),
    ("only the name", false, { _ in }),
  ]

  @Test("registered twice: both are taken, and a merge is proposed", arguments: 0..<6)
  func twins(row: Int) throws {
    let (words, same, change) = Self.sameOrNot[row]
    var studio = StudioFixture()
    let first = details {
      $0.firstName = "Thandi"
      $0.lastName = "Mokoena"
      $0.email = "t.m@example.org"
      $0.phone = "+27825550101"
      $0.birthDate = Self.born
    }
    var second = details {
      $0.firstName = "thandi"
      $0.lastName = "Mokoena"
    }
    change(&second)
    let desk = studio.actor(.receptionist)
    let one = studio.world.prepare(RegisterMember(first), as: desk)
    #expect(studio.world.settle(one).outcome == Outcome(.applied))
    let two = studio.world.prepare(RegisterMember(second), as: desk)
    #expect(studio.world.settle(two).outcome == Outcome(.applied))
    #expect(studio.world.all(Member.self).count == 2)
    let conflicts = studio.world.all(Conflict.self)
    #expect(conflicts.count == (same ? 1 : 0), "\(words)")
    guard same else { return }
    #expect(conflicts.first?.kind == .sameMember)
    #expect(conflicts.first?.member?.raw == two.id.raw)
    #expect(conflicts.first?.otherMember?.raw == one.id.raw)
  }
}
