import Domain
import SQLite
import Sync

/// A check-in by code until it is on disk, each beside a bare commit of as many bytes.
struct CheckInBench {
  private let studio: BenchStudio
  private let samples: Int
  private static let places = 20

  init(_ studio: BenchStudio, samples: Int) {
    self.studio = studio
    self.samples = samples
  }

  func run() throws {
    let codes = try book()
    let bare = try Connection("\(studio.directory)/bare.db", .init(synchronous: .full))
    try bare.exec("CREATE TABLE IF NOT EXISTS bare(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")
    // About what header, payload and outcome of a check-in take.
    let bytes = [UInt8](repeating: 7, count: 900)
    var checkIns = Timings()
    var commits = Timings()
    for code in codes {
      try commits.measure { try bare.run("INSERT INTO bare(bytes) VALUES(?)", bytes) }
      try checkIns.measure {
        _ = try studio.store.submit(
          CheckIn(presented: code.text), by: DeskStore.Hand(actor: .staff(studio.owner)))
      }
    }
    bare.close()
    print(checkIns.line("checkin"))
    print(commits.line("bare"))
  }

  /// Classes of twenty that start in a quarter of an hour, all booked.
  private func book() throws -> [BookingCode] {
    guard let service = studio.store.studio.services.first else { return [] }
    var codes: [BookingCode] = []
    var scenes: [Rehearsed] = []
    var session = ID<Session>.none
    var sequence: UInt32 = 10_500
    while codes.count < samples {
      sequence += 1
      guard let number = MemberNumber(sequence: sequence),
        let member = try studio.store.member(named: number.text)
      else { break }
      if codes.count % Self.places == 0 {
        var schedule = ScheduleSession(
          service: service.id, location: studio.store.studio.location.id, start: studio.now + 900)
        schedule.capacity = Self.places
        let scene = studio.scene(schedule, at: studio.now - 3_600)
        session = ID(scene.operation.raw)
        scenes.append(scene)
      }
      var book = Book(session: session, member: member.id, code: studio.store.mintCode())
      book.unpaid = true
      codes.append(book.code)
      scenes.append(studio.scene(book, at: studio.now - 3_000))
    }
    try studio.store.rehearse(scenes)
    return codes
  }
}
