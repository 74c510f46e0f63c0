/// Everything a person can ask of the desk; the raw value is its name in the configuration.
package enum Command: String, CaseIterable, Sendable {
  // Everywhere.
  case help, palette, searchMembers, switchStaff, lock, undo, back, quit, suspend, redraw
  case schedule, roster, checkIn, members, decisions, outbox

  // Moving about.
  case up, down, left, right, pageUp, pageDown, first, last, open

  // Schedule.
  case previousDay, nextDay, today, goToDate, dayView, weekView, monthView
  case leaders, list, filter, allLocations, own

  // Roster.
  case mark, markAll, markAbsent, submit, profile, cancel, book, walkIn, waitlist, promote
  case more, fewer, move, forgive, judge, note, incident, pass

  // Members.
  case register, edit, grant

  // Decisions and outages.
  case settle, outage, corrections

  // The outbox.
  case tryLine, makeReady, toStick, fromStick

  // Questions and panels.
  case choose, complete, override, unpaid, waive, next, previous, clear

  // The kiosk.
  case leaveKiosk, english, afrikaans, isiZulu, isiXhosa, french, portuguese

  // A studio to train in.
  case cutLine, restoreLine
}

extension Command {
  /// Where it leads from a row of a list of so many; nil for what does not move.
  func row(from place: Int, of count: Int) -> Int? {
    let wanted: Int
    switch self {
    case .up: wanted = place - 1
    case .down: wanted = place + 1
    case .pageUp: wanted = place - 10
    case .pageDown: wanted = place + 10
    case .first: wanted = 0
    case .last: wanted = count - 1
    default: return nil
    }
    return max(0, min(wanted, count - 1))
  }
}

/// Where a key is pressed: one for each screen, one for each kind of panel over it.
package enum Context: String, CaseIterable, Sendable {
  case schedule, roster, checkIn, members, profile, decisions, outbox, outage, corrections, kiosk,
    locked
  case form, prompt, cancel, spots, question, picker, palette, help, signIn, filter, result, summary
}
