package import Domain

/// One session as screens and commands show it: names beside ids, counts beside capacity.
package struct SessionView: Sendable, Equatable {
  package var session: Session
  package var service: String
  package var type: String
  package var location: String
  package var zone: Zone
  package var room: String?
  package var leader: String?
  package var state: SessionState
  /// Spots of bookings that hold places.
  package var taken: Int
  /// Spots of the waiting.
  package var waitlisted: Int
  /// Spots that are in.
  package var present: Int
  /// Bookings of which nobody has said whether the person came.
  package var unmarked: Int
  /// True while something about it is not yet confirmed by the authority.
  package var provisional: Bool
  /// Places that others may give out, by the name of the desk.
  package var held: [Held]
  /// Places that this desk may give out without asking.
  package var own: Int

  package struct Held: Sendable, Equatable {
    package var device: String
    package var places: Int
    /// They were granted to files that the device has lost since: nobody gives them back.
    package var isLost: Bool

    fileprivate var holder: String { isLost ? "lost files of \(device)" : device }
  }

  package init(
    session: Session, service: String, type: String, location: String, zone: Zone, room: String?,
    leader: String?, state: SessionState, taken: Int, waitlisted: Int, present: Int,
    unmarked: Int, provisional: Bool, held: [Held] = [], own: Int = 0
  ) {
    self.session = session
    self.service = service
    self.type = type
    self.location = location
    self.zone = zone
    self.room = room
    self.leader = leader
    self.state = state
    self.taken = taken
    self.waitlisted = waitlisted
    self.present = present
    self.unmarked = unmarked
    self.provisional = provisional
    self.held = held
    self.own = own
  }

  /// Places that were given above the capacity.
  package var over: Int { max(0, taken + heldPlaces + own - session.capacity) }

  package var free: Int { max(0, session.capacity - taken - heldPlaces) }

  package var heldPlaces: Int { held.reduce(0) { $0 + $1.places } }

  /// Why a class is full although not all of it is taken; nil where that is not so.
  package var heldWords: String? {
    guard free == 0, let first = held.first else { return nil }
    return "\(heldPlaces) held for \(held.count == 1 ? first.holder : "other desks")"
  }

  /// Those that nobody gives back before the end, unless a manager frees them.
  package var lostPlaces: Int { held.reduce(0) { $0 + ($1.isLost ? $1.places : 0) } }
}

/// Marks on a person or a booking that staff should see; the raw value is the command line's word.
package enum Flag: String, CaseIterable, Sendable {
  case firstVisit, birthday, unpaid, noWaiver, noParq, injury, lowCredits, expiringCredits,
    noShowHabit
  case override, overCapacity, walkIn, banned, inactive, restricted, vip, minor
}

/// One booking on a roster or a profile.
package struct BookingView: Sendable, Equatable {
  package var booking: Booking
  package var member: Member
  package var flags: [Flag]
  /// From 1, among the waiting; nil for everybody else.
  package var waitlistPosition: Int?
  package var provisional: Bool
  /// Set where bookings of several sessions are shown together.
  package var session: SessionView?

  /// Places of it that an override put above the capacity, and that may still be the ones that stand
  /// there.
  package var over: Int

  package init(
    booking: Booking, over: Int, member: Member, flags: [Flag], waitlistPosition: Int?,
    provisional: Bool, session: SessionView?
  ) {
    self.booking = booking
    self.over = over
    self.member = member
    self.flags = flags
    self.waitlistPosition = waitlistPosition
    self.provisional = provisional
    self.session = session
  }
}

/// One hit of a search: enough for a line on the screen.
package struct MemberHit: Sendable, Equatable {
  package var id: ID<Member>
  package var number: String
  package var name: String
  package var email: String
  package var phone: String
  package var status: MemberStatus
  /// Usable credits; nil is unlimited.
  package var credits: Credits?
  package var flags: [Flag]
  /// 0…1, best first.
  package var score: Double

  package init(
    id: ID<Member>, number: String, name: String, email: String, phone: String,
    status: MemberStatus, credits: Credits?, flags: [Flag], score: Double
  ) {
    self.id = id
    self.number = number
    self.name = name
    self.email = email
    self.phone = phone
    self.status = status
    self.credits = credits
    self.flags = flags
    self.score = score
  }
}

/// Everything about one member.
package struct MemberProfile: Sendable {
  package var member: Member
  package var flags: [Flag]
  /// Usable credits now; nil is unlimited.
  package var credits: Credits?
  /// All lots, the earliest-expiring first, used-up ones last.
  package var lots: [CreditLot]
  /// The newest first.
  package var ledger: [LedgerEntry]
  /// The newest session first, each with its session.
  package var bookings: [BookingView]
  package var notes: [Note]
  package var family: [MemberHit]
  /// Of sessions that are over: attended, no-shows, late cancellations.
  package var attended: Int
  package var noShows: Int

  package init(
    member: Member, flags: [Flag], credits: Credits?, lots: [CreditLot], ledger: [LedgerEntry],
    bookings: [BookingView], notes: [Note], family: [MemberHit], attended: Int, noShows: Int
  ) {
    self.member = member
    self.flags = flags
    self.credits = credits
    self.lots = lots
    self.ledger = ledger
    self.bookings = bookings
    self.notes = notes
    self.family = family
    self.attended = attended
    self.noShows = noShows
  }
}

