package import Domain
package import Sync

/// Everything about one member: facts on top, then one list at a time.
package struct ProfileScreen: Screen {
  enum Section: String, CaseIterable {
    case bookings = "Bookings"
    case credits = "Credits"
    case notes = "Notes"
    case family = "Family"
  }

  package let context = Context.profile
  package let title = "Profile"
  let id: ID<Member>
  private(set) var profile: MemberProfile?
  /// What is to come, the next first; then what was, the last first.
  private(set) var bookings: [BookingView] = []
  private(set) var section = Section.bookings
  /// The row chosen, by what it is about, so that news above it do not move it.
  private var selectedKey: Bits128?
  /// Known by name only to whoever leads none of their sessions.
  private(set) var isClosed = false

  package init(_ id: ID<Member>) { self.id = id }

  package mutating func load(from store: DeskStore, _ station: Station) throws {
    guard let found = try store.profile(id) else {
      throw Refusal(.notFound, ["what": .word("member")])
    }
    let me = station.staff?.id
    isClosed =
      !station.seesEverybody
      && !(station.right(to: .seeAll) == .own
        && found.bookings.contains { $0.session?.session.leader == me })
    let place = selected
    profile = found
    let split = found.bookings.firstIndex { !$0.isComing(station.now) } ?? found.bookings.count
    bookings = found.bookings[..<split].reversed() + found.bookings[split...]
    if !keys.contains(where: { $0 == selectedKey }) { select(place) }
  }

  // MARK: What is selected

  /// One for each row of the section on screen.
  private var keys: [Bits128] {
    guard let profile else { return [] }
    return switch section {
    case .bookings: bookings.map(\.booking.id.raw)
    case .credits: profile.lots.map(\.id.raw) + profile.ledger.map(\.id.raw)
    case .notes: profile.notes.map(\.id.raw)
    case .family: profile.family.map(\.id.raw)
    }
  }

  var selected: Int { keys.firstIndex { $0 == selectedKey } ?? 0 }

  var booking: BookingView? {
    section == .bookings && bookings.indices.contains(selected) ? bookings[selected] : nil
  }

  private var relative: MemberHit? {
    guard section == .family, let family = profile?.family, family.indices.contains(selected)
    else { return nil }
    return family[selected]
  }

  private mutating func select(_ place: Int) {
    let keys = keys
    if !keys.isEmpty { selectedKey = keys[max(0, min(place, keys.count - 1))] }
  }

  private mutating func turn(_ step: Int) {
    let all = Section.allCases
    let place = (all.firstIndex(of: section) ?? 0) + step
    section = all[(place + all.count) % all.count]
    selectedKey = keys.first
  }

  // MARK: Events

  package func obstacle(to command: Command, _ station: Station) -> String? {
    if isClosed && command != .book { return "open for your own sessions' people only" }
    let session = booking?.session?.session
    switch command {
    case .open: return session == nil && relative == nil ? "nothing to open" : nil
    case .mark:
      guard let booking, booking.booking.isMissing else { return "no booking to check in" }
      return station.obstacle(to: .checkIn, in: session)
    case .cancel:
      guard let booking, booking.booking.state.isLive else { return "no booking to cancel" }
      return station.obstacle(to: .cancelAny, in: session)
    case .pass: return booking == nil ? "no booking selected" : nil
    case .book: return station.obstacle(to: .bookForMember)
    case .edit, .note: return station.obstacle(to: .editMember)
    case .grant: return station.obstacle(to: .grantCredits)
    case .incident: return station.staff == nil ? station.obstacle(to: .checkIn) : nil
    default: return nil
    }
  }

  package mutating func update(_ event: ScreenEvent, _ station: Station) -> [Effect] {
    switch event {
    case .command(let command): return obey(command)
    case .answered(let answer): return take(answer)
    default: return []
    }
  }

  private mutating func obey(_ command: Command) -> [Effect] {
    if let place = command.row(from: selected, of: keys.count) {
      select(place)
      return []
    }
    switch command {
    case .next: turn(1)
    case .previous: turn(-1)
    default: return ask(command)
    }
    return []
  }

  private func ask(_ command: Command) -> [Effect] {
    guard let member = profile?.member else { return [] }
    switch command {
    case .open:
      if let relative { return [.open(ProfileScreen(relative.id))] }
      return booking?.session.map { [.open(RosterScreen($0.session.id))] } ?? []
    case .mark:
      return booking.map { [.present(Presentation(booking: $0.booking.id, by: .name))] } ?? []
    case .cancel:
      guard let booking, let session = booking.session else { return [] }
      return [.open(CancelPanel(booking, in: session))]
    case .pass: return booking.map { [.open(PassPanel($0))] } ?? []
    case .book: return [.open(SessionPicker(.book, "Book \(member.name) into"))]
    case .edit: return [.open(MemberForm(of: member))]
    case .note: return [.open(PromptPanel(.note, "Note on \(member.name)"))]
    case .incident: return [.open(PromptPanel(.incident, "What happened to \(member.name)?"))]
    case .grant: return [.open(GrantForm(member))]
    default: return []
    }
  }

  private func take(_ answer: Answer) -> [Effect] {
    guard let name = profile?.member.name else { return [] }
    switch answer {
    case .session(topic: .book, let session): return [.open(BookPanel(session, id, name))]
    case .text(topic: .note, let text):
      return [.submit(Submission(AddNote(member: id, text: text), done: "Noted.", about: name))]
    case .text(topic: .incident, let text):
      let intent = ReportIncident(member: id, text: text)
      return [.submit(Submission(intent, done: "Incident on record.", about: name))]
    default: return []
    }
  }
}

extension BookingView {
  func isComing(_ now: Instant) -> Bool { session.map { $0.session.end > now } ?? false }
}
