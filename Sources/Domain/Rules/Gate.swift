/// A row of refusals in their order, some of which a reason and a right may go over.
package struct Gate: Sendable {
  /// Given at the door; nil where nobody overrides.
  private let given: String?
  /// The refusals that were gone over.
  package private(set) var overridden: [RefusalCode] = []

  package init(reason: String?) {
    given = reason.flatMap { $0.isEmpty ? nil : $0 }
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
    guard given != nil, code.isOverridable else { throw Refusal(code, arguments) }
    guard `case`.right(to: .overrideAtDoor, at: place) > .no,
      code != .memberBanned || `case`.isManager(at: place)
    else { throw Refusal(code, arguments) }
    overridden.append(code)
  }
}
