/// Sentences that say more where the refusal's arguments tell more, the most telling first.
extension RefusalCode {
  package var toldSentences: [Sentence] { Self.told[self] ?? [] }

  private static let told: [RefusalCode: [Sentence]] = booking.merging(door) { $0 + $1 }
    .merging(malformedSentences) { $0 + $1 }.merging(permissionSentences) { $0 + $1 }

  private static let booking: [RefusalCode: [Sentence]] = [
    .classFull: [
      Sentence(
        "beside",
        staff: "Full besides: {taken} of {capacity} taken. Wait for a place, or override this too.",
        member: "This class is full: please ask the desk for the waitlist."),
      Sentence(
        "free",
        staff: "Only {free} of {capacity} places are free, {spots} asked: take fewer, or override.",
        member: "Only {free} places are free in this class."),
      Sentence(
        "held",
        staff: "Full: {taken} of {capacity} taken, {held} held for {holder}. Wait, or override.",
        member: "This class is full: please ask the desk for the waitlist."),
      Sentence(
        "held",
        staff: "Full: {taken} of {capacity} taken, {held} held for other desks. Wait, or override.",
        member: "This class is full: please ask the desk for the waitlist."),
      Sentence(
        "waiting",
        staff:
          "Full: {taken} of {capacity} taken, {waiting} waiting. Wait for a place, or override.",
        member: "This class is full: please ask the desk for the waitlist."),
    ],
    .alreadyBooked: [
      Sentence(
        "waitlisted", staff: "Already on the waitlist here: promote instead.",
        member: "You are already on the waitlist."),
      Sentence(
        "offered", staff: "A place is already offered here: confirm it instead.",
        member: "A place is offered to you: please accept it."),
      Sentence(
        "held", staff: "A place is already held here: confirm it instead.",
        member: "A place is held for you: please confirm it."),
      Sentence(
        "checkedIn", staff: "Already in this session, checked in.",
        member: "You are already checked in."),
      Sentence(
        "noShow", staff: "Judged as a no-show here: check in, or forgive.",
        member: "This class is over: please see the desk."),
    ],
    .timeConflict: [
      Sentence(
        "start", staff: "Booked elsewhere {start} to {end}: cancel it, or override.",
        member: "You have another class from {start}.")
    ],
    .insufficientCredits: [
      Sentence(
        "price",
        staff:
          "Needs {needed}, has {available} credits: sell some ({price} drop-in), or book unpaid.",
        member: "You need {needed} and have {available} credits. A drop-in costs {price}."),
      Sentence(
        "needed", staff: "Needs {needed}, has {available} credits: sell some, or book unpaid.",
        member: "You need {needed} and have {available} credits: please see the desk."),
    ],
    .creditsExpired: [
      Sentence(
        "price", staff: "The credits have expired: sell some ({price} drop-in), or book unpaid.",
        member: "Your credits have expired. A drop-in costs {price}.")
    ],
    .bookingNotOpen: [
      Sentence(
        "opens", staff: "Booking opens at {opens}: wait, or override.",
        member: "Booking opens at {opens}.")
    ],
    .bookingClosed: [
      Sentence(
        "closed", staff: "Booking closed at {closed}: book a walk-in, or override.",
        member: "Booking closed at {closed}: please see the desk.")
    ],
    .cancelClosed: [
      Sentence(
        "start", staff: "Started at {start}: only a manager may still cancel.",
        member: "It started at {start}: please see the desk.")
    ],
    .holdRateLimited: [
      Sentence(
        "limit", staff: "More than {limit} holds in a minute: wait a little.",
        member: "Too many tries: wait a minute.")
    ],
    .groupTooLarge: [
      Sentence(
        "limit", staff: "At most {limit} places in one booking: split the group.",
        member: "At most {limit} places in one booking.")
    ],
    .noAvailability: [
      Sentence(
        "before", staff: "A 1:1 starts on its slot: take {before} or {after}.",
        member: "Please take {before} or {after}.")
    ],
    .ageNotMet: [
      Sentence(
        "under", staff: "For ages from {from}: override with a reason.",
        member: "This class is for ages from {from}."),
      Sentence(
        "above", staff: "For ages up to {to}: override with a reason.",
        member: "This class is for ages up to {to}."),
    ],
  ]

