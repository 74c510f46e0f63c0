import Domain
import Interchange

/// Packs of credits of a file as payload rows.
enum BroughtCredits {
  static func payload(
    _ pack: CreditRow, row: Int
  ) -> (row: ImportedCredits, remarks: [RowReason]) {
    var payload = ImportedCredits(
      Outside(text: pack.externalId.asOutsideID), MemberReference(pack.member),
      package: pack.package, left: pack.left.countable ?? .zero)
    payload.bought = pack.bought?.countable
    payload.unlimited = pack.isUnlimited ? true : nil
    payload.validFrom = pack.validFrom
    payload.validTo = pack.validTo
    return (payload, [])
  }
}

extension Interchange.Credits {
  /// nil where there is no limit.
  var countable: Domain.Credits? {
    switch self {
    case .hundredths(let count): Domain.Credits(hundredths: count)
    case .unlimited: nil
    }
  }
}

extension MemberReference {
  init(_ key: MemberKey) {
    self.init()
    outside = key.externalId.orNil?.asOutsideID
    barcode = key.barcode.orNil
    number = key.number.orNil
    text = key.text.orNil?.asOutsideID
    email = key.email.orNil
    firstName = key.firstName.orNil
  }

  /// For digests: everything by which the person may be found.
  var parts: [String] {
    [outside, barcode, number, text, email, firstName].map { $0 ?? "" }
  }
}