/// The people of one session, and what was written about it.
package struct RosterView: Sendable {
  package var session: SessionView
  /// Who holds a place by name, then the waiting by position, then those who left.
  package var bookings: [BookingView]
  package var notes: [Note]
  /// From when whoever is still only booked may be judged.
  package var judgeable: Instant
  /// Devices of the place whose check-ins may still be missing: of a session that is over and not
  /// judged, as far as the authority has told.
  package var awaited: [Awaited]

  /// A device that has not told everything.
  package struct Awaited: Sendable, Equatable {
    package var device: ID<Device>
    package var name: String
    /// Nil where the authority never heard of it.
    package var lastSeen: Instant?
  }

  package init(
    session: SessionView, bookings: [BookingView], notes: [Note], judgeable: Instant,
    awaited: [Awaited]
  ) {
    self.session = session
    self.bookings = bookings
    self.notes = notes
    self.judgeable = judgeable
    self.awaited = awaited
  }

  /// The devices that hold the judgement up: nobody is waited for before it is due, or where everybody
  /// is marked.
  package func blockers(at now: Instant) -> [Awaited] {
    let isDue = now >= judgeable && bookings.contains { $0.booking.state == .confirmed }
    return isDue ? awaited : []
  }
}

/// One operation of this device, decided or not.
package struct OperationView: Sendable, Equatable {
  package var id: ID<Operation>
  package var device: ID<Device>
  package var epoch: UInt64
  package var seq: Int
  package var kind: OperationKind
  package var at: Instant
  package var actor: Actor
  /// What the authority said; nil while it has not.
  package var outcome: Outcome?
  /// True where it stands before the authority has heard of it.
  package var isFirm: Bool

  package init(
    id: ID<Operation>, device: ID<Device>, epoch: UInt64, seq: Int, kind: OperationKind,
    at: Instant, actor: Actor, outcome: Outcome?, isFirm: Bool
  ) {
    self.id = id
    self.device = device
    self.epoch = epoch
    self.seq = seq
    self.kind = kind
    self.at = at
    self.actor = actor
    self.outcome = outcome
    self.isFirm = isFirm
  }

  /// What to call it: the authority's word, or that of a device that need not ask; nil is provisional.
  package var standing: Outcome? { outcome ?? (isFirm ? Outcome(.applied) : nil) }
}

extension Outcome? {
  /// The command line's word.
  package var word: String { self?.state.rawValue ?? "provisional" }
}

/// What came of a submitted intent, said only after it is on disk.
package struct Receipt: Sendable {
  package var operation: ID<Operation>
  /// nil while provisional.
  package var outcome: Outcome?
  package var results: [RowResult]
  package var subject: Bits128?
  package var returned: Credits?
  /// True where the same operation id had been submitted before: nothing was done again.
  package var repeated: Bool
  /// True where it stands before the authority has heard of it.
  package var isFirm: Bool

  package init(
    operation: ID<Operation>, outcome: Outcome?, results: [RowResult] = [],
    subject: Bits128? = nil, returned: Credits? = nil, repeated: Bool = false, isFirm: Bool = false
  ) {
    self.operation = operation
    self.outcome = outcome
    self.results = results
    self.subject = subject
    self.returned = returned
    self.repeated = repeated
    self.isFirm = isFirm
  }
}

/// The studio's own few rows, kept in memory by whoever shows them.
package struct StudioView: Sendable {
  package var organization: Organization
  package var device: Device
  package var location: Location
  /// The zones of all locations, by name.
  package var zones: [String: Zone]
  package var locations: [Location]
  package var rooms: [Room]
  package var staff: [Staff]
  package var services: [Service]
  /// Announced for the locations.
  package var outages: [OutageTimetable] = []

  package init(
    organization: Organization, device: Device, location: Location, zones: [String: Zone],
    locations: [Location], rooms: [Room], staff: [Staff], services: [Service]
  ) {
    self.organization = organization
    self.device = device
    self.location = location
    self.zones = zones
    self.locations = locations
    self.rooms = rooms
    self.staff = staff
    self.services = services
  }

  /// The zone of the device's own location.
  package var zone: Zone { zone(of: location) }

  package func zone(of location: Location) -> Zone { zones[location.zone] ?? .utc }

  package func outages(at location: ID<Location>) -> [OutageWindow] {
    outages.first { $0.location == location }?.windows ?? []
  }
}

/// One finding of doctor.
package struct Check: Sendable, Equatable {
  package var name: String
  package var ok: Bool
  package var detail: String
  /// What to do about it; empty where nothing is wrong.
  package var mend: String
  /// Said in place of "ok" where nothing is damaged, and yet something does not work.
  package var word: String?

  package init(
    name: String, ok: Bool, detail: String, mend: String = "", word: String? = nil
  ) {
    self.name = name
    self.ok = ok
    self.detail = detail
    self.mend = mend
    self.word = word
  }
}
