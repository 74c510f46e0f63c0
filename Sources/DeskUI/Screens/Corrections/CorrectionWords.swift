package import Domain
package import Sync

/// Corrections of attendance in words, for the screen and for the command line.
extension Correction {
  /// "Naledi Mokoena · Pilates today 18:00"; without names for whoever may not see them.
  package func about(
    _ sight: OutageWords.Sight, _ moment: (Instant, Zone) -> String
  ) -> String {
    [
      sight.names ? member?.name : nil,
      "\(session.service) \(moment(session.session.start, session.zone))",
    ].compactMap { $0 }.joined(separator: " · ")
  }

  /// "no-show, now in".
  package var turn: String { "\(was.word), now \(became.word)" }

  /// Nobody of the staff is the device by itself: a kiosk, or the service.
  package func who(_ studio: StudioView) -> String {
    by.map { studio.name(of: .staff($0)) }
      ?? (deviceName.isEmpty ? "the service" : deviceName)
  }

  /// Why, and what it met: "checked in 17:58 on Kiosk 2, which arrived after the judgement (service)".
  package func why(
    _ studio: StudioView, sight: OutageWords.Sight, _ moment: (Instant, Zone) -> String
  ) -> String {
    let zone = session.zone
    var words = [cause.word]
    if let judged = session.session.judgedAt, cause == .arrivedLater || cause == .byHand {
      let judge = judgedBy.map { studio.name(of: .staff($0)) } ?? "the service"
      words = ["\(cause.word) of \(moment(judged, zone)) by \(judge)"]
      if cause == .arrivedLater {
        words.append("made \(moment(at, zone))" + (deviceName.isEmpty ? "" : " on \(deviceName)"))
      }
    }
    if credits != .zero, sight.worth {
      words.append(
        credits > .zero
          ? "\(Wording.amount(credits)) returned"
          : "\(Wording.amount(.zero - credits)) taken again")
    }
    if !reason.isEmpty { words.append("“\(reason)”") }
    return words.joined(separator: ", ")
  }
}

extension Correction.Standing {
  package var word: String {
    switch self {
    case .held: "held"
    case .offered: "offered"
    case .confirmed: "booked"
    case .waitlisted: "waiting"
    case .checkedIn: "in"
    case .noShow: "no-show"
    case .cancelled: "cancelled"
    case .expired: "expired"
    case .absent: "absent"
    }
  }
}

extension Correction.Cause {
  package var word: String {
    switch self {
    case .arrivedLater: "the check-in arrived after the judgement"
    case .byHand: "said after the judgement"
    case .batch: "said otherwise by who had seen it"
    case .undone: "undone"
    case .forgiven: "the no-show was forgiven"
    case .cancelled: "checked in while it was cancelled elsewhere"
    case .seated: "was there without a place yet"
    case .notSeen: "marked absent without having seen the check-in, which stands"
    }
  }
}
