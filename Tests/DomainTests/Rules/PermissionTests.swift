import Domain
import Support
import Testing

@Suite("Who may do what")
struct PermissionTests {
  /// RULES.md, cell by cell, in the order I R M F O: yes, limited, own, no.
  static let matrix: [(Action, String)] = [
    (.seeOwn, "y y y y y"), (.bookSelf, "- - - - y"), (.bookForMember, "o y y - y"),
    (.cancelOwn, "y - y - y"), (.cancelAny, "- l y - y"), (.seeAll, "o y y l y"),
    (.editMember, "- l y - y"), (.checkIn, "o y y - y"), (.overrideAtDoor, "- l y - y"),
    (.grantCredits, "- - y - y"), (.takePayment, "- y y - y"), (.refundMoney, "- l y - y"),
    (.changeSession, "o l y - y"), (.manageSchedule, "- - y - y"), (.moneyReports, "o - y y y"),
    (.manageStudio, "- - l - y"), (.judge, "- - y - y"), (.resolveDecisions, "o l y l y"),
    (.importExport, "- - y - y"),
  ]

  @Test("the matrix, cell by cell")
  func cells() {
    #expect(Set(Self.matrix.map(\.0)) == Set(Action.allCases))
    let columns: [Role] = [.instructor, .receptionist, .locationManager, .financeManager, .owner]
    let marks: [Substring: Right] = ["y": .yes, "l": .limited, "o": .own, "-": .no]
    for (action, row) in Self.matrix {
      for (role, mark) in zip(columns, row.split(separator: " ")) {
        #expect(role.right(to: action) == marks[mark], "\(action.rawValue) by \(role.rawValue)")
      }
    }
  }

  @Test("a role holds at its locations only, two roles give the wider right, leavers have none")
  func places() {
    var studio = StudioFixture()
    let far = studio.session(in: 600, at: studio.there)
    let member = studio.member()
    #expect(studio.refusal(studio.bookIntent(far, member)) == .locationDenied)
    #expect(studio.refusal(studio.bookIntent(far, member), as: .financeManager) == .notPermitted)
    let (person, there) = (studio.staff[.receptionist] ?? .none, studio.there)
    studio.world.edit(person) { $0.roles.append(RoleAt(.instructor, at: there)) }
    #expect(studio.refusal(studio.bookIntent(far, member)) == .notPermitted)
    studio.world.edit(person) { $0.roles.append(RoleAt(.receptionist, at: there)) }
    studio.world.edit(person) { $0.active = false }
    #expect(studio.refusal(studio.bookIntent(far, member)) == .notPermitted)
    studio.world.edit(person) { $0.active = true }
    #expect(studio.refusal(studio.bookIntent(far, member)) == nil)
    let nobody = Actor.staff(studio.world.mint())
    #expect(studio.refusal(studio.bookIntent(far, studio.member()), as: nobody) == .notPermitted)
  }

  @Test(
    "the words of people for roles",
    arguments: [
      ("trainer", Role.instructor), ("admin", .locationManager), ("Owner", .owner),
      ("financemanager", .financeManager),
    ])
  func words(word: String, role: Role) { #expect(Role(word: word) == role) }

  @Test("what each role may do with the studio, the schedule, people and sessions")
  func operations() {
    var studio = StudioFixture()
    let session = studio.session(in: 7_200)
    let member = studio.member()
    let device = studio.desk
    let (here, there, yoga) = (studio.here, studio.there, studio.yoga)
    func change(_ edit: (inout ChangeSession) -> Void) -> ChangeSession {
      var intent = ChangeSession(session: session)
      edit(&intent)
      return intent
    }
    func person(_ edit: (inout MemberDetails) -> Void) -> MemberDetails {
      var details = MemberDetails()
      edit(&details)
      return details
    }
    func policy(_ edit: (inout SetPolicy) -> Void) -> SetPolicy {
      var intent = SetPolicy(.judgeAfter, 60)
      edit(&intent)
      return intent
    }
    let all: [(any Intent, String)] = [
      (change { $0.notes = "mats" }, "y y y - y"), (change { $0.room = studio.room }, "y y y - y"),
      (change { $0.start = studio.world.now + 9_000 }, "- y y - y"),
      (change { $0.capacity = 9 }, "- - y - y"), (change { $0.publish = true }, "- - y - y"),
      (ScheduleSession(service: yoga, location: here, start: studio.world.now), "- - y - y"),
      (ScheduleSession(service: yoga, location: there, start: studio.world.now), "- - - - y"),
      (DefineService(name: "Spin", type: "spin"), "- - y - y"),
      (CancelSession(session: session), "- - y - y"),
      (RegisterMember(person { $0.firstName = "Mia" }), "- y y - y"),
      (EditMember(member: member, person { $0.phone = "082 555 0101" }), "- y y - y"),
      (EditMember(member: member, person { $0.status = .banned }), "- - y - y"),
      (EditMember(member: member, person { $0.permission = .vip }), "- - y - y"),
      (GrantCredits(member: member, credits: Credits(1), reason: "x"), "- - y - y"),
      (AddNote(session: session, text: "x"), "y y y - y"),
      (AddNote(member: member, text: "x"), "- y y - y"),
      (ReportIncident(text: "x"), "y y y y y"),
      (AddLocation(name: "Pool", zone: StudioFixture.zone.name), "- - - - y"),
      (AddRoom(location: here, name: "B"), "- - y - y"),
      (AddRoom(location: there, name: "B"), "- - - - y"),
      (AddStaff(name: "A", roles: [RoleAt(.instructor, at: here)], verifier: Bytes()), "- - y - y"),
      (AddStaff(name: "A", roles: [RoleAt(.owner, at: here)], verifier: Bytes()), "- - - - y"),
      (AddStaff(name: "A", roles: [RoleAt(.instructor)], verifier: Bytes()), "- - - - y"),
      (policy { _ in }, "- - - - y"), (policy { $0.place = here }, "- - y - y"),
      (policy { $0.place = there }, "- - - - y"), (policy { $0.service = yoga }, "- - y - y"),
      (NoteLife(target: device, twice: false), "- - - - -"),
      (GrantNumbers(device: device, numbers: .member, count: 200), "- - - - -"),
    ]
    let columns: [Role] = [.instructor, .receptionist, .locationManager, .financeManager, .owner]
    for (intent, row) in all {
      for (role, mark) in zip(columns, row.split(separator: " ")) {
        var scene = studio
        let said = scene.refusal(intent, as: role)
        #expect((said == nil) == (mark == "y"), "\(intent) by \(role): \(said?.rawValue ?? "kept")")
        let denied: Set<RefusalCode?> = [nil, .notPermitted, .locationDenied]
        #expect(denied.contains(said))
      }
      for actor in [Actor.device, .member(member)] {
        var scene = studio
        #expect(scene.refusal(intent, as: actor) == .notPermitted, "\(intent) by \(actor.text)")
      }
    }
  }
}
