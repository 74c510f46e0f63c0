import Domain
import Sync

/// People booked into classes of twenty that start in a quarter of an hour: those who come to the door.
struct Arrivals {
  private static let places = 20
  /// The first numbers are the demo's own people.
  private static let firstNumber: UInt32 = 10_500

  let codes: [BookingCode]

  init(_ count: Int, in studio: BenchStudio) throws {
    guard let service = studio.store.studio.services.first else { throw BenchStudio.Unfit() }
    var codes: [BookingCode] = []
    var scenes: [Rehearsed] = []
    var session = ID<Session>.none
    var sequence = Self.firstNumber
    while codes.count < count {
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
      // A kiosk asks for the health form.
      var details = MemberDetails()
      details.parqOn = studio.zone.day(of: studio.now)
      scenes.append(
        studio.scene(EditMember(member: member.id, details), at: studio.now - 3_300))
      var book = Book(session: session, member: member.id, code: studio.store.mintCode())
      book.unpaid = true
      if let code = book.code { codes.append(code) }
      scenes.append(studio.scene(book, at: studio.now - 3_000))
    }
    try studio.store.rehearse(scenes)
    self.codes = codes
  }
}
