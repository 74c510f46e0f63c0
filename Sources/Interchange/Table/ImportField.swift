/// Our names for what a column may hold: the left side of `--map`, and the header of a plain file.
package protocol ImportField: RawRepresentable, CaseIterable, Hashable, Sendable
where RawValue == String {
  /// Fields with dates; together they tell the date order of the file.
  static var dates: [Self] { get }
  /// Of each group a file needs one column at least.
  static var needed: [[Self]] { get }
}

package enum MemberField: String, ImportField {
  case externalId, number, barcode, firstName, lastName, email, phone, birthDate, status, language
  case joined, notes, emergencyName, emergencyPhone
  // Beyond the contract: what other systems have and a plain file may have too.
  case fullName, middleName, secondEmail, mobilePhone, homePhone, workPhone, secondPhone, gender
  case inactive, suspended

  package static let dates: [MemberField] = [.birthDate, .joined]
  package static let needed: [[MemberField]] = [[.firstName, .lastName, .fullName]]
}

package enum SessionField: String, ImportField {
  case externalId, service, type, location, room, leader, start, end, capacity, credits
  case ageFrom, ageTo, notes
  // Beyond the contract: a day apart from its times, a range of days, and a clock in two columns.
  case seriesId, locationId, date, lastDate, weekdays
  case startHour, startMinute, endHour, endMinute

  package static let dates: [SessionField] = [.start, .end, .date, .lastDate]
  package static let needed: [[SessionField]] = [[.service], [.start, .startHour]]
}

package enum CreditField: String, ImportField {
  case member, package, bought, left, validFrom, validTo
  case externalId, memberId, barcode, number, email, firstName, lastName, fullName
  case subscriptionFrom, subscriptionTo, subscriptionLeft

  package static let dates: [CreditField] = [
    .validFrom, .validTo, .subscriptionFrom, .subscriptionTo,
  ]
  package static let needed: [[CreditField]] = [
    [.member, .memberId, .barcode, .number, .email, .lastName, .fullName],
    [.left, .bought, .subscriptionFrom],
  ]
}

package enum BookingField: String, ImportField {
  case member, session, state
  case externalId, memberId, barcode, number, email, firstName, lastName, fullName
  case date, start, end, service, location

  package static let dates: [BookingField] = [.session, .date, .start]
  package static let needed: [[BookingField]] = [
    [.member, .memberId, .barcode, .number, .email, .lastName, .fullName],
    [.session, .date, .start],
  ]
}
