/// A row of refusals in their order, some of which a reason and a right may go over.
package struct Gate: Sendable {
  /// Given at the door; nil where nobody overrides.
  private let given: String?
  /// The refusals that it was given for; nil where it names none.
  private let named: [RefusalCode]?
  /// The refusals that were gone over.
  package private(set) var overridden: [RefusalCode] = []

  package init(reason: String?, answering named: [RefusalCode]? = nil) {
    given = reason.flatMap { $0.isEmpty ? nil : $0 }
    self.named = named
  }

  /// Why refusals were gone over; nil where none was, or could be.
  package var reason: String? { given ?? (overridden.isEmpty ? nil : Situation.mergeReason) }

  /// Throws the refusal if it applies and is not gone over.
  package mutating func refuse(
    _ code: RefusalCode, _ arguments: [String: Refusal.Argument] = [:], if applies: Bool,
    _ case: Situation, at place: ID<Location>
  ) throws(Refusal) {
    guard applies else { return }
    if `case`.conceded.contains(code) {
      overridden.append(code)
      return
    }
    // What a merge concedes opens the gate for that alone.
    guard answers(code) else { throw Refusal(code, arguments) }
    guard `case`.right(to: .overrideAtDoor, at: place) > .no,
      code != .memberBanned || `case`.isManager(at: place)
    else { throw Refusal(code, arguments) }
    overridden.append(code)
  }

  /// Whoever gave a reason and named nothing had read one refusal, the first: that the class is full
  /// besides was told to nobody, and puts somebody above the capacity.
  private func answers(_ code: RefusalCode) -> Bool {
    guard given != nil, code.isOverridable else { return false }
    return named?.contains(code) ?? (code != .classFull || overridden.isEmpty)
  }
}

extension Situation {
  /// Puts on record who went over which refusals, and why.
  mutating func note(_ gate: Gate, on booking: inout Booking) {
    overridden = gate.overridden
    guard !overridden.isEmpty else { return }
    booking.overrideBy = actor.staffID
    booking.overrideReason = gate.reason
  }
}
