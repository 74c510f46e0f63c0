/// The fields of a member that people and imports give; only those given are changed.
package struct MemberDetails: Codable, Hashable, Sendable {
  package var firstName: String?
  package var lastName: String?
  package var email: String?
  package var phone: String?
  package var barcode: String?
  package var birthDate: Day?
  package var language: String?
  package var status: MemberStatus?
  package var permission: BookingPermission?
  package var joined: Day?
  package var parqOn: Day?
  package var waiverOn: Day?
  package var termsOn: Day?
  package var marketing: Bool?
  package var medical: String?
  package var emergencyName: String?
  package var emergencyPhone: String?
  package var family: ID<Family>?
  /// Those of the fields that are no text and shall stand empty; an empty text clears itself.
  package var cleared: [Clearable]?

  package enum Clearable: String, CaseIterable, Codable, Sendable {
    case birthDate, joined, parqOn, waiverOn, termsOn, family
  }

  package init() {}

  /// What a member's row says in those fields that `change` gives.
  package init(of member: Member, where change: MemberDetails) {
    firstName = change.firstName.map { _ in member.firstName }
    lastName = change.lastName.map { _ in member.lastName }
    email = change.email.map { _ in member.email }
    phone = change.phone.map { _ in member.phone }
    barcode = change.barcode.map { _ in member.barcode }
    language = change.language.map { _ in member.language }
    status = change.status.map { _ in member.status }
    permission = change.permission.map { _ in member.permission }
    marketing = change.marketing.map { _ in member.marketing }
    medical = change.medical.map { _ in member.medical }
    emergencyName = change.emergencyName.map { _ in member.emergencyName }
    emergencyPhone = change.emergencyPhone.map { _ in member.emergencyPhone }
    func given(_ field: Clearable) -> Bool { change.cleared?.contains(field) ?? false }
    birthDate = change.birthDate != nil || given(.birthDate) ? member.birthDate : nil
    joined = change.joined != nil || given(.joined) ? member.joined : nil
    parqOn = change.parqOn != nil || given(.parqOn) ? member.parqOn : nil
    waiverOn = change.waiverOn != nil || given(.waiverOn) ? member.waiverOn : nil
    termsOn = change.termsOn != nil || given(.termsOn) ? member.termsOn : nil
    family = change.family != nil || given(.family) ? member.family : nil
  }

  /// Throws MALFORMED for an address without an @, and for a birth date after `today`.
  func apply(to member: inout Member, today: Day) throws(Refusal) {
    if let birthDate, birthDate > today {
      throw Refusal(.malformed, ["what": .word("birthDate")])
    }
    member.firstName = firstName.map(Cleaned.name) ?? member.firstName
    member.lastName = lastName.map(Cleaned.name) ?? member.lastName
    member.email = try email.map(Self.email) ?? member.email
    member.phone = phone.map { Cleaned.line($0, limit: 40) } ?? member.phone
    member.barcode = barcode.map { Cleaned.line($0, limit: 64) } ?? member.barcode
    member.birthDate = birthDate ?? member.birthDate
    member.language = language.map { Cleaned.line($0, limit: 20) } ?? member.language
    member.status = status ?? member.status
    member.permission = permission ?? member.permission
    member.joined = joined ?? member.joined
    member.parqOn = parqOn ?? member.parqOn
    member.waiverOn = waiverOn ?? member.waiverOn
    member.termsOn = termsOn ?? member.termsOn
    member.marketing = marketing ?? member.marketing
    member.medical = medical.map(Cleaned.note) ?? member.medical
    member.emergencyName = emergencyName.map(Cleaned.name) ?? member.emergencyName
    member.emergencyPhone =
      emergencyPhone.map { Cleaned.line($0, limit: 40) } ?? member.emergencyPhone
    member.family = family ?? member.family
    for field in cleared ?? [] {
      switch field {
      case .birthDate: member.birthDate = nil
      case .joined: member.joined = nil
      case .parqOn: member.parqOn = nil
      case .waiverOn: member.waiverOn = nil
      case .termsOn: member.termsOn = nil
      case .family: member.family = nil
      }
    }
  }

  /// Empty, or something with an @ inside: more would refuse addresses that work.
  private static func email(_ text: String) throws(Refusal) -> String {
    let clean = Cleaned.line(text, limit: 254)
    let at = clean.firstIndex(of: "@")
    let sound = at.map { $0 != clean.startIndex && clean.index(after: $0) != clean.endIndex }
    guard clean.isEmpty || (sound ?? false && !clean.contains(" ")) else {
      throw Refusal(.malformed, ["what": .word("email")])
    }
    return clean
  }
}
