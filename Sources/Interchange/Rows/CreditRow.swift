package import Domain

/// A pack of credits that somebody brings along.
package struct CreditRow: Hashable, Sendable {
  /// The file's id of the purchase, or one made of member, package and dates: a second import must
  /// not give the credits twice.
  package var externalId = ""
  package var member = MemberKey()
  package var package = ""
  /// Nil where the file says only what is left.
  package var bought: Credits?
  package var left: Credits
  package var validFrom: Day?
  package var validTo: Day?
  package var extra: [ExtraCell] = []

  package var isUnlimited: Bool { left == .unlimited }
}
