import Central
import Crypto
import Domain
import Glibc
import Support
import Sync
import Testing
import Wire

/// The desk and the authority in its own directory.
@Suite struct SettleTests {
  /// Decided twice, by desk and authority, an operation gives the same rows, which then pend no more.
  @Test func whatPendsIsSettledAndStaysAsItWas() throws {
    let studio = try TrialStudio()
    let service = try studio.service(capacity: 1)
    let session = try studio.session(service, in: 1_200)
    let people = try ["One", "Two"].map { try studio.member($0) }
    let store = studio.store
    for person in people {
      var book = Book(session: session, member: person, code: store.mintCode())
      book.waitlist = true
      try studio.submit(book, settling: false)
    }
    let roster = try #require(try store.roster(session))
    #expect(try store.outbox(pendingOnly: true).pending >= 2)
    #expect(try studio.number("replica.db", "SELECT count(*) FROM base") > 0)
    try store.settle()
    #expect(try store.outbox(pendingOnly: true).pending == 0)
    #expect(try studio.number("replica.db", "SELECT count(*) FROM base") == 0)
    #expect(try store.roster(session)?.bookings.map(\.booking) == roster.bookings.map(\.booking))
    try expectHealth(store)
  }

  /// What the authority does by itself is on the screen as soon as what called for it.
  @Test func anOfferComesWithTheCancellationThatFreedThePlace() throws {
    let studio = try TrialStudio()
    let session = try studio.session(try studio.service(capacity: 1), in: 90_000)
    let first = try studio.book(session, try studio.member("One")).booking
    let second = try studio.book(session, try studio.member("Two"), waitlist: true).booking
    try studio.submit(Cancel(booking: first))
    let states = try #require(try studio.store.roster(session)).bookings.map {
      ($0.booking.id, $0.booking.state)
    }
    #expect(states.contains { $0 == (second, .offered) })
  }

  /// The authority's file is made anew from the operations of the desk: nothing is lost with it.
  @Test(arguments: [true, false]) func anAuthorityThatIsGoneIsMadeAnew(whileOpen: Bool) throws {
    let studio = try TrialStudio()
    for number in 1...5 { try studio.member("Member \(number)") }
    try studio.store.close()
    for suffix in ["", "-wal", "-shm"] { unlink(studio.file("authority.db" + suffix)) }
    let store = whileOpen ? studio.store : try studio.opened()
    try studio.submit(AddNote(member: try studio.member("Last"), text: "towels"), to: store)
    #expect(try studio.number("replica.db", "SELECT count(*) FROM member") == 6)
    #expect(try studio.number("authority.db", "SELECT count(*) FROM member") == 6)
    #expect(try store.outbox(pendingOnly: true).pending == 0)
    try expectHealth(store)
  }

  /// What other devices did is in no other file: nobody goes on without it, or blames another file.
  @Test(arguments: [nil, 0, 60_000]) func anAuthorityThatServesOthersIsNotMadeAnew(
    length: Int?
  ) throws {
    let studio = try TrialStudio()
    let key = SigningKey()
    try studio.store.withAuthority { authority in
      let embedded = try #require(authority as? EmbeddedAuthority).authority
      let code = try embedded.enrolmentCode(
        for: .desk, at: studio.store.studio.location.id, at: studio.store.clock.now)
      _ = try embedded.enrol(
        code: code, publicKey: key.publicKey, name: "other", at: studio.store.clock.now)
    }
    try studio.store.close()
    for suffix in ["-wal", "-shm"] { unlink(studio.file("authority.db" + suffix)) }
    let file = studio.file("authority.db")
    if let length { #expect(truncate(file, length) == 0) } else { unlink(file) }
    let store = try studio.opened()
    let trouble = try #require(try store.checks().first { $0.name == "authority" })
    let told = trouble.detail + trouble.mend
    #expect(!trouble.ok && told.contains("put copies/authority.db in its place"))
    #expect(throws: StoreError.self) { try store.withAuthority { _ in } }
    // What is done here is kept all the same.
    try studio.submit(RegisterMember(person("Kept")), to: store)
    #expect(try store.outbox(pendingOnly: true).pending > 0)
    #expect(try studio.number("replica.db", "SELECT count(*) FROM member") == 1)
  }

  /// A yes stays a yes where the authority's disk fails; doctor tells, and it is settled later.
  @Test func anAuthorityThatCannotWriteLosesNothing() throws {
    let studio = try TrialStudio()
    try studio.store.close()
    let files = ["", "-wal", "-shm"].map { studio.file("authority.db" + $0) }
    for file in files { rename(file, file + ".kept") }
    #expect(mkdir(studio.file("authority.db"), 0o700) == 0)
    let store = try studio.opened()
    let member = ID<Member>(
      try #require(try studio.submit(RegisterMember(person("Kept")), to: store).subject))
    #expect(try store.lookup("Kept").map(\.id) == [member])
    #expect(try store.outbox(pendingOnly: true).pending > 0)
    #expect(try store.checks().first { $0.name == "authority" }?.ok == false)
    #expect(rmdir(studio.file("authority.db")) == 0)
    for file in files { rename(file + ".kept", file) }
    try store.settle()
    #expect(try store.outbox(pendingOnly: true).pending == 0)
    #expect(try store.lookup("Kept").map(\.id) == [member])
    try expectHealth(store)
  }

  private func person(_ name: String) -> MemberDetails {
    var details = MemberDetails()
    details.firstName = name
    return details
  }
}
