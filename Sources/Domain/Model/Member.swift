package struct Member: Record {
  package var id = ID<Member>.none
  /// Digits with a Damm check digit.
  package var number = ""
  package var barcode = ""
  package var firstName = ""
  package var lastName = ""
  package var email = ""
  package var phone = ""
  package var birthDate: Day?
  /// BCP 47, such as zu; empty means the location's.
  package var language = ""
  package var status = MemberStatus.active
  package var permission = BookingPermission.standard
  package var joined: Day?
  package var parqOn: Day?
  package var waiverOn: Day?
  package var termsOn: Day?
  package var marketing = false
  package var medical = ""
  package var emergencyName = ""
  package var emergencyPhone = ""
  /// The group whose numbers find each other's bookings.
  package var family: ID<Family>?
  /// Set by the third no-show within the policy's days, lifted by a reversal.
  package var noShowHabit = false
  /// The member that this one turned out to be: the row is no more than an alias, whose number and
  /// barcode still find.
  package var mergedInto: ID<Member>?

  package static let table = Table.member
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("number", \.number), Field("barcode", \.barcode),
    Field("firstName", \.firstName), Field("lastName", \.lastName), Field("email", \.email),
    Field("phone", \.phone), Field("birthDate", \.birthDate), Field("language", \.language),
    Field("status", \.status), Field("permission", \.permission), Field("joined", \.joined),
    Field("parqOn", \.parqOn), Field("waiverOn", \.waiverOn), Field("termsOn", \.termsOn),
    Field("marketing", \.marketing), Field("medical", \.medical),
    Field("emergencyName", \.emergencyName), Field("emergencyPhone", \.emergencyPhone),
    Field("family", \.family), Field("noShowHabit", \.noShowHabit),
    Field("mergedInto", \.mergedInto),
  ]
  package init() {}

  /// First and last name with one blank between, trimmed.
  package var name: String {
    firstName.isEmpty ? lastName : lastName.isEmpty ? firstName : "\(firstName) \(lastName)"
  }

  /// Whole years on a day; nil without a birth date.
  package func age(on day: Day) -> Int? { birthDate?.age(on: day) }
}

/// Names a group of members that belong together; it has no row of its own.
package enum Family {}

package enum MemberStatus: String, CaseIterable, Sendable, Codable, FieldValue {
  case active, inactive, banned
}

package enum BookingPermission: String, CaseIterable, Sendable, Codable, FieldValue {
  case standard, vip, restricted
}
