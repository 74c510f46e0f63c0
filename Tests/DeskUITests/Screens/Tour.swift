import DeskUI
import Domain

/// The screens and panels as somebody meets them who walks through the whole desk: each stop is
/// a name and the events that lead there from the schedule.
enum Tour {
  struct Stop {
    let name: String
    let events: [Event]
  }

  static func stops(_ desk: TestDesk) -> [Stop] {
    let scan = Event.scan(desk.codes["Naledi/pilates"]?.text ?? "")
    let early = Event.scan(desk.codes["Johan/night"]?.text ?? "")
    return [
      Stop(name: "schedule-day", events: []),
      Stop(name: "schedule-leaders", events: keys(.char("r"))),
      Stop(name: "schedule-list", events: keys(.char("l"))),
      Stop(name: "schedule-week", events: keys(.char("w"))),
      Stop(name: "schedule-month", events: keys(.char("m"))),
      Stop(name: "schedule-filter", events: keys(.char("f"))),
      Stop(name: "schedule-empty", events: keys(.char(","))),
      Stop(name: "roster", events: keys(.enter)),
      Stop(name: "roster-marks", events: keys(.enter, .char("a"), .char("2"), .char("x"))),
      Stop(name: "roster-waiting", events: keys(.enter, .left, .left)),
      Stop(name: "cancel", events: keys(.enter, .char("c"))),
      Stop(name: "walk-in", events: keys(.enter, .char("w")) + typed("si")),
      Stop(name: "book", events: keys(.enter, .char("b")) + typed("sibusiso") + keys(.enter)),
      Stop(name: "move", events: keys(.enter, .char("m"))),
      Stop(name: "pass", events: keys(.enter, .char("y"))),
      Stop(name: "check-in", events: keys(.f(5))),
      Stop(name: "check-in-refused", events: keys(.f(5)) + [early]),
      Stop(name: "scan", events: [early]),
      Stop(name: "scan-in", events: [scan]),
      Stop(name: "palette", events: keys(.char(":")) + typed("wa")),
      Stop(name: "help", events: keys(.enter, .f(1))),
      Stop(name: "sign-in", events: keys(.f(2), .char("2"))),
      Stop(name: "locked", events: keys(.ctrl("k"))),
      Stop(name: "quit", events: keys(.char("q"))),
    ]
  }

  private static func keys(_ keys: Key...) -> [Event] { keys.map(Event.key) }

  private static func typed(_ text: String) -> [Event] { text.map { .key(.char($0)) } }
}
