import Domain
import Sync

/// Marks on rosters that were left before Enter stored them: a slip of the hand must not lose whom
/// somebody has counted.
struct UnstoredMarks: Sendable {
  private var bySession: [ID<Session>: [ID<Booking>: RosterScreen.Mark]] = [:]

  mutating func keep(_ roster: RosterScreen) { bySession[roster.id] = roster.marks }

  mutating func giveBack(to roster: inout RosterScreen) {
    if let marks = bySession.removeValue(forKey: roster.id) { roster.resume(marks) }
  }
}

extension Application {
  /// Rosters with marks that Enter has not stored, by their place.
  var marked: [(place: Int, roster: RosterScreen)] {
    stack.enumerated().compactMap { place, screen in
      guard let roster = screen as? RosterScreen, !roster.marks.isEmpty else { return nil }
      return (place, roster)
    }
  }

  /// Keeps the marks of those that have been left since, and says so.
  mutating func keepMarks(of rosters: [(place: Int, roster: RosterScreen)]) {
    for (place, roster) in rosters {
      let stands = stack.indices.contains(place) ? stack[place] as? RosterScreen : nil
      guard stands?.id != roster.id else { continue }
      unstored.keep(roster)
      if let words = roster.unstored(station) { say(Toast(words, .warn)) }
    }
  }
}

extension Application {
  /// Says once of each of one's own sessions that it is over and who is not marked; the own classes
  /// say it below their list all the time.
  mutating func remindOfUnmarked() {
    let isTold = (stack.last as? ScheduleScreen)?.own ?? false
    guard let staff = station.staff, toast == nil, !isTold else { return }
    do {
      let sessions = try store.schedule(
        from: station.today.adding(days: -1), days: 2, at: station.location.id)
      let left = sessions.last {
        $0.session.leader == staff.id && $0.isLeftUnmarked(at: station.now)
          && !reminded.contains($0.session.id)
      }
      guard let left else { return }
      reminded.insert(left.session.id)
      say(Toast(OwnClasses.reminder(of: left, station), .warn), seconds: 20)
    } catch { say(Toast(Wording.failure(error), .bad)) }
  }
}
