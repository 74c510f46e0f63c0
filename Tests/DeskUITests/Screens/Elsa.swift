import DeskUI
import Domain
import Sync
import Testing

extension TestDesk {
  /// Elsa Steyn with all that a profile can show: visits, a no-show to be, credits that end, notes,
  /// a relative, a waiver and an old knee.
  func giveElsaAPast() throws {
    let by = DeskStore.Hand(actor: .staff(owner.id))
    let elsa = try #require(members["Elsa"])
    let place = store.studio.location.id
    let yoga = try #require(store.studio.services.first { $0.name == "Vinyasa" })
    let week = 7 * 86_400
    let trial = GrantCredits(member: elsa, credits: Credits(3), reason: "trial")
    try store.rehearse([rehearsed(trial, by, Self.at(9) - 4 * week)])
    for (back, state) in [(3, "in"), (2, "cancelled"), (1, "in")] {
      let start = Self.at(9) - back * week
      var plan = ScheduleSession(service: yoga.id, location: place, start: start)
      plan.capacity = 20
      plan.leader = trainer.id
      let planned = try store.rehearse([rehearsed(plan, by, start - 86_400)])
      let session = ID<Session>(try #require(planned.first??.subject))
      let code = BookingCode(random: UInt64(back) &* 0x9E37_79B9_7F4A_7C15)
      let book = Book(session: session, member: elsa, code: code)
      let booked = try store.rehearse([rehearsed(book, by, start - 3_600)])
      let booking = ID<Booking>(try #require(booked.first??.subject))
      if state == "in" {
        try store.rehearse([rehearsed(CheckIn(booking: booking), by, start - 300)])
      } else {
        try store.rehearse([rehearsed(Cancel(booking: booking), by, start - 1_800)])
      }
    }
    try store.rehearse([
      rehearsed(AddNote(member: elsa, text: "Likes the mat by the window."), by, Self.at(8) - week)
    ])
    let submit = { (intent: any Intent) in _ = try self.store.submit(intent, by: by) }
    try submit(AddNote(member: elsa, text: "Asked about a family package; call her on Monday."))
    var more = GrantCredits(member: elsa, credits: Credits(3), reason: "welcome back")
    more.expires = Self.day.adding(days: 30)
    try submit(more)
    var details = MemberDetails()
    details.family = ID(elsa.raw)
    try submit(EditMember(member: try #require(members["Ruan"]), details))
    details.email = "elsa@example.org"
    details.birthDate = Day(text: "1988-02-29")
    details.medical = "old knee injury"
    (details.emergencyName, details.emergencyPhone) = ("Piet Steyn", "+27 82 555 0177")
    try submit(EditMember(member: elsa, details))
    try book("Elsa", into: "pilates", spots: 3)
    try book("Ruan", into: "pilates")
    try book("Elsa", into: "night")
    try book("Elsa", into: "monday", spots: 2)
  }

  private func rehearsed(_ intent: any Intent, _ by: DeskStore.Hand, _ at: Instant) -> Rehearsed {
    Rehearsed(intent, by: by, at: at, operation: store.mintOperation())
  }
}
