/// The sentence of each code that needs no argument: what remains where nothing more is known.
extension RefusalCode {
  package var plainSentence: Sentence {
    let desk = "please see the desk"
    func say(_ staff: String, _ member: String) -> Sentence {
      Sentence(staff: staff, member: member)
    }
    switch self {
    case .classFull:
      return say("The session is full: wait for a place, or override.", "This class is full.")
    case .alreadyBooked:
      return say(
        "This member already has a booking here: look at the roster.",
        "You are already booked here.")
    case .timeConflict:
      return say(
        "The member is in another session at that time: cancel it, or override.",
        "You are booked elsewhere at that time.")
    case .insufficientCredits:
      return say(
        "Not enough credits: sell some, or book unpaid.", "You need more credits: \(desk).")
    case .creditsExpired:
      return say(
        "The credits have expired: sell some, or book unpaid.",
        "Your credits have expired: \(desk).")
    case .bookingNotOpen:
      return say("Booking is not open yet.", "Booking is not open yet: try again later.")
    case .bookingClosed:
      return say(
        "Booking is closed: book a walk-in, or override.", "Booking is closed: \(desk).")
    case .cancelClosed:
      return say(
        "It has started: only a manager may still cancel.", "Too late to cancel: \(desk).")
    case .sessionCancelled:
      return say(
        "This session was cancelled: pick another one.",
        "This class was cancelled: \(desk).")
    case .sessionOver:
      return say("This session is over.", "This class is over: \(desk).")
    case .holdExpired:
      return say("The hold has ended: book again.", "Your hold has ended: please book again.")
    case .offerExpired:
      return say(
        "The offer has ended: promote by hand if there is a place.",
        "Your offer has ended: \(desk).")
    case .holdRateLimited:
      return say("Too many holds: wait a minute.", "Too many tries: wait a minute.")
    case .checkInTooEarly:
      return say("Check-in is not open yet: wait, or override.", "Check-in is not open yet.")
    case .checkInClosed:
      return say("Check-in is closed: let in, or override.", "Check-in is closed: \(desk).")
    case .alreadyCheckedIn:
      return say("Already checked in.", "You are already checked in.")
    case .bookingCancelled:
      return say(
        "This booking is cancelled: book again or take a walk-in.",
        "This booking is cancelled: \(desk).")
    case .wrongLocation:
      return say(
        "The booking is for another location: move it, or override.",
        "Your booking is at another location: \(desk).")
    case .wrongDay:
      return say(
        "The booking is for another day: move it, or override.",
        "Your booking is for another day.")
    case .unknownCode:
      return say("Nobody has this code: search by name.", "We do not know this code: \(desk).")
    case .mistypedCode:
      return say(
        "A character is wrong: check the code and type it again.",
        "That code has a slip in it: please try again.")
    case .passExpired:
      return say("This pass has expired: search by name.", "This pass has expired: \(desk).")
    case .passForged:
      return say(
        "This pass is not ours: check who it is, search by name.",
        "This pass is not valid: \(desk).")
    case .passRevoked:
      return say(
        "This pass was revoked: check who it is, use the booking code.",
        "This pass is no longer valid: \(desk).")
    case .memberInactive:
      return say(
        "The membership is inactive: renew it, or override.",
        "Your membership is not active: \(desk).")
    case .memberBanned:
      return say("This member is banned: only a manager may override.", "Sorry, \(desk).")
    case .memberRestricted:
      return say("This member may not book: override with a reason.", "Sorry, \(desk).")
    case .notSelfBookable:
      return say(
        "Members cannot book this themselves: book it for them.",
        "The desk books this one for you: \(desk).")
    case .notPermitted:
      return say("Your role may not do this here: ask a manager.", "Not possible here: \(desk).")
    case .locationDenied:
      return say(
        "Your role does not hold at this location: ask a manager.",
        "Not possible at this location: \(desk).")
    case .wrongPIN:
      return say("Wrong PIN: try again.", "Wrong PIN: try again.")
    case .lockedOut:
      return say("Too many wrong PINs: wait a little.", "Too many tries: \(desk).")
    case .leaderUnavailable:
      return say(
        "The leader is busy then: pick another time or leader.",
        "No trainer is free then: pick another time.")
    case .noAvailability:
      return say(
        "Outside the leader's hours: pick another time.",
        "No trainer is free then: pick another time.")
    case .ageNotMet:
      return say(
        "The member's age is outside the limits: override with a reason.",
        "This class has an age limit: \(desk).")
    case .groupTooLarge:
      return say("The group is too large: split it.", "The group is too large: \(desk).")
    case .refundAboveLimit:
      return say("Above your limit: ask a manager to refund.", "Not possible here: \(desk).")
    case .refundAbovePaid:
      return say("More than was paid: lower the amount.", "Not possible here: \(desk).")
    case .parqRequired:
      return say(
        "The health form (PAR-Q) is missing: let them fill it in.",
        "Please fill in the health form at the desk first.")
    case .termsRequired:
      return say(
        "The terms are not accepted yet: show them, or override.",
        "Please accept the terms at the desk first.")
    case .needsConfirmation:
      return say("Already checked in: confirm to mark as absent.", "Please confirm.")
    case .undoTooLate:
      return say("Too late to undo here: ask a manager.", "Too late to undo: \(desk).")
    case .alreadyJudged:
      return say(
        "Attendance is settled: a manager may change it, with a reason.",
        "This class is settled: \(desk).")
    case .stale:
      return say(
        "Somebody changed this meanwhile: look again.",
        "Something changed meanwhile: please try again.")
    case .malformed:
      return say("This input is not valid: check it.", "We cannot read this: please try again.")
    case .notFound:
      return say("Not found: search again.", "We cannot find this: \(desk).")
    case .unauthenticated:
      return say("Sign in first.", "Please sign in first.")
    case .tokenExpired:
      return say("The sign-in has expired: sign in again.", "Please sign in again.")
    case .deviceRevoked:
      return say("This device is no longer trusted: enroll it again.", "Out of order: \(desk).")
    case .rateLimited:
      return say("Too many requests: wait a moment.", "Too many tries: wait a moment.")
    case .idempotencyMismatch:
      return say(
        "This operation id was used for something else: use a new one.",
        "Something went wrong: please try again.")
    case .tooLarge:
      return say("Too much at once: make it smaller.", "That is too much at once: \(desk).")
    case .unavailable:
      return say(
        "The central service does not answer: try again later.",
        "Not possible right now: \(desk).")
    case .internal:
      return say("A fault in the program: run `desk doctor`.", "Out of order: \(desk).")
    }
  }
}
