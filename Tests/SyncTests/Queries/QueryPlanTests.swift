import Domain
import SQLite
import Support
import Sync
import Testing

/// SQLite counts the rows that a statement met while walking a whole table; lists must meet none.
struct QueryPlanTests {
  @Test func noListWalksATable() throws {
    let studio = try TrialStudio()
    let service = try studio.service(credits: 0, capacity: 2)
    let session = try studio.session(service, in: 1_200)
    var bookings: [ID<Booking>] = []
    for name in ["Thandi Mokoena", "Sipho Dlamini", "Aisha Patel", "Johan Botha"] {
      bookings.append(try studio.book(session, try studio.member(name), waitlist: true).booking)
    }
    try studio.submit(AddNote(session: session, text: "mats are wet"))
    let member = try #require(try studio.store.booking(bookings[0])).member

    let connection = try Connection(
      studio.directory.file("replica.db"), .init(readOnly: true, synchronous: .normal))
    let snapshot = try Snapshot(connection, studio.store.studio, life: 1, now: studio.start)
    let today = studio.store.studio.zone.day(of: studio.start)
    #expect(try snapshot.sessions(from: today, days: 1, at: nil).count == 1)
    #expect(try snapshot.openToWalkIns(at: studio.store.studio.location.id).isEmpty)
    #expect(try snapshot.roster(session)?.bookings.count == 4)
    #expect(try snapshot.booking(bookings[3])?.waitlistPosition == 2)
    #expect(try snapshot.profile(member.id)?.bookings.count == 1)
    #expect(try snapshot.undoable(limit: 3).count == 3)
    for text in [
      "thandi", "patel aisha", "j", "tahndi mokonea", member.number, "0821234567", "a@b.co",
      "K7QF-2M9X", "SLD-2026-000001", "zzz qqq",
    ] {
      _ = try snapshot.lookup(text, limit: 20)
    }

    // The one that does shows that SQLite counts.
    let walk = "SELECT count(*) FROM booking WHERE spots > 0"
    #expect(try connection.first(walk) { $0.int(0) } == 4)
    let walked = try connection.all("SELECT sql, nscan, run FROM sqlite_stmt") {
      (sql: $0.text(0), rows: $0.int(1), runs: $0.int(2))
    }
    #expect(walked.count { $0.runs > 0 } > 15)
    for statement in walked where !statement.sql.contains("sqlite_stmt") {
      #expect((statement.rows == 0) != (statement.sql == walk), "\(statement.sql)")
    }
  }
}
