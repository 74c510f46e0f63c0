import Domain
import Support
import Testing

@Suite struct RecurrenceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let rule: Recurrence
    let start: String
    let days: [String]
    var testDescription: String { name }
  }

  @Test(arguments: [
    Case(
      name: "daily", rule: Recurrence(.daily), start: "2026-02-27",
      days: ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]),
    Case(
      name: "every second day on weekdays",
      rule: Recurrence(.daily, every: 2, on: [.monday, .friday]), start: "2026-11-20",
      days: ["2026-11-20", "2026-11-30", "2026-12-04", "2026-12-14"]),
    Case(
      name: "weekly", rule: Recurrence(.weekly), start: "2026-11-21",
      days: ["2026-11-21", "2026-11-28", "2026-12-05", "2026-12-12"]),
    Case(
      name: "weekly on days, the start's own is not among them",
      rule: Recurrence(.weekly, on: [.thursday, .tuesday, .tuesday]), start: "2026-11-18",
      days: ["2026-11-19", "2026-11-24", "2026-11-26", "2026-12-01"]),
    Case(
      name: "every second week counts from the week of the start",
      rule: Recurrence(.weekly, every: 2, on: [.monday, .sunday]), start: "2026-11-21",
      days: ["2026-11-22", "2026-11-30", "2026-12-06", "2026-12-14"]),
    Case(
      name: "monthly on the 31st skips short months", rule: Recurrence(.monthly),
      start: "2026-12-31", days: ["2026-12-31", "2027-01-31", "2027-03-31", "2027-05-31"]),
    Case(
      name: "monthly on the third Saturday", rule: Recurrence(.monthly, on: [.saturday]),
      start: "2026-11-21", days: ["2026-11-21", "2026-12-19", "2027-01-16", "2027-02-20"]),
    Case(
      name: "29 February every twelve months", rule: Recurrence(.monthly, every: 12),
      start: "2096-02-29", days: ["2096-02-29", "2104-02-29", "2108-02-29", "2112-02-29"]),
  ])
  func givesTheFirstDays(_ example: Case) throws {
    let start = try #require(Day(text: example.start))
    #expect(example.rule.days(from: start, limit: 4).map(\.text) == example.days)
  }

  @Test func endsAtUntilAndLeavesOut() throws {
    let start = try #require(Day(text: "2026-11-21"))
    let rule = Recurrence(
      .weekly, until: start.adding(days: 28),
      except: [start.adding(days: 7), start.adding(days: 8)])
    let days = rule.days(from: start, limit: 100)
    #expect(days == [0, 14, 21, 28].map { start.adding(days: $0) })
    #expect(rule.days(from: start, limit: 0) == [])
    #expect(Recurrence(.daily, until: start.adding(days: -1)).days(from: start, limit: 9) == [])
  }

  @Test func endsWithTheCalendarAndOnNonsense() {
    #expect(Recurrence(.daily).days(from: Day.last.adding(days: -2), limit: 9).count == 3)
    #expect(Recurrence(.weekly).days(from: .last, limit: 9).first == .last)
    #expect(Recurrence(.monthly).days(from: .last, limit: 9) == [.last])
    for interval in [Int.min, -1, 0, .max] {
      for frequency in Recurrence.Frequency.allCases {
        let rule = Recurrence(frequency, every: interval)
        #expect(rule.days(from: Day(sinceEpoch: 20_000), limit: 2).first == Day(sinceEpoch: 20_000))
      }
    }
  }

  /// The same hour of the wall clock on both sides of the change: 09:00 is not 24 hours after 09:00.
  @Test func keepsTheLocalHour() throws {
    let saturday = try #require(Day(text: "2026-10-31"))
    let nine = try #require(TimeOfDay(text: "09:00"))
    let starts = Recurrence(.daily).days(from: saturday, limit: 3).map { toronto.instant($0, nine) }
    #expect(starts.allSatisfy { toronto.timeOfDay(of: $0) == nine })
    #expect(starts[1] - starts[0] == 25 * 3600)
    #expect(starts[2] - starts[1] == 24 * 3600)
  }

  @Test func risesStrictlyFromTheStart() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<500 {
      let start = Day(sinceEpoch: Int.random(in: 0...40_000, using: &random))
      let weekdays = Weekday.allCases.filter { _ in Bool.random(using: &random) }
      let frequency = Recurrence.Frequency.allCases.randomElement(using: &random) ?? .daily
      let rule = Recurrence(frequency, every: Int.random(in: 1...5, using: &random), on: weekdays)
      let days = rule.days(from: start, limit: 30)
      #expect(days.count == 30)
      #expect(zip(days, days.dropFirst()).allSatisfy { $0 < $1 })
      #expect(days.allSatisfy { $0 >= start })
      #expect(weekdays.isEmpty || days.allSatisfy { weekdays.contains($0.weekday) })
    }
  }
}
