/// A row of refusals in their order, some of which a reason and a right may go over.
package struct Gate: Sendable {
  /// The reason given at the door; nil where nobody overrides.
  package private(set) var reason: String?
  /// The refusals that were gone over.
  package private(set) var overridden: [RefusalCode] = []

  package init(reason: String?) {
    self.reason = reason.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Throws the refusal if it applies and is not gone over.
  package mutating func refuse(
    _ code: RefusalCode, _ arguments: [String: Refusal.Argument] = [:], if applies: Bool,
    _ case: Situation, at place: ID<Location>
  ) throws(Refusal) {
    guard applies else { return }
    if `case`.conceded.contains(code) {
      reason = reason ?? Situation.mergeReason
      overridden.append(code)
      return
    }
    guard reason != nil, code.isOverridable else { throw Refusal(code, arguments) }
    guard `case`.right(to: .overrideAtDoor, at: place) > .no,
      code != .memberBanned || `case`.isManager(at: place)
    else { throw Refusal(code, arguments) }
    overridden.append(code)
  }
}
