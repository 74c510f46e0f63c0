import Domain
import Support
import Testing

@Suite struct DayTests {
  @Test(arguments: [
    ("1970-01-01", 0, Weekday.thursday), ("2026-11-21", 20_778, .saturday),
    ("2000-02-29", 11_016, .tuesday), ("1969-12-31", -1, .wednesday),
    ("0001-01-01", -719_162, .monday), ("9999-12-31", 2_932_896, .friday),
  ])
  func knowsItsPlace(_ text: String, number: Int, weekday: Weekday) throws {
    let day = try #require(Day(text: text))
    #expect(day.number == Int32(number))
    #expect(day.weekday == weekday)
    #expect(day.text == text)
    #expect(Day(year: day.year, month: day.month, day: day.day) == day)
  }

  @Test func countsEveryDayOfTwelveCenturies() throws {
    var expected = (year: 1200, month: 1, day: 1)
    var day = try #require(Day(year: 1200, month: 1, day: 1))
    var weekday = day.weekday.rawValue
    while expected.year < 2400 {
      #expect(day.civil == expected)
      #expect(day.weekday.rawValue == weekday)
      weekday = weekday % 7 + 1
      day = day.adding(days: 1)
      expected.day += 1
      if expected.day > Day.length(ofMonth: expected.month, year: expected.year) {
        expected = (expected.year, expected.month + 1, 1)
      }
      if expected.month > 12 { expected = (expected.year + 1, 1, 1) }
    }
  }

  @Test(arguments: [
    "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-11-00",
    "0000-01-01", "2026-1-1", "26-11-21", "2026-11-21 ", " 2026-11-21", "2026/11/21", "",
    "2026-11-2", "２０２６-11-21", "-001-01-01", "20261121",
  ])
  func refusesWhatTheCalendarLacks(_ text: String) {
    #expect(Day(text: text) == nil)
  }

  @Test func stopsAtItsEnds() {
    #expect(Day.last.adding(days: 1) == .last)
    #expect(Day.first.adding(days: .min) == .first)
    #expect(Day.last.adding(days: .max) == .last)
    #expect(Day(sinceEpoch: .max) == .last)
    #expect(Day.last.days(since: .first) == 3_652_058)
  }

  @Test(arguments: [("17:30", 1050), ("9:05", 545), ("00:00", 0), ("24:00", 1440)])
  func readsTimesOfDay(_ text: String, minutes: Int) throws {
    let time = try #require(TimeOfDay(text: text))
    #expect(time.minutes == minutes)
    #expect(TimeOfDay(text: time.text) == time)
  }

  @Test(arguments: [
    "24:01", "17:60", "1730", "17:3", "17:300", "-1:00", "", ":", "25:00", "17:30 ",
  ])
  func refusesOtherTimesOfDay(_ text: String) {
    #expect(TimeOfDay(text: text) == nil)
  }
}
