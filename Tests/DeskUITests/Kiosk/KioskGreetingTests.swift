import DeskUI
import Domain
import Languages
import Support
import Sync
import Testing

/// A kiosk without names: the yes is painted at once, and the name is added when it is known.
@Suite struct KioskGreetingTests {
  @Test func theNameComesToTheYesThatStillStands() throws {
    let desk = try TestDesk()
    var station = Station(
      studio: desk.store.studio, staff: nil, now: desk.store.clock.now, options: DeskOptions(),
      mode: .kiosk)
    (station.width, station.height) = (80, 24)
    var screen = KioskScreen(isOutOfOrder: false, .english)
    try screen.load(from: desk.store, station)
    func shown() -> String {
      var canvas = Canvas(width: 80, height: 24, glyphs: .unicode)
      screen.render(into: &canvas, station)
      return canvas.grid.text
    }
    func yes(_ act: ID<Operation>) throws -> ScreenEvent {
      var report = ScanReport(
        Presentation("K7QF2M9X"), .welcome(Receipt(operation: act, outcome: nil)))
      report.booking = try desk.store.booking(try #require(desk.bookings["Naledi/pilates"]))
      // As a kiosk has it that joined.
      report.booking?.member = Member()
      return .scanned(report)
    }
    let (first, second) = (desk.store.mintOperation(), desk.store.mintOperation())
    let greeting = try #require(Greeting(packed: "M\u{1E}Thandi"))
    _ = screen.update(try yes(first), station)
    #expect(shown().contains("You are in."))
    for _ in 0..<8 { _ = screen.update(.tick, station) }
    // Late, for somebody who stood here before.
    #expect(screen.update(.greeted(second, greeting), station).isEmpty)
    #expect(!shown().contains("Thandi"))
    #expect(screen.update(.greeted(first, greeting), station).isEmpty, "no second bell")
    #expect(shown().contains("Thandi M., you are in."))
    // It stays no longer for it.
    for _ in 0..<14 { _ = screen.update(.tick, station) }
    #expect(!shown().contains("Thandi"))
    _ = screen.update(.greeted(first, greeting), station)
    #expect(!shown().contains("Thandi"), "the welcome names nobody")
    _ = screen.update(try yes(second), station)
    #expect(!shown().contains("Thandi"))
    _ = screen.update(.outOfOrder(true), station)
    _ = screen.update(.greeted(second, greeting), station)
    #expect(!shown().contains("Thandi"))
  }

  @Test(arguments: [
    ("Thandi", "Mokoena", "Thandi M."), ("ǃNani", "ǃXabagu", "ǃNani ǃX."), ("Zoë", "", "Zoë"),
    ("Mary Jane", "van der Merwe", "Mary Jane v."), ("Élodie", "Ötker", "Élodie Ö."),
  ])
  func aNameIsKeptByFirstNameAndInitial(_ first: String, _ last: String, _ short: String) throws {
    var member = Member()
    (member.firstName, member.lastName) = (first, last)
    let greeting = try #require(Greeting(member))
    #expect(greeting.short == short && greeting.first == first)
    #expect(Greeting(packed: greeting.packed) == greeting)
    member.firstName = ""
    #expect(Greeting(member) == nil)
  }
}
