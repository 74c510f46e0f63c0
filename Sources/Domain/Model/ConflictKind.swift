/// The rows of the conflict table (SYNC.md, "Outcomes and conflicts"), and what follows from them.
package enum ConflictKind: String, CaseIterable, Sendable, Codable, FieldValue {
  /// The last place was sold twice: this booking waits before all who only asked to.
  case lastPlace
  /// Let in, in the dark, over the capacity or against a rule: it stays.
  case walkIn
  /// Checked in although cancelled elsewhere: the refund was taken back.
  case checkInAfterCancel
  /// Checked in although no copy but one had the booking standing as it was.
  case seated
  /// Two check-ins of one booking from two devices.
  case twiceIn
  /// Somebody let in by a code that nobody knows.
  case letIn
  /// An absence that met a check-in which it had not seen.
  case absentButIn
  /// One credit spent twice: below zero, or unpaid.
  case overdrawn
  /// A no-show whose check-in arrived later.
  case noShowReversed
  /// Held despite its cancellation; those who were not there have to be called.
  case sessionHeld
  /// More is booked than the session shall take.
  case sessionShrunk
  /// Promoted, confirmed, cancelled or decided twice: once is done.
  case doneTwice
  /// An undo found what it names changed since.
  case undoMissed
  /// Cancelled as asked, but the person has another booking there which stands.
  case otherStands
  /// Booked twice for one session: the first booking stands.
  case bookedTwice
  /// Booked into two sessions that overlap.
  case timeConflict
  /// Fields of a profile changed at two places.
  case profile
  /// Perhaps one person, registered twice.
  case sameMember
  /// The number or reference was another's already: it got a new one, and what is printed is wrong.
  case renumbered
  /// Two machines speak with one device's key.
  case twoMachines
  /// Meant by somebody who had lost the right in between.
  case rightLost
  /// Refused by a rule, for whatever other reason.
  case refused
}

/// What a person may do about a conflict; each runs by the rules of the operation that it names.
package enum ConflictChoice: String, CaseIterable, Sendable, Codable, FieldValue {
  /// Leave everything as the authority settled it.
  case keep
  case keepOnWaitlist
  /// To a session that the choice names; a refused booking is made there.
  case moveToSession
  /// Over the capacity, by a manager, with a reason.
  case letIn
  case cancelBooking
  /// The booking's pass never passes again; its code does.
  case revokePass
  /// Says whose booking the unknown code was.
  case name
  /// The values that were not taken.
  case takeNew
  case mergeMembers
  /// As it was meant and when it was meant, by the right of who accepts it.
  case accept
  /// The same once more, now.
  case tryAgain
  /// Not at all, with a reason.
  case discard
}
