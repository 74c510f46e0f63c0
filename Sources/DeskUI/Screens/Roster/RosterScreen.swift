package import Domain
package import Sync

/// The people of one session: marks are made here and stored together.
package struct RosterScreen: Screen {
  /// What a person marked and has not stored yet.
  enum Mark: Sendable { case here, absent }

  package let context = Context.roster
  package let title = "Roster"
  let id: ID<Session>
  private(set) var roster: RosterView?
  private(set) var rows: [BookingView] = []
  private(set) var marks: [ID<Booking>: Mark] = [:]
  /// On their way to the disk.
  private(set) var saving: Set<ID<Booking>> = []
  private(set) var selectedID: ID<Booking>?
  /// Whose rows went from under the cursor since a person moved it, the last one last: an undo
  /// finds it where it was.
  private var gone: [ID<Booking>] = []
  /// Sessions of the day at this location, by time.
  private var siblings: [ID<Session>] = []
  private var typed = (number: 0, ticks: 0)
  /// Nobody has gone to a row since the marks were stored: another Enter was not meant for it.
  private var isSubmitted = false

  package init(_ id: ID<Session>) { self.id = id }

  var selected: BookingView? { rows.first { $0.booking.id == selectedID } }
  var selectedIndex: Int { rows.firstIndex { $0.booking.id == selectedID } ?? 0 }
  var session: SessionView? { roster?.session }

  package mutating func load(from store: DeskStore, _ station: Station) throws {
    guard let found = try store.roster(id) else {
      throw Refusal(.notFound, ["what": .word("session")])
    }
    let day = found.session.zone.day(of: found.session.session.start)
    siblings = try store.schedule(from: day, days: 1, at: found.session.session.location)
      .map(\.session.id)
    show(found)
  }

  /// Takes the people and drops marks that have come true or lost their booking.
  mutating func show(_ found: RosterView) {
    let place = selectedIndex
    roster = found
    rows = found.bookings.filter { $0.booking.state.isLive }
    let open = Dictionary(rows.map { ($0.booking.id, $0.booking) }) { $1 }
    marks = marks.filter { id, mark in
      open[id].map { mark == .here ? $0.isMissing : $0.canBeMarked } ?? false
    }
    if let back = gone.lastIndex(where: { id in rows.contains { $0.booking.id == id } }) {
      selectedID = gone[back]
      gone.removeSubrange(back...)
    } else if selected == nil {
      // Whose row has gone hands over to the next one, not to the first of the list.
      if let selectedID { gone.append(selectedID) }
      put(cursor: place)
    }
  }

  /// What was marked when this roster was last left.
  mutating func resume(_ marks: [ID<Booking>: Mark]) { self.marks = marks }

  /// "3 marks in Vinyasa 18:00 are not stored yet."; nil where all is.
  func unstored(_ station: Station) -> String? {
    guard let session, !marks.isEmpty else { return nil }
    let verb = marks.count == 1 ? "is" : "are"
    return
      "\(marks.count.counted("mark")) in \(Wording.session(session, station)) \(verb) not stored yet."
  }

  // MARK: Events

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(let command): return obey(command, station)
    case .key(.char(let character)): jump(character)
    case .key: break
    case .answered(let answer): return take(answer, station)
    case .settled(let submission, let settlement): return settled(submission, settlement, station)
    case .tick:
      typed.ticks += 1
      if typed.ticks > 4 { typed.number = 0 }
    default: break
    }
    return []
  }

  private mutating func obey(_ command: Command, _ station: Station) -> [Effect] {
    // The next digit begins another number.
    typed.number = 0
    if let place = command.row(from: selectedIndex, of: rows.count) {
      select(place)
      return []
    }
    switch command {
    case .left: return go(-1)
    case .right: return go(1)
    case .mark: mark()
    case .markAbsent: set(.absent)
    case .markAll:
      for row in rows where row.booking.isMissing && marks[row.booking.id] == nil {
        marks[row.booking.id] = .here
      }
    case .submit: return submit(station)
    default: return ask(command, station)
    }
    return []
  }

  private mutating func select(_ place: Int) {
    gone = []
    isSubmitted = false
    put(cursor: place)
  }

  private mutating func put(cursor place: Int) {
    guard !rows.isEmpty else { return }
    selectedID = rows[max(0, min(place, rows.count - 1))].booking.id
  }

  /// Digits typed one after the other name a row.
  private mutating func jump(_ character: Character) {
    guard let digit = character.wholeNumberValue, character.isASCII else { return }
    typed = (min(typed.number * 10 + digit, 999), 0)
    if typed.number > rows.count { typed.number = digit }
    if typed.number > 0 { select(typed.number - 1) }
  }

  private func go(_ step: Int) -> [Effect] {
    guard let place = siblings.firstIndex(of: id), siblings.indices.contains(place + step) else {
      return [.say(Toast(step < 0 ? "The first of the day." : "The last of the day."))]
    }
    return [.close, .open(RosterScreen(siblings[place + step]))]
  }

  // MARK: Marks

  /// In and out: out is only for who is in already.
  private mutating func mark() {
    guard let selected, selected.booking.canBeMarked else { return }
    if marks[selected.booking.id] != nil {
      marks[selected.booking.id] = nil
    } else {
      marks[selected.booking.id] = selected.booking.isMissing ? .here : .absent
    }
    select(selectedIndex + 1)
  }

  private mutating func set(_ mark: Mark) {
    guard let selected, selected.booking.canBeMarked else { return }
    let id = selected.booking.id
    marks[id] = marks[id] == mark ? nil : mark
    select(selectedIndex + 1)
  }

  private mutating func submit(_ station: Station) -> [Effect] {
    if marks.isEmpty { return enter() }
    let clears = rows.filter { marks[$0.booking.id] == .absent && $0.booking.state == .checkedIn }
    if let first = clears.first {
      let were = clears.count > 1 ? " and \(clears.count - 1) more were" : " was"
      return [
        .open(
          QuestionPanel(
            .submit, "\(first.member.name)\(were) checked in. Mark as absent?",
            yes: "mark absent"))
      ]
    }
    return store(confirm: false, station)
  }

  private mutating func store(confirm: Bool, _ station: Station) -> [Effect] {
    let here = rows.map(\.booking).filter { marks[$0.id] == .here }.map(\.id)
    let absent = rows.map(\.booking).filter { marks[$0.id] == .absent }.map(\.id)
    let seen = rows.map(\.booking).filter { $0.state == .checkedIn }.map(\.id)
    var intent = MarkAttendance(session: id, present: here, absent: absent, seen: seen)
    intent.confirm = confirm
    saving.formUnion(here + absent)
    marks = [:]
    isSubmitted = true
    return [.submit(Submission(intent, about: "Attendance"))]
  }

  /// What Enter does, and what the key line calls it.
  enum EnterAct {
    case store, nothing, show, confirm, promoteFirst, checkIn
  }

  var enterAct: EnterAct {
    if !marks.isEmpty { return .store }
    guard let selected, !isSubmitted else { return .nothing }
    switch selected.booking.state {
    case .checkedIn where !selected.booking.isPartlyIn: return .show
    case .held: return .confirm
    case .waitlisted, .offered: return .promoteFirst
    default: return .checkIn
    }
  }

  package func label(of command: Command) -> String? {
    guard command == .submit else { return nil }
    return switch enterAct {
    case .store, .nothing: nil
    case .show: "profile"
    case .confirm: "confirm"
    case .promoteFirst, .checkIn: "check in"
    }
  }

  private mutating func enter() -> [Effect] {
    guard let selected else { return [] }
    let booking = selected.booking
    switch enterAct {
    case .store, .nothing, .promoteFirst: return []
    case .show: return [.open(ProfileScreen(selected.member.id))]
    case .confirm:
      return [
        .submit(
          Submission(
            Confirm(booking: booking.id), done: "\(selected.member.name) is booked.",
            about: selected.member.name))
      ]
    case .checkIn: break
    }
    let missing = booking.spots - (booking.state == .checkedIn ? booking.present : 0)
    if missing > 1 { return [.present(Presentation(booking: booking.id, by: .roster))] }
    saving.insert(booking.id)
    return [
      .submit(
        Submission(
          CheckIn(booking: booking.id), done: "\(selected.member.name) is in.",
          about: selected.member.name))
    ]
  }

  private mutating func settled(
    _ submission: Submission, _ settlement: Settlement, _ station: Station
  ) -> [Effect] {
    if let intent = submission.intent as? CheckIn, let booking = intent.booking {
      saving.remove(booking)
    }
    if let intent = submission.intent as? MarkAttendance, intent.session == id {
      saving = []
      if case .done(let receipt) = settlement {
        let summary = BatchSummary(intent, receipt.results, of: rows, station)
        return [summary.isPlain ? .say(summary.toast) : .open(summary)]
      }
    }
    // A walk-in is there: booked, then checked in, where that is possible already.
    if let intent = submission.intent as? Book, intent.walkIn, intent.session == id,
      case .done(let receipt) = settlement, let subject = receipt.subject
    {
      if let opens = session.flatMap(station.opening) {
        return [.say(.early(submission, opens))]
      }
      var arrival = Submission(
        CheckIn(booking: ID(subject), by: .name), done: "\(submission.about) is booked and in.",
        about: submission.about)
      arrival.remark = submission.remark
      return [.submit(arrival)]
    }
    return []
  }

  mutating func storeConfirmed(_ station: Station) -> [Effect] { store(confirm: true, station) }
}

extension Booking {
  /// Somebody of it is still expected.
  var isMissing: Bool { state == .confirmed || state == .noShow || isPartlyIn }

  var canBeMarked: Bool { isMissing || state == .checkedIn }

  var canBeForgiven: Bool { state == .noShow || amountDue > 0 || unpaid }

  var canChangeSpots: Bool { state == .confirmed || state == .checkedIn }
}
