package import Domain

/// A person as an export has them; empty text means that the file does not say.
package struct MemberRow: Hashable, Sendable {
  package var externalId = ""
  package var number = ""
  package var barcode = ""
  package var firstName = ""
  package var middleName = ""
  package var lastName = ""
  package var email = ""
  package var secondEmail = ""
  package var phones: [Phone] = []
  package var birthDate: Day?
  /// Nil where the file does not say. One person may have several rows (memberships): active wins.
  package var status: Status?
  package var language = ""
  package var joined: Day?
  package var notes = ""
  package var emergencyName = ""
  package var emergencyPhone = ""
  package var gender = ""
  package var extra: [ExtraCell] = []
  /// Fields left empty because their cell was impossible.
  package var fieldReasons: [FieldReason] = []

  package init() {}

  package enum Status: String, Sendable {
    case active, inactive, banned
  }

  /// As written, with leading zeros.
  package struct Phone: Hashable, Sendable {
    package let kind: Kind
    package let text: String

    package enum Kind: String, Sendable {
      case main, mobile, home, work, other
    }
  }
}

/// Whom a row of credits or bookings means: whatever the file gives, to be tried in this order.
package struct MemberKey: Hashable, Sendable {
  package var externalId = ""
  package var barcode = ""
  package var number = ""
  package var email = ""
  package var firstName = ""
  package var lastName = ""
  /// A key of unknown kind (our `member` column): an outside id, a barcode or a number.
  package var text = ""

  package init() {}

  package var isEmpty: Bool { self == MemberKey() || (email.isEmpty && noId && lastName.isEmpty) }

  private var noId: Bool {
    externalId.isEmpty && barcode.isEmpty && number.isEmpty && text.isEmpty
  }
}
