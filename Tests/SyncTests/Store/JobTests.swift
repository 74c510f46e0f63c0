import Central
import Domain
import SQLite
import Support
import Sync
import Testing
import Wire

struct JobTests {
  @Test func nothingDueIsNothingDone() throws {
    let studio = try TrialStudio()
    let session = try studio.session(try studio.service(), in: 7_200)
    _ = try studio.book(session, try studio.member("One"))
    let token = try studio.store.changeToken()
    #expect(try studio.store.runJobs() == 0)
    #expect(try studio.store.changeToken() == token)
  }

  @Test func aHoldEndsAndItsPlaceIsOffered() throws {
    let studio = try TrialStudio()
    let session = try studio.session(try studio.service(capacity: 1), in: 90_000)
    let hold = Hold(
      session: session, member: try studio.member("Holds"), code: studio.store.mintCode())
    let held = ID<Booking>(try #require(try studio.submit(hold).subject))
    let waiting = try studio.book(session, try studio.member("Waits"), waitlist: true).booking
    let early = try studio.opened(after: 300)
    #expect(try early.runJobs() == 0)
    let late = try studio.opened(after: 900)
    #expect(try late.runJobs() == 1)
    #expect(try late.booking(held)?.booking.state == .expired)
    #expect(try late.booking(waiting)?.booking.state == .offered)
    #expect(try late.runJobs() == 0)
    // The offer lasts half an hour.
    let later = try studio.opened(after: 900 + 3_000)
    #expect(try later.runJobs() == 1)
    #expect(try later.booking(waiting)?.booking.state == .expired)
    try expectHealth(later)
  }

  @Test func aCancelledPlaceIsOfferedAtOnce() throws {
    let studio = try TrialStudio()
    let session = try studio.session(try studio.service(capacity: 1), in: 90_000)
    let first = try studio.book(session, try studio.member("One")).booking
    let second = try studio.book(session, try studio.member("Two"), waitlist: true).booking
    try studio.submit(Cancel(booking: first))
    #expect(try studio.store.booking(second)?.booking.state == .offered)
  }

  @Test func theWaitingExpireAtTheStart() throws {
    let studio = try TrialStudio()
    let session = try studio.session(try studio.service(capacity: 1), in: 3_600)
    _ = try studio.book(session, try studio.member("One"))
    let waiting = try studio.book(session, try studio.member("Two"), waitlist: true).booking
    #expect(try studio.opened(after: 3_590).runJobs() == 0)
    let begun = try studio.opened(after: 3_601)
    #expect(try begun.runJobs() == 1)
    #expect(try begun.booking(waiting)?.booking.state == .expired)
  }

  @Test func aSessionIsJudgedTwoHoursAfterItsEnd() throws {
    let studio = try TrialStudio()
    let session = try studio.session(try studio.service(), in: 600)
    let absent = try studio.book(session, try studio.member("Absent")).booking
    let (present, code) = try studio.book(session, try studio.member("Present"))
    try studio.submit(CheckIn(presented: code.text))
    let end = 600 + 3_600
    #expect(try studio.opened(after: end + 7_190).runJobs() == 0)
    let judge = try studio.opened(after: end + 7_205)
    #expect(try judge.runJobs() == 1)
    #expect(try judge.booking(absent)?.booking.state == .noShow)
    #expect(try judge.booking(present)?.booking.state == .checkedIn)
    #expect(try judge.runJobs() == 0)
  }

  @Test func aPolicyOfAServiceIsHeard() throws {
    let studio = try TrialStudio()
    let service = try studio.service()
    var policy = SetPolicy(.judgeAfter, 60)
    policy.service = service
    try studio.submit(policy)
    let session = try studio.session(service, in: 600)
    _ = try studio.book(session, try studio.member("Absent"))
    #expect(try studio.opened(after: 600 + 3_600 + 65).runJobs() == 1)
  }

  @Test func lapsedCreditsAreTakenOffTheBooks() throws {
    let studio = try TrialStudio()
    let member = try studio.member("One")
    var grant = GrantCredits(member: member, credits: Credits(2), reason: "gift")
    grant.expires = studio.store.studio.zone.day(of: studio.start)
    try studio.submit(grant)
    #expect(try studio.store.runJobs() == 0)
    let tomorrow = try studio.opened(after: 86_400)
    #expect(try tomorrow.runJobs() == 1)
    #expect(try tomorrow.profile(member)?.lots.map(\.left) == [.zero])
    #expect(try tomorrow.runJobs() == 0)
  }

  @Test func inTrainingNoJobRunsOnTheMachinesClock() throws {
    let studio = try TrialStudio()
    let session = try studio.session(try studio.service(), in: 600)
    _ = try studio.book(session, try studio.member("Absent"))
    let real = try DeskStore.open(
      studio.directory.path, clock: DeskClock(), authority: AuthorityPlace.beside)
    // Some time in the machine's future or past: neither may move the studio.
    #expect(try real.runJobs() == 0)
  }

  @Test func onlyATrainingStudioTakesASetClock() throws {
    let studio = try TrialStudio(training: false)
    let error = #expect(throws: StoreError.self) { try studio.opened() }
    #expect(error?.code == .notTraining)
    #expect(
      try DeskStore.open(
        studio.directory.path, clock: DeskClock(), authority: AuthorityPlace.beside
      ).studio.rooms.isEmpty)
  }

  @Test func whereEverybodyCameNothingIsJudged() throws {
    let studio = try TrialStudio()
    let session = try studio.session(try studio.service(), in: 600)
    let (booking, code) = try studio.book(session, try studio.member("Present"))
    try studio.submit(CheckIn(presented: code.text))
    let desk = AddStaff(
      name: "Desk", roles: [RoleAt(.receptionist)], verifier: try studio.store.verifier(pin: "2468")
    )
    let receptionist = ID<Staff>(try #require(try studio.submit(desk).subject))
    let later = try studio.opened(after: 3 * 86_400)
    #expect(try later.runJobs() == 0)
    var absent = MarkAttendance(session: session, present: [], absent: [booking], seen: [booking])
    absent.confirm = true
    let refusal = #expect(throws: Refusal.self) {
      try later.submit(absent, by: .init(actor: .staff(receptionist)))
    }
    #expect(refusal?.code == .alreadyJudged)
    absent.reason = "was not here"
    _ = try later.submit(absent, by: studio.owner)
    // What a manager corrects is judged like the rest.
    #expect(try later.runJobs() == 1)
    #expect(try later.booking(booking)?.booking.state == .noShow)
    try expectHealth(later)
  }
}
