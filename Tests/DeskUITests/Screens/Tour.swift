import DeskUI
import Domain
import Sync

/// The screens and panels as somebody meets them who walks through the whole desk: each stop is
/// a name and the events that lead there from the schedule.
enum Tour {
  struct Stop {
    let name: String
    let events: [Event]
    /// Not to be met by reception.
    var isManagers = false
    var isTrainers = false
  }

  /// Goes to every stop, each from a desk just opened; each studio is made when its turn comes, so that
  /// its clock has not run far.
  static func walk(width: Int = 80, height: Int = 24, _ visit: (Stop, inout Driver) throws -> Void)
    throws
  {
    func walk(_ desk: TestDesk, _ store: DeskStore, _ stops: [Stop]) throws {
      for stop in stops {
        var driver = desk.application(
          signedIn: stop.isManagers
            ? desk.owner : stop.isTrainers ? desk.trainer : desk.reception,
          mode: stop.name.hasPrefix("kiosk") ? .kiosk : .desk, on: store)
        driver.resize(width, height)
        for event in stop.events { driver.tell(event) }
        try visit(stop, &driver)
      }
    }
    let desk = try TestDesk()
    try desk.book("Johan", into: "night")
    try walk(desk, desk.store, stops(desk))
    let lived = try TestDesk()
    try lived.giveElsaAPast()
    _ = try lived.store.submit(
      SetPolicy(.kioskWalkIn, 1), by: DeskStore.Hand(actor: .staff(lived.owner.id)))
    try walk(lived, lived.store, try people(lived))
    let torn = try TestDesk()
    let second = try torn.disagree()
    try walk(torn, torn.store, decisions)
    second.line.isCut = true
    try second.visit()
    try walk(torn, second.store, dark)
  }

  private static func stops(_ desk: TestDesk) -> [Stop] {
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
      Stop(name: "places", events: keys(.enter, .char("2"), .char("+"))),
      Stop(name: "places-refused", events: keys(.enter, .char("1"), .char("+"))),
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
      Stop(name: "own-classes", events: [], isTrainers: true),
      Stop(name: "batch-summary", events: keys(.enter, .char("a"), .char("2"), .char("x"), .enter)),
      Stop(name: "corrections-none", events: keys(.f(10), .char("c"))),
      Stop(name: "outage-none", events: keys(.f(10), .char("o"))),
      Stop(name: "decisions-empty", events: keys(.f(9))),
    ]
  }

  private static func people(_ desk: TestDesk) throws -> [Stop] {
    func scan(_ name: String) -> Event { .scan(desk.codes[name]?.text ?? "") }
    let number = try desk.members["Elsa"].flatMap { try desk.store.profile($0)?.member.number }
    let imraan = try desk.members["Imraan"].flatMap { try desk.store.profile($0)?.member.number }
    let elsa = keys(.char("/")) + typed("elsa") + keys(.enter)
    return [
      Stop(name: "members-empty", events: keys(.f(6))),
      Stop(name: "members", events: keys(.char("/")) + typed("guest")),
      Stop(name: "members-nobody", events: keys(.char("/")) + typed("qqqqqq")),
      Stop(name: "profile", events: elsa),
      Stop(name: "profile-credits", events: elsa + keys(.tab)),
      Stop(name: "profile-notes", events: elsa + keys(.tab, .tab)),
      Stop(name: "profile-family", events: elsa + keys(.backtab)),
      Stop(name: "profile-book", events: elsa + keys(.char("b"))),
      Stop(name: "member-new", events: keys(.char("/")) + typed("elsa") + keys(.ctrl("n"))),
      Stop(name: "member-edit", events: elsa + keys(.char("e"), .up)),
      Stop(name: "grant", events: elsa + keys(.char("+")), isManagers: true),
      Stop(name: "outbox", events: keys(.f(10))),
      Stop(name: "kiosk", events: []),
      Stop(name: "kiosk-typed", events: typed("k7qf")),
      Stop(name: "kiosk-no", events: typed("K7QF2M9X") + keys(.enter)),
      Stop(name: "kiosk-early", events: [scan("Elsa/night")]),
      Stop(name: "kiosk-which", events: [.scan(number ?? "")]),
      Stop(name: "kiosk-how-many", events: [scan("Elsa/pilates")]),
      Stop(name: "kiosk-in", events: [scan("Zanele/pilates")]),
      Stop(name: "kiosk-again", events: [scan("Zanele/pilates")]),
      Stop(name: "kiosk-walk-in", events: [.scan(imraan ?? "")]),
      Stop(name: "kiosk-leave", events: keys(.ctrl("x"))),
    ]
  }

  private static let decisions = [
    Stop(name: "decisions", events: keys(.f(9))),
    Stop(name: "decisions-people", events: keys(.f(9), .end)),
    Stop(name: "decisions-settled", events: keys(.f(9), .char("f"), .end)),
    Stop(name: "decisions-profile", events: keys(.f(9), .down, .down, .down)),
    Stop(name: "settle", events: keys(.f(9), .enter)),
    Stop(name: "settle-manager", events: keys(.f(9), .char("3"))),
    Stop(name: "settle-reason", events: keys(.f(9), .char("3"), .enter), isManagers: true),
    Stop(name: "settle-who", events: keys(.f(9), .down, .char("1"), .enter)),
  ]

  private static let unknown = Event.scan(BookingCode(random: 4_711).text)

  /// On a desk that is offline for the second time.
  private static let dark = [
    Stop(name: "outage", events: keys(.f(10), .char("o"), .left)),
    Stop(name: "outage-now", events: keys(.f(10), .char("o"))),
    Stop(name: "let-in-check-in", events: keys(.f(5)) + [unknown]),
    Stop(name: "let-in", events: [unknown]),
  ]

  private static func keys(_ keys: Key...) -> [Event] { keys.map(Event.key) }

  private static func typed(_ text: String) -> [Event] { text.map { .key(.char($0)) } }
}
