/// Whether the actor may, judged by the roles that hold at the place where it happens.
extension Situation {
  package var staff: Staff? { actor.staffID.flatMap { facts[$0] } }

  package func roles(at place: ID<Location>) -> [Role] { staff?.roles(at: place) ?? [] }

  /// The widest right that any role of the actor gives at the place.
  package func right(to action: Action, at place: ID<Location>) -> Right {
    switch actor {
    case .system: return .yes
    case .device, .member: return action == .checkIn || action == .seeOwn ? .limited : .no
    case .staff: return roles(at: place).map { $0.right(to: action) }.max() ?? .no
    }
  }

  /// True for manager and owner, who may what is refused to others at the same place.
  package func isManager(at place: ID<Location>) -> Bool {
    if case .system = actor { return true }
    return roles(at: place).contains { $0 == .owner || $0 == .locationManager }
  }

  package func leads(_ session: Session) -> Bool {
    staff != nil && session.leader == actor.staffID
  }

  /// Throws unless the actor may do it with this session: `own` means that they lead it.
  @discardableResult
  package func demand(_ action: Action, with session: Session) throws(Refusal) -> Right {
    let right = try demand(action, at: session.location)
    if right == .own, !leads(session) { throw denied(action) }
    return right
  }

  @discardableResult
  package func demand(_ action: Action, at place: ID<Location>) throws(Refusal) -> Right {
    if let staff, !staff.active { throw denied(action) }
    let right = right(to: action, at: place)
    guard right > .no else {
      let elsewhere = staff?.roles.contains { $0.role.right(to: action) > .no } ?? false
      throw elsewhere
        ? Refusal(.locationDenied, ["action": .word(action.rawValue)]) : denied(action)
    }
    return right
  }

  /// Throws unless the actor may put members into this session: a leader only where the service
  /// lets leaders book.
  package func demandBooking(in session: Session, _ service: Service) throws(Refusal) {
    let right = try demand(.bookForMember, with: session)
    guard right != .own || service.instructorBooking else { throw denied(.bookForMember) }
  }

  /// Throws unless the actor is manager or owner there.
  package func demandManager(_ action: Action, at place: ID<Location>) throws(Refusal) {
    guard isManager(at: place) else { throw denied(action) }
  }

  func denied(_ action: Action) -> Refusal {
    Refusal(.notPermitted, ["action": .word(action.rawValue)])
  }

  /// True where the person at the keyboard is staff of the studio, not a member for themselves.
  package var isStaff: Bool {
    switch actor {
    case .staff, .system: true
    case .device, .member: false
    }
  }
}
