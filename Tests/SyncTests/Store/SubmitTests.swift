import Domain
import SQLite
import Support
import Sync
import Testing

struct SubmitTests {
  @Test func aRepeatedIdGetsTheSameReceipt() throws {
    let studio = try TrialStudio()
    let session = try studio.session(try studio.service(), in: 1_200)
    let member = try studio.member("Thandi")
    let id = studio.store.mintOperation()
    func book() throws -> Receipt {
      // Each try comes with a code of its own, as a repeated command does.
      let book = Book(session: session, member: member, code: studio.store.mintCode())
      return try studio.store.submit(book, by: studio.owner, operation: id)
    }
    let first = try book()
    let token = try studio.store.changeToken()
    let again = try book()
    #expect(!first.repeated)
    #expect(again.repeated)
    #expect(again.subject == first.subject)
    #expect(again.outcome == first.outcome)
    #expect(try studio.store.changeToken() == token)

    var other = Book(session: session, member: member, code: studio.store.mintCode())
    other.spots = 2
    try studio.store.submit(
      other, by: studio.owner, operation: id, expecting: .idempotencyMismatch)
    try studio.store.submit(
      CheckIn(booking: ID(id.raw)), by: studio.owner, operation: id,
      expecting: .idempotencyMismatch)
    let same = Book(session: session, member: member, code: studio.store.mintCode())
    try studio.store.submit(
      same, by: DeskStore.Hand(actor: .device), operation: id, expecting: .idempotencyMismatch)
    let gardens = try studio.submit(AddLocation(name: "Gardens", zone: "UTC")).subject
    let there = DeskStore.Hand(
      actor: studio.owner.actor, location: ID(try #require(gardens)))
    try studio.store.submit(same, by: there, operation: id, expecting: .idempotencyMismatch)
  }

  @Test func theResultsOfABatchAreKeptWithIt() throws {
    let studio = try TrialStudio()
    let session = try studio.session(try studio.service(), in: 600)
    let first = try studio.book(session, try studio.member("One")).booking
    let second = try studio.book(session, try studio.member("Two")).booking
    let id = studio.store.mintOperation()
    func mark(seen: [ID<Booking>]) throws -> Receipt {
      let marks = MarkAttendance(session: session, present: [first], absent: [second], seen: seen)
      return try studio.store.submit(marks, by: studio.owner, operation: id)
    }
    let receipt = try mark(seen: [])
    let again = try mark(seen: [first])
    #expect(receipt.results.count == 2)
    #expect(again.results == receipt.results)
    #expect(again.repeated)
  }

  @Test func aRefusedCheckInIsOnRecordWithoutWhatWasPresented() throws {
    let studio = try TrialStudio()
    try studio.store.submit(
      CheckIn(presented: "K7QF-2M9Y"), by: studio.owner, operation: nil, expecting: .mistypedCode)
    try studio.store.submit(
      CheckIn(presented: "K7QF-2M9Y"), by: studio.owner, operation: nil, expecting: .mistypedCode)
    let entries = "SELECT count(*) FROM refusedEntry"
    #expect(try studio.number("replica.db", entries) == 2)
    #expect(
      try studio.number("replica.db", "SELECT count(DISTINCT presented) FROM refusedEntry") == 1)
    let leaks = "SELECT count(*) FROM payloads WHERE instr(payload, 'K7QF') > 0"
    #expect(try studio.number("operations.db", leaks) == 0)
    #expect(try studio.number("operations.db", "SELECT count(*) FROM operations") == 3)
  }

  @Test func otherRefusalsLeaveNothing() throws {
    let studio = try TrialStudio()
    let token = try studio.store.changeToken()
    var nobody = MemberDetails()
    nobody.email = "no at sign"
    try studio.store.submit(
      AddRoom(location: .none, name: "Room"), by: studio.owner, operation: nil,
      expecting: .notFound)
    #expect(try studio.store.changeToken() == token)
  }

  @Test func numbersComeFromBlocksWithoutGaps() throws {
    let studio = try TrialStudio()
    for number in 1...230 { try studio.member("Member \(number)") }
    let replica = "replica.db"
    #expect(try studio.number(replica, "SELECT count(DISTINCT number) FROM member") == 230)
    let first = "SELECT min(CAST(number AS INTEGER) / 10) FROM member"
    let last = "SELECT max(CAST(number AS INTEGER) / 10) FROM member"
    #expect(try studio.number(replica, first) == 10_001)
    #expect(try studio.number(replica, last) == 10_230)
    // The first block with the founding, another whenever half of one is left.
    #expect(
      try studio.number(replica, "SELECT count(*) FROM numberBlock WHERE kind = 'member'") == 2)
    try expectHealth(studio.store)
  }

  @Test func aPreviewChangesNothing() throws {
    let studio = try TrialStudio()
    let session = try studio.session(try studio.service(credits: 1), in: 90_000)
    let member = try studio.member("Thandi")
    try studio.submit(GrantCredits(member: member, credits: Credits(2), reason: "gift"))
    let booking = try studio.book(session, member).booking
    let token = try studio.store.changeToken()
    let decision = try studio.store.preview(Cancel(booking: booking), by: studio.owner)
    #expect(decision.returned == Credits(1))
    #expect(try studio.store.changeToken() == token)
    var details = MemberDetails()
    details.firstName = "Seen"
    #expect(try studio.store.preview(RegisterMember(details), by: studio.owner).subject != nil)
  }

  @Test func tooLongAnOperationIsRefused() throws {
    let studio = try TrialStudio()
    let many = (0..<900).map { _ in ID<Booking>(studio.store.mintOperation().raw) }
    let marks = MarkAttendance(session: .none, present: many, absent: [], seen: [])
    do {
      try studio.submit(marks)
      Issue.record("stored")
    } catch let refusal as Refusal {
      #expect([.tooLarge, .notFound].contains(refusal.code))
    }
  }

  @Test func twoProgramsSeeEachOther() throws {
    let studio = try TrialStudio()
    let other = try studio.opened()
    let before = try other.changeToken()
    try studio.submit(AddRoom(location: studio.store.studio.location.id, name: "Blue"))
    #expect(try other.changeToken() != before)
    #expect(other.studio.rooms.map(\.name) == ["Blue"])
    try studio.submit(AddRoom(location: studio.store.studio.location.id, name: "Red"), to: other)
    #expect(studio.store.studio.rooms.map(\.name).sorted() == ["Blue", "Red"])
  }

  @Test func manyThreadsOfTwoStoresKeepEverything() async throws {
    let studio = try TrialStudio()
    let stores = [studio.store, try studio.opened()]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<4 {
        group.addTask {
          for number in 0..<15 {
            var details = MemberDetails()
            details.firstName = "Member \(task) \(number)"
            _ = try stores[task % 2].submit(RegisterMember(details), by: studio.owner)
            _ = try stores[(task + 1) % 2].lookup("Member", limit: 5)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try studio.number("replica.db", "SELECT count(DISTINCT number) FROM member") == 60)
    try expectHealth(stores[0])
  }
}
