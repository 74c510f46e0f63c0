import Domain

/// One intent of every kind with every field set, so that its fixture shows the whole shape.
enum SampleIntents {
  static func id<R>(_ n: UInt64, _ type: R.Type = R.self) -> ID<R> {
    ID(Bits128(hi: 0x0197_0000_0000_7000, lo: 1 << 63 | n))
  }

  static func intent(_ kind: OperationKind) -> any Intent {
    switch kind {
    case .foundStudio, .addLocation, .addRoom, .addStaff, .setPolicy, .grantNumbers: studio(kind)
    case .enrolDevice, .revokeDevice, .setDeviceAside, .noteLife, .rotatePassKey, .moveWindow,
      .announceOutages:
      devices(kind)
    case .defineService, .scheduleSession, .changeSession, .cancelSession, .tendSession,
      .judgeSession, .allotPlaces, .returnPlaces, .releasePlaces:
      schedule(kind)
    case .registerMember, .editMember, .mergeMembers, .resolveDecision, .grantCredits,
      .expireCredits, .addNote, .reportIncident:
      people(kind)
    case .importMembers, .importSessions, .importCredits, .importBookings: imports(kind)
    case .checkIn, .letIn, .refuseEntry, .markAttendance, .undo: door(kind)
    case .book, .hold, .confirm, .cancel, .promote, .move, .forgive, .addSpots: bookings(kind)
    }
  }

  private static func studio(_ kind: OperationKind) -> any Intent {
    switch kind {
    case .addLocation: return AddLocation(name: "Sea Point", zone: "Africa/Johannesburg")
    case .addRoom: return AddRoom(location: id(1), name: "Blue", limit: 24)
    case .addStaff:
      return AddStaff(
        name: "Lerato", roles: [RoleAt(.owner), RoleAt(.instructor, at: id(1))],
        verifier: Bytes([1, 2, 3]))
    case .setPolicy:
      var policy = SetPolicy(.judgeAfter, 3_600)
      policy.service = id(2)
      policy.place = id(1)
      return policy
    case .grantNumbers: return GrantNumbers(device: id(3), numbers: .member, count: 200)
    default:
      var founding = FoundStudio(
        name: "Studio", location: "Main", zone: "Africa/Johannesburg", owner: "Owner",
        verifier: Bytes([1]), devicePublicKey: Bytes([2]), passPublicKey: Bytes([3]))
      founding.currency = "ZAR"
      founding.training = true
      return founding
    }
  }

  /// One of each kind.
  private static let outages = [
    "2026-11-24T16:00:00Z/2026-11-24T18:30:00Z", "tu,th 18:00-20:30",
  ].compactMap { OutageWindow.read($0) }

  private static func devices(_ kind: OperationKind) -> any Intent {
    switch kind {
    case .revokeDevice: return RevokeDevice(target: id(3))
    case .setDeviceAside: return SetDeviceAside(target: id(3), aside: true)
    case .noteLife: return NoteLife(target: id(3), twice: true)
    case .rotatePassKey:
      return RotatePassKey(publicKey: Bytes([4, 5]), oldValidTo: Instant(1_795_086_400))
    case .announceOutages:
      return AnnounceOutages(location: id(1), added: outages, withdrawn: [outages[0]])
    case .moveWindow: return MoveWindow(location: id(1), day: Day(sinceEpoch: 20_800))
    default:
      return EnrolDevice(name: "kiosk 1", role: .kiosk, location: id(1), publicKey: Bytes([6]))
    }
  }

  private static func schedule(_ kind: OperationKind) -> any Intent {
    switch kind {
    case .scheduleSession:
      var session = ScheduleSession(service: id(2), location: id(1), start: Instant(1_795_000_000))
      session.room = id(4)
      session.leader = id(5)
      session.lasts = 2_700
      session.capacity = 12
      session.recurrence = Recurrence(
        .weekly, every: 2, on: [.monday, .wednesday], until: Day(text: "2026-12-31"),
        except: [Day(sinceEpoch: 20_800)])
      session.draft = true
      session.notes = "Bring a mat"
      return session
    case .changeSession:
      var change = ChangeSession(session: id(6))
      change.start = Instant(1_795_003_600)
      change.end = Instant(1_795_007_200)
      change.room = id(4)
      change.leader = id(5)
      change.capacity = 10
      change.notes = "Moved"
      change.publish = true
      return change
    case .cancelSession:
      var cancel = CancelSession(session: id(6))
      cancel.reason = "Leader ill"
      return cancel
    case .tendSession: return TendSession(session: id(6))
    case .allotPlaces: return AllotPlaces(session: id(6), device: id(3), life: -7, wish: 4)
    case .returnPlaces:
      var row = Allotment()
      (row.id, row.session, row.places) = (id(8), id(6), 2)
      return ReturnPlaces(row)
    case .releasePlaces: return ReleasePlaces(session: id(6), target: id(3))
    case .judgeSession:
      var judge = JudgeSession(session: id(6))
      judge.without = [id(3)]
      return judge
    default:
      var service = DefineService(name: "Yoga", type: "yoga")
      service.service = id(2)
      service.minutes = 60
      service.capacity = 20
      service.credits = Credits(hundredths: 50)
      service.price = 12_000
      service.ageFrom = 12
      service.ageTo = 99
      service.leader = id(5)
      service.bookingMode = .hybrid
      service.instructorBooking = true
      service.terms = true
      service.oneToOne = true
      service.policy = PolicyOverrides([.judgeAfter: 3_600, .groupLimit: 6])
      return service
    }
  }

