/// Every kind of operation, by its word for ever; the word picks the payload's type.
package enum OperationKind: String, CaseIterable, Sendable, Codable {
  case foundStudio = "studio.found"
  case addLocation = "location.add"
  case addRoom = "room.add"
  case addStaff = "staff.add"
  case setPolicy = "policy.set"
  case grantNumbers = "numbers.grant"
  case enrolDevice = "device.enrol"
  case revokeDevice = "device.revoke"
  case setDeviceAside = "device.aside"
  case noteLife = "device.life"
  case rotatePassKey = "passkey.rotate"
  case moveWindow = "window.move"
  case announceOutages = "outages.announce"
  case defineService = "service.define"
  case scheduleSession = "session.schedule"
  case changeSession = "session.change"
  case cancelSession = "session.cancel"
  case tendSession = "session.tend"
  case judgeSession = "session.judge"
  case allotPlaces = "places.allot"
  case returnPlaces = "places.return"
  case releasePlaces = "places.release"
  case registerMember = "member.register"
  case editMember = "member.edit"
  case mergeMembers = "member.merge"
  case book = "booking.book"
  case hold = "booking.hold"
  case confirm = "booking.confirm"
  case cancel = "booking.cancel"
  case promote = "booking.promote"
  case move = "booking.move"
  case addSpots = "booking.add"
  case forgive = "booking.forgive"
  case checkIn = "checkin.in"
  case letIn = "checkin.letin"
  case refuseEntry = "checkin.refused"
  case markAttendance = "checkin.batch"
  case undo = "act.undo"
  case grantCredits = "credits.grant"
  case expireCredits = "credits.expire"
  case addNote = "note.add"
  case reportIncident = "incident.report"
  case resolveDecision = "decision.resolve"
  case importMembers = "import.members"
  case importSessions = "import.sessions"
  case importCredits = "import.credits"
  case importBookings = "import.bookings"

  package var type: any Intent.Type {
    switch self {
    case .foundStudio: FoundStudio.self
    case .addLocation: AddLocation.self
    case .addRoom: AddRoom.self
    case .addStaff: AddStaff.self
    case .setPolicy: SetPolicy.self
    case .grantNumbers: GrantNumbers.self
    case .enrolDevice: EnrolDevice.self
    case .revokeDevice: RevokeDevice.self
    case .setDeviceAside: SetDeviceAside.self
    case .noteLife: NoteLife.self
    case .rotatePassKey: RotatePassKey.self
    case .moveWindow: MoveWindow.self
    case .announceOutages: AnnounceOutages.self
    case .defineService: DefineService.self
    case .scheduleSession: ScheduleSession.self
    case .changeSession: ChangeSession.self
    case .cancelSession: CancelSession.self
    case .tendSession: TendSession.self
    case .judgeSession: JudgeSession.self
    case .allotPlaces: AllotPlaces.self
    case .returnPlaces: ReturnPlaces.self
    case .releasePlaces: ReleasePlaces.self
    case .registerMember: RegisterMember.self
    case .editMember: EditMember.self
    case .mergeMembers: MergeMembers.self
    case .book: Book.self
    case .hold: Hold.self
    case .confirm: Confirm.self
    case .cancel: Cancel.self
    case .promote: Promote.self
    case .move: Move.self
    case .addSpots: AddSpots.self
    case .forgive: Forgive.self
    case .checkIn: CheckIn.self
    case .letIn: LetIn.self
    case .refuseEntry: RefuseEntry.self
    case .markAttendance: MarkAttendance.self
    case .undo: Undo.self
    case .grantCredits: GrantCredits.self
    case .expireCredits: ExpireCredits.self
    case .addNote: AddNote.self
    case .reportIncident: ReportIncident.self
    case .resolveDecision: ResolveDecision.self
    case .importMembers: ImportMembers.self
    case .importSessions: ImportSessions.self
    case .importCredits: ImportCredits.self
    case .importBookings: ImportBookings.self
    }
  }
}
