import DeskUI
import Domain
import Testing

@Suite struct DateTextTests {
  private let today = Day(text: "2026-11-21") ?? Day.first

  @Test(arguments: [
    ("2026-12-24", "2026-12-24"), ("24.12.", "2026-12-24"), ("24/12/27", "2027-12-24"),
    ("+7", "2026-11-28"), ("-21", "2026-10-31"), ("today", "2026-11-21"), ("3", "2026-11-03"),
    ("tomorrow", "2026-11-22"), ("fri", "2026-11-27"), ("SAT", "2026-11-28"),
    ("2026/1/2", "2026-01-02"), (" 1 . 2 ", "2026-02-01"),
  ])
  func readsWhatPeopleType(_ text: String, _ day: String) {
    #expect(DateText.day(text, today: today)?.text == day)
  }

  @Test(arguments: [
    "", "x", "31.2.", "0", "1.2.3.4", "+", "99999999999999999999", "1..x", "2026-13-1",
  ])
  func refusesTheRest(_ text: String) {
    #expect(DateText.day(text, today: today) == nil)
  }
}