  private static var details: MemberDetails {
    var details = MemberDetails()
    details.firstName = "ǃXóõ"
    details.lastName = "O'Brien"
    details.email = "x@example.org"
    details.phone = "+27 82 123 4567"
    details.barcode = "0012345"
    details.birthDate = Day(text: "1990-02-28")
    details.language = "zu"
    details.status = .inactive
    details.permission = .vip
    details.joined = Day(text: "2024-01-02")
    details.parqOn = Day(text: "2024-01-03")
    details.waiverOn = Day(text: "2024-01-04")
    details.termsOn = Day(text: "2024-01-05")
    details.marketing = true
    details.medical = "asthma"
    details.emergencyName = "Mum"
    details.emergencyPhone = "082"
    details.family = id(9)
    return details
  }

  private static func people(_ kind: OperationKind) -> any Intent {
    switch kind {
    case .editMember: return EditMember(member: id(7), details)
    case .mergeMembers: return MergeMembers(kept: id(7), merged: id(12))
    case .resolveDecision:
      var resolve = ResolveDecision(id(40), .moveToSession)
      resolve.session = id(8)
      resolve.member = id(7)
      resolve.booking = id(20)
      resolve.reason = "asked them"
      return resolve
    case .grantCredits:
      var grant = GrantCredits(member: id(7), credits: Credits(hundredths: 250), reason: "gift")
      grant.expires = Day(text: "2027-01-31")
      grant.unlimited = true
      grant.name = "Ten classes"
      return grant
    case .expireCredits: return ExpireCredits(lots: [id(10), id(11)])
    case .addNote: return AddNote(member: id(7), session: id(6), text: "Prefers the window")
    case .reportIncident: return ReportIncident(session: id(6), member: id(7), text: "Slipped")
    default:
      var register = RegisterMember(details)
      register.numbers = [10_001]
      return register
    }
  }

  private static func door(_ kind: OperationKind) -> any Intent {
    switch kind {
    case .refuseEntry: return RefuseEntry(presented: Bytes([9, 8, 7]), code: .unknownCode)
    case .letIn:
      var letIn = LetIn(presented: "K7QF-2M9X")
      letIn.session = id(6)
      letIn.count = 2
      return letIn
    case .markAttendance:
      var marks = MarkAttendance(
        session: id(6), present: [id(20)], absent: [id(21)], seen: [id(22)])
      marks.allPresent = true
      marks.confirm = true
      marks.reason = "found the list"
      return marks
    case .undo:
      var undo = Undo(act: id(30))
      undo.reason = "wrong person"
      return undo
    default:
      var checkIn = CheckIn(presented: "K7QF-2M9X")
      checkIn.booking = id(20)
      checkIn.session = id(6)
      checkIn.count = 2
      checkIn.method = .name
      checkIn.override = "friend of the house"
      return checkIn
    }
  }

  private static func bookings(_ kind: OperationKind) -> any Intent {
    let code = BookingCode(random: 42)
    switch kind {
    case .hold:
      var hold = Hold(session: id(6), member: id(7), code: code)
      hold.spots = 2
      hold.numbers = [4]
      return hold
    case .confirm:
      var confirm = Confirm(booking: id(20))
      confirm.unpaid = true
      return confirm
    case .cancel:
      var cancel = Cancel(booking: id(20))
      cancel.reason = "ill"
      cancel.spots = 1
      cancel.waive = true
      return cancel
    case .promote:
      var promote = Promote(booking: id(20))
      promote.unpaid = true
      promote.override = "promised"
      return promote
    case .move:
      var move = Move(booking: id(20), to: id(8))
      move.override = "promised"
      return move
    case .addSpots:
      var more = AddSpots(booking: id(20))
      more.spots = 2
      more.unpaid = true
      more.override = "came along"
      return more
    case .forgive: return Forgive(booking: id(20), reason: "bus late")
    default:
      var book = Book(session: id(6), member: id(7), code: code)
      book.spots = 2
      book.participants = [
        Participant(name: "Ann", birthDate: Day(text: "2012-03-04"), needs: "chair", terms: true)
      ]
      book.numbers = [4]
      book.waitlist = true
      book.walkIn = true
      book.unpaid = true
      book.override = "promised"
      return book
    }
  }

  private static func imports(_ kind: OperationKind) -> any Intent {
    let outside = Outside(text: "A-17", print: 77)
    var person = MemberReference()
    person.outside = "M-1"
    person.barcode = "0012345"
    person.number = "100017"
    person.text = "M-1"
    person.email = "x@example.org"
    person.firstName = "Ann"
    switch kind {
    case .importSessions:
      var session = ImportedSession(
        outside, service: "Yoga", day: Day(sinceEpoch: 20_800), start: 36_000, capacity: 20,
        credits: Credits(1))
      session.type = "yoga"
      session.location = "Sea Point"
      session.locationID = "85"
      session.room = "Blue"
      session.leader = "Lerato"
      session.end = 39_600
      session.offset = 7_200
      session.ageFrom = 6
      session.ageTo = 12
      session.notes = "Hall B"
      return ImportSessions(source: "city", rows: [session])
    case .importCredits:
      var pack = ImportedCredits(outside, person, package: "Ten", left: Credits(7))
      pack.bought = Credits(10)
      pack.unlimited = false
      pack.validFrom = Day(text: "2026-01-01")
      pack.validTo = Day(text: "2026-12-31")
      return ImportCredits(sources: ["mindbody", "plain"], rows: [pack])
    case .importBookings:
      var booking = ImportedBooking(outside, person, state: .attended)
      booking.session = id(6)
      booking.sessionID = "S-9"
      var book = ImportBookings(sources: ["mindbody"], rows: [booking])
      book.numbers = [4]
      return book
    default:
      var row = ImportedMember(outside, details)
      row.number = "17"
      row.note = "locker: 4"
      var members = ImportMembers(source: "gymdesk", rows: [row])
      members.numbers = [10_001]
      return members
    }
  }
}
