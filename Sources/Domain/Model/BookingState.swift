/// The one state machine of RULES.md, "Things".
package enum BookingState: String, CaseIterable, Sendable, Codable, FieldValue {
  case held, confirmed, waitlisted, offered, checkedIn, noShow, cancelled, expired

  /// Where an edge may come from: some are open to the merge or to an undo alone.
  package enum Occasion: Sendable { case normal, undo, merge }

  /// True where this state holds places of the session.
  package var takesPlace: Bool {
    switch self {
    case .held, .offered, .confirmed, .checkedIn, .noShow: true
    case .waitlisted, .cancelled, .expired: false
    }
  }

  /// True while the person still counts as booked: at most one such booking a person and session.
  package var isLive: Bool {
    switch self {
    case .held, .confirmed, .waitlisted, .offered, .checkedIn, .noShow: true
    case .cancelled, .expired: false
    }
  }

  package func may(become next: BookingState, on occasion: Occasion = .normal) -> Bool {
    switch (self, next) {
    case (.held, .confirmed), (.held, .cancelled), (.held, .expired),
      (.confirmed, .checkedIn), (.confirmed, .cancelled), (.confirmed, .noShow),
      (.waitlisted, .offered), (.waitlisted, .confirmed), (.waitlisted, .cancelled),
      (.waitlisted, .expired),
      (.offered, .confirmed), (.offered, .cancelled), (.offered, .expired),
      (.noShow, .checkedIn), (.noShow, .cancelled):
      true
    case (.checkedIn, .confirmed), (.cancelled, .confirmed), (.cancelled, .waitlisted):
      occasion == .undo
    case (.confirmed, .waitlisted), (.cancelled, .checkedIn), (.expired, .confirmed),
      (.expired, .waitlisted):
      occasion == .merge
    default: false
    }
  }
}