  private static let door: [RefusalCode: [Sentence]] = [
    .checkInTooEarly: [
      Sentence(
        "judge", staff: "It can be judged from {opens} on.",
        member: "Please see the desk."),
      Sentence(
        "opens", staff: "Check-in opens at {opens}: wait, or override.",
        member: "Check-in opens at {opens}."),
    ],
    .checkInClosed: [
      Sentence(
        "closed", staff: "Check-in closed at {closed}: let in, or override.",
        member: "Check-in closed at {closed}: please see the desk.")
    ],
    .sessionOver: [
      Sentence(
        "ended", staff: "This session ended at {ended}.",
        member: "This class ended at {ended}: please see the desk.")
    ],
    .wrongDay: [
      Sentence(
        "start", staff: "The session starts at {start}: move it, or override.",
        member: "Your class starts at {start}.")
    ],
    .alreadyCheckedIn: [
      Sentence(
        "device", staff: "Already in since {at}, at {device}.",
        member: "You are already in, since {at}."),
      Sentence("at", staff: "Already in since {at}.", member: "You are already in, since {at}."),
    ],
    .passExpired: [
      Sentence(
        "ended", staff: "This pass expired at {ended}: search by name.",
        member: "This pass expired at {ended}: please see the desk.")
    ],
    .bookingCancelled: [
      Sentence(
        "waitlistEnded", staff: "The waitlist ended when the class began: book a walk-in.",
        member: "The waitlist ended when the class began: please see the desk."),
      Sentence(
        "offerEnded", staff: "The offered place was not taken in time: book again.",
        member: "Your offered place was not taken in time: please see the desk."),
      Sentence(
        "holdEnded", staff: "The hold ended before it was confirmed: book again.",
        member: "Your hold has ended: please see the desk."),
    ],
    .needsConfirmation: [
      Sentence(
        "choices", staff: "Several bookings fit: pick one.",
        member: "You have several bookings: please pick one."),
      Sentence(
        "room", staff: "{room} has another class at {start}: take another room, or confirm.",
        member: "Please confirm."),
      Sentence(
        "another", staff: "Another person did this: confirm to take it back.",
        member: "Please confirm."),
    ],
    .undoTooLate: [
      Sentence(
        "minutes",
        staff: "Undo works for {minutes} minutes, on the same device: ask a manager.",
        member: "Too late to undo: please see the desk.")
    ],
    .unauthenticated: [
      Sentence(
        "enrolment",
        staff:
          "Wrong, used or old code: get a new one with `desk device enroll` or `desk-central device enroll`.",
        member: "Please see the desk.")
    ],
    .stale: [
      Sentence(
        "settled", staff: "This decision is settled: among the settled ones stands how.",
        member: "Something changed meanwhile: please try again.")
    ],
    .lockedOut: [
      Sentence(
        "seconds", staff: "Too many wrong PINs: wait {seconds}.",
        member: "Too many tries: wait {seconds}.")
    ],
    .rateLimited: [
      Sentence(
        "seconds", staff: "Too many wrong codes: wait {seconds}.",
        member: "Too many wrong codes: please wait {seconds}, or see the desk.")
    ],
    .notFound: [
      Sentence(
        "bookingToday", staff: "Known, but no booking here now: book a walk-in.",
        member: "We have no booking for you here now: please see the desk."),
      Sentence(
        "waitlisted", staff: "Only on the waitlist: promote first.",
        member: "You are on the waitlist: please see the desk."),
      Sentence(
        "offered", staff: "A place is offered, not yet taken: confirm it first.",
        member: "Please accept your offered place first: see the desk."),
      Sentence(
        "held", staff: "A place is only held: confirm it first.",
        member: "Please confirm your booking first: see the desk."),
      Sentence(
        "decision", staff: "No such decision: `desk decisions` lists those that wait.",
        member: "We cannot find this: please see the desk."),
      Sentence(
        "operation", staff: "What was meant is no longer kept: do it anew by hand.",
        member: "We cannot find this: please see the desk."),
      Sentence(
        "moveTo",
        staff: "Say which session to move to: --session S (`desk schedule` shows the ids).",
        member: "We cannot find this class: please see the desk."),
      Sentence(
        "who", staff: "Say who it was: --member M, or --booking B.",
        member: "We cannot find you: please see the desk."),
      Sentence(
        "member", staff: "No such member: search by name, or register.",
        member: "We cannot find you: please see the desk."),
      Sentence(
        "session", staff: "No such session: look at the schedule.",
        member: "We cannot find this class: please see the desk."),
      Sentence(
        "memberWord",
        staff:
          "No such member: give number, barcode, id or the whole name (`desk lookup` searches).",
        member: "We cannot find you: please see the desk."),
      Sentence(
        "sessionWord",
        staff:
          "No such session: give its id, or service and time such as \"Yoga 18:00\" "
          + "(`desk schedule` lists them).",
        member: "We cannot find this class: please see the desk."),
      Sentence(
        "booking", staff: "No such booking: search by name.",
        member: "We cannot find this booking: please see the desk."),
      Sentence(
        "service", staff: "No such service: define it first.",
        member: "We cannot find this: please see the desk."),
      Sentence(
        "room", staff: "No such room at this location: add it first.",
        member: "We cannot find this: please see the desk."),
      Sentence(
        "outage", staff: "No such outage is announced here: desk outages list tells all.",
        member: "We cannot find this: please see the desk."),
      Sentence(
        "location", staff: "No such location: add it first.",
        member: "We cannot find this: please see the desk."),
      Sentence(
        "staff",
        staff:
          "No such person on the staff: give the whole name or the id (F2 in `desk` lists them).",
        member: "We cannot find this: please see the desk."),
      Sentence(
        "leader",
        staff:
          "Nobody of that name can lead it: give whole name or id of the staff (F2 lists them).",
        member: "We cannot find this: please see the desk."),
      Sentence(
        "grant", staff: "Nothing is held there any more: `desk places` lists what is.",
        member: "We cannot find this: please see the desk."),
      Sentence(
        "due", staff: "Nothing is owed on this booking.", member: "Nothing is owed."),
      Sentence(
        "act", staff: "This cannot be undone: correct it instead.",
        member: "This cannot be undone: please see the desk."),
    ],
  ]
}
