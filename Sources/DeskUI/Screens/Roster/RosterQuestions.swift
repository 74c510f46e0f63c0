import Domain
import Sync

/// What a roster asks before it acts: who, how many, where to, why.
extension RosterScreen {
  package var isEmpty: Bool { rows.isEmpty }

  package func obstacle(to command: Command, _ station: Station) -> String? {
    let session = session?.session
    switch command {
    case .mark, .markAll, .markAbsent, .submit:
      if rows.isEmpty { return "nobody is booked" }
      if let obstacle = station.obstacle(to: .checkIn, in: session) { return obstacle }
      guard command == .submit else { return nil }
      switch enterAct {
      case .nothing: return "all marks are stored; go to a row to check somebody in"
      case .promoteFirst:
        let key = station.keys.key(of: .promote, in: .roster) ?? ""
        return "on the waitlist, where \(key) gives a place"
      case .store, .show, .confirm, .checkIn: return nil
      }
    case .cancel:
      return selected == nil ? "nobody is selected" : station.obstacle(to: .cancelAny, in: session)
    case .book, .walkIn, .waitlist: return station.obstacle(to: .bookForMember, in: session)
    case .promote:
      let waits = selected?.booking.state == .waitlisted || selected?.booking.state == .offered
      return waits ? station.obstacle(to: .bookForMember, in: session) : "not on the waitlist"
    case .move:
      let state = selected?.booking.state
      return state == .confirmed || state == .waitlisted
        ? station.obstacle(to: .bookForMember, in: session) : "only who is booked can be moved"
    case .more, .fewer:
      guard let booking = selected?.booking else { return "nobody is selected" }
      guard booking.canChangeSpots else { return "only who has a place" }
      if command == .more { return station.obstacle(to: .bookForMember, in: session) }
      return booking.spots == 1
        ? "it is the last place" : station.obstacle(to: .cancelAny, in: session)
    case .forgive:
      return selected?.booking.canBeForgiven ?? false
        ? station.obstacle(to: .judge, in: session) : "no no-show, and nothing owed"
    case .judge:
      if let view = self.session, let judged = view.session.judgedAt {
        return "already judged \(Wording.at(judged, in: view.zone, station))"
      }
      return session.map { $0.end <= station.now } ?? false
        ? station.obstacle(to: .judge, in: session) : "not before the end"
    case .profile, .pass: return selected == nil ? "nobody is selected" : nil
    case .note: return station.obstacle(to: .seeAll, in: session)
    default: return nil
    }
  }

  func ask(_ command: Command, _ station: Station) -> [Effect] {
    guard let session else { return [] }
    let name = Wording.session(session, station)
    switch command {
    case .book: return [.open(MemberPicker(.book, "Book into \(name)"))]
    case .walkIn: return [.open(MemberPicker(.walkIn, "Walk-in to \(name)"))]
    case .waitlist: return [.open(MemberPicker(.waitlist, "Onto the waitlist of \(name)"))]
    case .note: return [.open(PromptPanel(.note, "Note on \(name)"))]
    case .incident: return [.open(PromptPanel(.incident, "What happened?"))]
    case .judge:
      let missing = rows.count { $0.booking.state == .confirmed }
      let who = missing == 1 ? "1 is missing" : "\(missing) are missing"
      var question = "End the attendance of \(name)? \(who): no-show."
      if let roster, !roster.awaited.isEmpty {
        let told = Wording.awaited(roster.awaited, in: session.zone, station)
        question += " \(told): a check-in that comes from there later takes its no-show back."
      }
      return [.open(QuestionPanel(.judge, question, yes: "judge"))]
    default: break
    }
    guard let selected else { return [] }
    let member = selected.member
    switch command {
    case .profile: return [.open(ProfileScreen(member.id))]
    case .pass: return [.open(PassPanel(selected, in: session))]
    case .cancel: return [.open(CancelPanel(selected, in: session))]
    case .more: return [.open(SpotsPanel(selected, in: session, change: 1))]
    case .fewer: return [.open(SpotsPanel(selected, in: session, change: -1))]
    case .move:
      return [.open(SessionPicker(.move, "Move \(member.name) to", except: id))]
    case .forgive:
      return [
        .open(
          PromptPanel(
            .forgive,
            selected.booking.state == .noShow
              ? "Why is the no-show of \(member.name) forgiven?"
              : "Why need \(member.name) not pay?"))
      ]
    case .promote:
      return [
        .submit(
          Submission(
            Promote(booking: selected.booking.id), done: "\(member.name) has a place.",
            about: member.name))
      ]
    default: return []
    }
  }

  mutating func take(_ answer: Answer, _ station: Station) -> [Effect] {
    guard let session else { return [] }
    switch answer {
    case .yes(topic: .submit): return storeConfirmed(station)
    case .yes(topic: .judge):
      var intent = JudgeSession(session: id)
      intent.without = roster?.awaited.map(\.device) ?? []
      return [.submit(Submission(intent, done: "Judged.", about: "Session"))]
    case .text(topic: .forgive, let text):
      guard let selected else { return [] }
      return [
        .submit(
          Submission(
            Forgive(booking: selected.booking.id, reason: text),
            done: "\(selected.member.name): forgiven.", about: selected.member.name))
      ]
    case .member(topic: .book, let hit): return [.open(BookPanel(session, hit))]
    case .member(topic: .walkIn, let hit): return [.open(BookPanel(session, hit, as: .walkIn))]
    case .member(topic: .waitlist, let hit):
      return [.open(BookPanel(session, hit, as: .waitlist))]
    case .session(topic: .move, let to):
      guard let selected else { return [] }
      return [
        .submit(
          Submission(
            Move(booking: selected.booking.id, to: to.session.id),
            done: "\(selected.member.name) moved to \(Wording.session(to, station)).",
            about: selected.member.name))
      ]
    case .text(topic: .note, let text):
      return [.submit(Submission(AddNote(session: id, text: text), done: "Noted.", about: "Note"))]
    case .text(topic: .incident, let text):
      let intent = ReportIncident(session: id, text: text)
      return [.submit(Submission(intent, done: "Incident on record.", about: "Incident"))]
    default: return []
    }
  }
}
