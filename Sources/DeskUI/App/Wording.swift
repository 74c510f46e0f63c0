import Domain
import Sync

extension OperationKind {
  /// As `Wording.kind` says it: for the command line.
  package var noun: String { Wording.kind(self) }
}

extension RefusalCode {
  /// As `Wording.code` says it: for the command line.
  package var short: String { Wording.code(self) }
}

/// Words for days, times, states and marks: said the same way on every screen.
enum Wording {
  static func month(_ day: Day) -> String { "\(DayWords.months[day.month - 1]) \(day.year)" }

  static func weekday(_ weekday: Weekday) -> String { DayWords.weekdays[weekday.rawValue - 1] }

  /// "Sat 21 Nov", with the year where it is not that of `today`.
  static func day(_ day: Day, today: Day) -> String { DayWords.day(day, today: today) }

  static func time(_ instant: Instant, in zone: Zone, _ station: Station) -> String {
    time(zone.timeOfDay(of: instant), station)
  }

  /// "17:30" or "5:30pm".
  static func time(_ time: TimeOfDay, _ station: Station) -> String {
    if station.options.clock24 { return time.text }
    let hour = (time.hour + 11) % 12 + 1
    let minute = time.minute < 10 ? "0\(time.minute)" : "\(time.minute)"
    return "\(hour):\(minute)\(time.hour % 24 < 12 ? "am" : "pm")"
  }

  /// "at 14:20", "on Sat 21 Nov at 14:20".
  static func at(_ instant: Instant, in zone: Zone, _ station: Station) -> String {
    let (day, today) = (zone.day(of: instant), zone.day(of: station.now))
    return (day == today ? "" : "on \(Wording.day(day, today: today)) ")
      + "at \(time(instant, in: zone, station))"
  }

  /// "today 14:20", "Sat 21 Nov 14:20".
  static func moment(_ instant: Instant, in zone: Zone, _ station: Station) -> String {
    let (day, today) = (zone.day(of: instant), zone.day(of: station.now))
    return (day == today ? "today" : Wording.day(day, today: today))
      + " \(time(instant, in: zone, station))"
  }

  /// "Kiosk 2 last seen 14:02".
  static func awaited(
    _ devices: [RosterView.Awaited], in zone: Zone, _ station: Station
  ) -> String {
    devices.map { device in
      let name = device.name.isEmpty ? "another device" : device.name
      let seen = device.lastSeen.map { instant in
        let day = zone.day(of: instant)
        let time = time(instant, in: zone, station)
        return day == zone.day(of: station.now)
          ? "last seen \(time)" : "last seen \(Wording.day(day, today: station.today)) \(time)"
      }
      return "\(name) \(seen ?? "never seen")"
    }.joined(separator: ", ")
  }

  /// "Lerato K": as people at a desk call each other; a click does not stand for a name alone.
  static func short(_ name: String) -> String {
    let parts = name.split(separator: " ")
    guard let first = parts.first, parts.count > 1, let last = parts.last else { return name }
    let clicks = last.prefix { "ǀǁǂǃ".contains($0) }
    return "\(first) \(clicks)\(last.dropFirst(clicks.count).prefix(1))"
  }

  /// "18:00-19:00".
  static func span(_ view: SessionView, _ station: Station) -> String {
    "\(time(view.session.start, in: view.zone, station))-"
      + time(view.session.end, in: view.zone, station)
  }

  /// "Pilates 18:00", with the day where it is not today.
  static func session(_ view: SessionView, _ station: Station) -> String {
    let day = view.zone.day(of: view.session.start)
    let today = view.zone.day(of: station.now)
    let when = day == today ? "" : "\(Wording.day(day, today: today)) "
    return "\(view.service) \(when)\(time(view.session.start, in: view.zone, station))"
  }

  /// "9 s", "12 min", "3 h", "2 d".
  static func age(_ seconds: Int) -> String {
    switch max(seconds, 0) {
    case ..<60: "\(max(seconds, 0)) s"
    case ..<3_600: "\(seconds / 60) min"
    case ..<172_800: "\(seconds / 3_600) h"
    default: "\(seconds / 86_400) d"
    }
  }

  /// Of a place that the authority may give to somebody else.
  static let provisional = "Provisional until the line is back."

  /// "1 credit", "2.5 credits".
  static func amount(_ credits: Credits) -> String {
    credits == Credits(1) ? "1 credit" : "\(credits.text) credits"
  }

  static func credits(_ credits: Credits?) -> String {
    guard let credits else { return "unlimited" }
    return amount(credits) + " left"
  }

  static func flag(_ flag: Flag) -> String {
    switch flag {
    case .firstVisit: "first visit"
    case .birthday: "birthday"
    case .unpaid: "unpaid"
    case .noWaiver: "no waiver"
    case .noParq: "no PAR-Q"
    case .injury: "injury"
    case .lowCredits: "low credits"
    case .expiringCredits: "credits end soon"
    case .noShowHabit: "no-show habit"
    case .override: "override"
    case .overCapacity: "over capacity"
    case .walkIn: "walk-in"
    case .banned: "BANNED"
    case .inactive: "inactive"
    case .restricted: "restricted"
    case .vip: "vip"
    case .minor: "minor"
    }
  }

