/// What a decision is about and what may be chosen, for staff: at most 100 characters; the English
/// text is the message id for translations.
extension ConflictKind {
  /// As a list names it: at most 24 characters.
  package var title: String {
    switch self {
    case .lastPlace: "Last place sold twice"
    case .walkIn: "Let in against a rule"
    case .checkInAfterCancel: "Came though cancelled"
    case .seated: "Came without a place"
    case .twiceIn: "Checked in twice"
    case .letIn: "Who was let in?"
    case .absentButIn: "Absent, but checked in"
    case .overdrawn: "Credits spent twice"
    case .noShowReversed: "No-show was there"
    case .sessionHeld: "Held though cancelled"
    case .sessionShrunk: "More booked than places"
    case .doneTwice: "Done twice"
    case .undoMissed: "Not undone"
    case .otherStands: "Another booking stands"
    case .bookedTwice: "Booked twice"
    case .timeConflict: "Two at the same time"
    case .profile: "Profile changed twice"
    case .sameMember: "Registered twice?"
    case .renumbered: "Number given twice"
    case .twoMachines: "One key, two machines"
    case .rightLost: "Done without the right"
    case .refused: "Could not be done"
    }
  }

  package var sentence: String {
    switch self {
    case .lastPlace:
      "The last place was sold twice: this booking waits ahead of those in the queue."
    case .walkIn: "Let in while the line was down, over the capacity or against a rule: it stays."
    case .checkInAfterCancel: "Checked in, though cancelled elsewhere: the arrival counts."
    case .seated: "Checked in without a place of their own: now they have one."
    case .twiceIn: "Checked in at two devices: perhaps a pass that two people share."
    case .letIn: "Let in by a code that nobody knows: who was that?"
    case .absentButIn: "Marked as absent, but checked in elsewhere: the check-in stands."
    case .overdrawn: "The same credits were spent twice: both bookings stand."
    case .noShowReversed: "A no-show whose check-in arrived later: it counts as attended."
    case .sessionHeld: "Held although cancelled: call those who were told to stay away."
    case .sessionShrunk: "More is booked than the session shall take: nobody is thrown out."
    case .doneTwice: "The same was done at two places: it counts once."
    case .undoMissed: "Not undone: it had been changed since, and that stands."
    case .otherStands: "Cancelled as asked, but another booking of this person stands there."
    case .bookedTwice: "Booked twice for one session: the first booking stands for both."
    case .timeConflict: "Booked into two sessions at the same time: both stand."
    case .profile: "A profile was changed at two places."
    case .sameMember: "Perhaps one person, registered twice."
    case .renumbered: "The number was another's already: tell them the new one."
    case .twoMachines:
      "Two machines work as this device: shut one out, and enroll it anew as its own."
    case .rightLost: "Done by somebody who had lost the right to it."
    case .refused: "It could not be done after all."
    }
  }
}

extension Since {
  package var sentence: String {
    switch self {
    case .placed: "By now it has a place."
    case .offered: "By now a place is offered: confirm it on the roster."
    case .checkedIn: "By now they are checked in."
    case .cancelled: "By now the booking is cancelled."
    case .waitedOut: "By now the booking has ended without a place."
    case .moved: "By now the booking is in another session."
    case .apart: "By now one of the two has ended or was moved."
    case .booked: "By now they are booked there."
    case .merged: "By now the two are one member."
    case .revoked: "By now the pass is revoked."
    case .paid: "By now nothing is owed."
    case .fits: "By now everybody fits."
    case .sessionCancelled: "By now the session is cancelled again."
    }
  }
}

extension Conflict {
  /// What it is about, true as things stand now.
  package func sentence(_ since: Since?) -> String {
    if kind == .twiceIn, status == .told {
      return "Checked in at two devices: it is one check-in, at the earlier time."
    }
    guard let since else {
      if standsAbove {
        return "The desk in the dark had a free place, which had gone elsewhere: they stand above."
      }
      return isWithoutPass
        ? "Checked in at two devices: perhaps a code that two people share." : kind.sentence
    }
    return "\(title)\(title.hasSuffix("?") ? "" : ".") \(since.sentence)"
  }

  /// Somebody came by a place that another had by then: no rule was gone against.
  package var standsAbove: Bool {
    kind == .walkIn && code == RefusalCode.classFull.rawValue
  }

  /// As a list names it: at most 24 characters.
  package var title: String { standsAbove ? "In above the capacity" : kind.title }

  /// What follows from a choice here.
  package func effect(of choice: ConflictChoice) -> String {
    switch choice {
    case .letIn where isUnpaid:
      "Confirmed unpaid as booked, above the capacity if need be; a manager says why."
    case .moveToSession where isUnpaid:
      "The booking is made in the session that you pick; what it costs there stays due."
    default: choice.effect
    }
  }
}

extension ConflictChoice {
  /// As a button says it.
  package var label: String {
    switch self {
    case .keep: "Leave it so"
    case .keepOnWaitlist: "Keep on the waitlist"
    case .moveToSession: "Move to another session"
    case .letIn: "Let in over capacity"
    case .cancelBooking: "Cancel this booking"
    case .revokePass: "Revoke the pass"
    case .name: "Say who it was"
    case .takeNew: "Take the other values"
    case .mergeMembers: "Merge the two"
    case .accept: "Accept it"
    case .tryAgain: "Try again"
    case .discard: "Discard, with a reason"
    }
  }

  /// What follows from it.
  package var effect: String {
    switch self {
    case .keep: "Everything stays as it stands now."
    case .keepOnWaitlist: "The booking waits for a free place, ahead of those in the queue."
    case .moveToSession: "The booking is made in the session that you pick, and is paid there."
    case .letIn: "The booking is confirmed, if need be above the capacity; a manager says why."
    case .cancelBooking: "The booking ends, with what its moment gives back."
    case .revokePass: "The QR pass never passes again; the booking's code still does."
    case .name: "The booking counts as checked in from the moment they came."
    case .takeNew: "The profile takes the values that were left aside."
    case .mergeMembers: "One member remains; bookings, credits and notes follow."
    case .accept: "It is done as it was meant, when it was meant, on your word."
    case .tryAgain: "The same is done once more, now."
    case .discard: "It is not done."
    }
  }
}
