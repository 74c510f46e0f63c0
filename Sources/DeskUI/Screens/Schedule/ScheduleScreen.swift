package import Domain
package import Sync

/// The timetable of a day, a week or a month.
package struct ScheduleScreen: Screen {
  package enum View: String, CaseIterable, Sendable { case day, week, month }

  package let context = Context.schedule
  package let title = "Schedule"

  package var view: View
  package var day: Day
  package var filter = ScheduleFilter()
  package var byLeader = false
  /// A list or a grid by the wish of a person; nil lets the size decide.
  package var listed: Bool?
  package var everywhere = false
  /// Only what the person here leads, and how far its attendance is.
  package var own: Bool
  package private(set) var sessions: [SessionView] = []
  /// All of the span, whatever the filter.
  private(set) var unfiltered: [SessionView] = []
  private(set) var selectedID: ID<Session>?
  /// The days that this copy holds; nil where it has all.
  private(set) var held: ClosedRange<Day>?

  package init(_ station: Station, view: View = .day, day: Day? = nil, own: Bool? = nil) {
    self.own = own ?? station.isTrainer
    self.view = view
    self.day = day ?? station.today
  }

  package var selected: SessionView? { sessions.first { $0.session.id == selectedID } }

  var selectedIndex: Int? { sessions.firstIndex { $0.session.id == selectedID } }

  // MARK: Loading

  package mutating func load(from store: DeskStore, _ station: Station) throws {
    let place = everywhere ? nil : station.location.id
    held = try store.daysHeld()
    switch view {
    case .day:
      let zone = station.zone
      let (start, end) = (zone.start(of: day), zone.start(of: day.adding(days: 1)))
      // From the day before: a session may pass midnight.
      show(
        try store.schedule(from: day.adding(days: -1), days: 2, at: place).filter {
          $0.session.end > start && $0.session.start < end
        }, station)
    case .week, .month:
      let span = span(station)
      let days = span.upperBound.days(since: span.lowerBound) + 1
      show(try store.schedule(from: span.lowerBound, days: days, at: place), station)
    }
  }

  /// False for a day whose sessions do not travel to this device: it may be full of them.
  func holds(_ day: Day) -> Bool { held?.contains(day) ?? true }

  /// The days that are shown.
  func span(_ station: Station) -> ClosedRange<Day> {
    switch view {
    case .day: return day...day
    case .week:
      let first = firstOfWeek(day, station)
      return first...first.adding(days: 6)
    case .month:
      let first = day.adding(days: 1 - day.day)
      return first...first.adding(days: Day.length(ofMonth: day.month, year: day.year) - 1)
    }
  }

  /// Takes the sessions of the span and keeps the selection where it can.
  mutating func show(_ found: [SessionView], _ station: Station) {
    let found = own ? found.filter { station.leads($0) } : found
    unfiltered = found
    sessions = found.filter { $0.session.status != .draft && filter.admits($0) }
    if let selectedID, sessions.contains(where: { $0.session.id == selectedID }) { return }
    let ofDay = sessions.filter { $0.zone.day(of: $0.session.start) == day }
    let hand = own ? Self.atHand(ofDay, at: station.now) : Self.next(ofDay, at: station.now)
    let other = day == station.today ? ofDay.last : ofDay.first
    selectedID = (hand ?? other ?? sessions.first)?.session.id
  }

  /// Of one's own sessions the one whose people are to be marked: begun, or just over with somebody
  /// unmarked; else what comes next, or was last.
  static func atHand(_ sessions: [SessionView], at now: Instant) -> SessionView? {
    sessions.first {
      $0.session.status == .scheduled && $0.session.start <= now && $0.unmarked > 0
        && now < $0.session.end + 600
    } ?? next(sessions, at: now) ?? sessions.last
  }

  /// Whoever stands at the desk comes for what starts within the half-hour, or has just begun; else for
  /// what is still on, and only then for what comes next, which may be tomorrow's.
  static func next(_ sessions: [SessionView], at now: Instant) -> SessionView? {
    let held = sessions.filter { $0.session.status == .scheduled }
    let coming = held.first { $0.session.start > now - 900 }
    if let coming, coming.session.start <= now + 1_800 { return coming }
    return held.last { $0.session.start <= now && $0.session.end > now } ?? coming
  }

  func firstOfWeek(_ day: Day, _ station: Station) -> Day {
    let back = (day.weekday.rawValue - station.options.firstWeekday.rawValue + 7) % 7
    return day.adding(days: -back)
  }

  func plan(_ station: Station, width: Int, height: Int) -> SchedulePlan {
    switch view {
    case .month: SchedulePlan(form: .month, columns: [])
    case .week: .week(sessions, from: firstOfWeek(day, station), width: width)
    case .day:
      (listed ?? (everywhere || own)
        ? nil
        : .grid(sessions, day: day, byLeader: byLeader, width: width, height: height))
        ?? .list(sessions)
    }
  }

  // MARK: Events

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(let command): return obey(command, station)
    case .answered(let answer): return take(answer, station)
    default: return []
    }
  }

  private mutating func obey(_ command: Command, _ station: Station) -> [Effect] {
    switch command {
    case .open where view == .month:
      view = .day
    case .open:
      return selected.map { [.open(RosterScreen($0.session.id))] } ?? []
    case .book:
      guard let selected else { return [] }
      return [.open(MemberPicker(.book, "Book into \(Wording.session(selected, station))"))]
    case .dayView: view = .day
    case .weekView: view = .week
    case .monthView: view = .month
    case .today:
      day = station.today
      selectedID = nil
    case .previousDay: shift(-1)
    case .nextDay: shift(1)
    case .goToDate:
      return [.open(Self.dateQuestion(station))]
    case .leaders: byLeader.toggle()
    case .list: listed = !(listed ?? (plan(station).form == .list))
    case .allLocations: everywhere.toggle()
    case .own:
      own.toggle()
      selectedID = nil
    case .filter: return [.open(FilterPanel(filter, sessions: unfiltered))]
    case .up, .down, .left, .right, .pageUp, .pageDown, .first, .last:
      return move(command, station)
    default: return []
    }
    return [.reload]
  }

  private static func dateQuestion(_ station: Station, _ text: String = "") -> PromptPanel {
    PromptPanel(.goToDate, "Go to the date", hint: examples(station.today), text: text)
  }

  private static func examples(_ today: Day) -> String {
    "\(today.text), \(today.day).\(today.month). or +7"
  }

  private func plan(_ station: Station) -> SchedulePlan {
    plan(station, width: station.width, height: station.height - 4)
  }

  private mutating func take(_ answer: Answer, _ station: Station) -> [Effect] {
    switch answer {
    case .text(topic: .goToDate, let text):
      guard let found = DateText.day(text, today: station.today) else {
        let words = "No such date: \(text). Write \(Self.examples(station.today))."
        // Said last: a panel that opens drops what was said before.
        return [.open(Self.dateQuestion(station, text)), .say(Toast(words, .warn))]
      }
      day = found
      selectedID = nil
      return [.reload]
    case .filter(let chosen):
      filter = chosen
      return [.reload]
    case .member(topic: .book, let hit):
      guard let selected else { return [] }
      return [.open(BookPanel(selected, hit))]
    default: return []
    }
  }

  package var isEmpty: Bool { view != .month && sessions.isEmpty }

  package func obstacle(to command: Command, _ station: Station) -> String? {
    switch command {
    case .open where view != .month:
      selected == nil ? "no session" : station.obstacle(to: .seeAll, in: selected?.session)
    case .book:
      selected == nil ? "no session" : station.obstacle(to: .bookForMember, in: selected?.session)
    case .own: station.staff == nil ? "sign in first (F2)" : nil
    case .allLocations: station.studio.locations.count < 2 ? "there is one location" : nil
    default: nil
    }
  }

  // MARK: Moving

  private mutating func shift(_ step: Int) {
    let month = Day(year: day.year, month: day.month, day: 1) ?? day
    switch view {
    case .day: day = day.adding(days: step)
    case .week: day = day.adding(days: 7 * step)
    case .month where step < 0: day = month.adding(days: -1)
    case .month: day = month.adding(days: 31)
    }
    if view == .month { day = Day(year: day.year, month: day.month, day: 1) ?? day }
    selectedID = nil
  }

  private mutating func move(_ command: Command, _ station: Station) -> [Effect] {
    if view == .month { return moveByDays(command) }
    let plan = plan(station)
    let (columns, rows) =
      switch command {
      case .left: (-1, 0)
      case .right: (1, 0)
      case .up: (0, -1)
      case .down: (0, 1)
      case .pageUp: (0, -10)
      case .pageDown: (0, 10)
      case .first: (0, -10_000)
      default: (0, 10_000)
      }
    let next = selectedIndex.flatMap {
      plan.neighbour(of: $0, columns: columns, rows: rows, sessions)
    }
    if let next {
      selectedID = sessions[next].session.id
      if view == .week { day = sessions[next].zone.day(of: sessions[next].session.start) }
      return []
    }
    guard columns != 0 else { return [] }
    shift(columns)
    return [.reload]
  }

  private mutating func moveByDays(_ command: Command) -> [Effect] {
    let step =
      switch command {
      case .left: -1
      case .right: 1
      case .up: -7
      case .down: 7
      case .pageUp: -28
      case .pageDown: 28
      default: 0
      }
    day = day.adding(days: step)
    selectedID = nil
    return [.reload]
  }
}