  /// Marks that somebody has to act on come in another colour.
  static func isGrave(_ flag: Flag) -> Bool {
    switch flag {
    case .unpaid, .noWaiver, .noParq, .injury, .banned, .inactive, .restricted: true
    default: false
    }
  }

  /// In words, the weightiest first: what room is short for is cut from the end.
  static func marks(_ flags: [Flag]) -> [String] { weighed(flags).map(flag) }

  /// Of a booking, which is more than its flags: who stands above the capacity comes first, then what a
  /// body must not do, and who came late; `isShort` where there is little room.
  static func marks(of view: BookingView, isShort: Bool) -> [String] {
    let flags = weighed(view.flags).filter { $0 != .overCapacity }
    let heavy = flags.prefix { isGrave($0) || $0 == .minor }
    var words = view.over == 0 ? [] : [isShort ? "over cap." : flag(.overCapacity)]
    words += heavy.map(flag)
    if !view.member.medical.isEmpty, view.flags.contains(.injury) {
      words.append(view.member.medical)
    }
    if view.booking.late { words.append("late") }
    return words + flags.dropFirst(heavy.count).map(flag)
  }

  private static let weights: [Flag] = [
    .banned, .injury, .noWaiver, .minor, .noParq, .unpaid, .inactive, .restricted, .noShowHabit,
    .lowCredits, .expiringCredits, .overCapacity, .override, .walkIn, .firstVisit, .birthday, .vip,
  ]

  private static func weighed(_ flags: [Flag]) -> [Flag] { weights.filter(flags.contains) }

  static func state(_ state: SessionState) -> String {
    switch state {
    case .draft: "draft"
    case .scheduled: ""
    case .inProgress: "on now"
    case .completed: "over"
    case .cancelled: "cancelled"
    }
  }

  static func role(_ staff: Staff, at location: ID<Location>) -> String {
    staff.roles(at: location).first?.word ?? "no role here"
  }

  /// What an operation was, as a noun: "check-in".
  static func kind(_ kind: OperationKind) -> String {
    switch kind {
    case .foundStudio: "studio founded"
    case .addLocation: "location"
    case .addRoom: "room"
    case .addStaff: "staff"
    case .setPolicy: "policy"
    case .grantNumbers: "number block"
    case .enrolDevice: "device"
    case .revokeDevice: "revoked device"
    case .setDeviceAside: "device set aside"
    case .noteLife: "device restored or copied"
    case .rotatePassKey: "pass key"
    case .moveWindow: "nightly window"
    case .announceOutages: "announced outages"
    case .defineService: "service"
    case .scheduleSession: "session"
    case .changeSession: "change of session"
    case .cancelSession: "cancelled session"
    case .tendSession: "waitlist"
    case .judgeSession: "judgement"
    case .allotPlaces: "places for a desk"
    case .returnPlaces: "places given back"
    case .releasePlaces: "places of a desk freed"
    case .registerMember: "registration"
    case .editMember: "edit of member"
    case .book: "booking"
    case .hold: "hold"
    case .confirm: "confirmation"
    case .cancel: "cancellation"
    case .promote: "promotion"
    case .move: "move"
    case .addSpots: "more places"
    case .forgive: "forgiveness"
    case .checkIn: "check-in"
    case .letIn: "let in"
    case .refuseEntry: "refused check-in"
    case .markAttendance: "attendance"
    case .undo: "undo"
    case .grantCredits: "credits"
    case .expireCredits: "expired credits"
    case .addNote: "note"
    case .reportIncident: "incident"
    case .mergeMembers: "merge of members"
    case .resolveDecision: "decision"
    case .importMembers: "import of members"
    case .importSessions: "import of sessions"
    case .importCredits: "import of credits"
    case .importBookings: "import of bookings"
    }
  }

  /// What a rule said, short enough for a cell: "class full".
  static func code(_ code: RefusalCode) -> String {
    switch code {
    case .checkInTooEarly: "check-in too early"
    case .checkInClosed: "check-in closed"
    case .parqRequired: "PAR-Q needed"
    case .wrongPIN: "wrong PIN"
    case .stale: "done or changed before"
    case .malformed: "not valid"
    case .internal: "a fault in the program"
    case .idempotencyMismatch: "id used for something else"
    case .holdRateLimited, .rateLimited: "too many at once"
    default: code.rawValue.lowercased().replacing("_", with: " ")
    }
  }

  static func sentence(_ refusal: Refusal, _ station: Station) -> String {
    let zones = station.zones
    return refusal.sentence(
      for: station.mode == .kiosk ? .member : .staff, now: station.now, zones: zones)
  }

  /// Short enough for the line above the keys; how to mend it is doctor's to tell.
  static func damage(_ check: Check) -> String {
    "Damaged since the last stop: \(check.name). A manager runs desk doctor."
  }

  static func written(_ rows: Int) -> String {
    rows == 0
      ? "Nothing waits here: the file says so."
      : "\(rows.counted("operation")) in the file: take it to another desk, or to the authority."
  }

  static func brought(_ brought: BroughtOperations) -> String {
    "\(brought.read) read: \(brought.new) new, \(brought.known) known, \(brought.refused) refused."
  }

  static func failure(_ error: any Error) -> String {
    (error as? StoreError)?.message ?? "The disk did not answer."
  }
}
