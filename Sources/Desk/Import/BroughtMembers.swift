import Domain
import Interchange

/// People of a file as payload rows.
struct BroughtMembers {
  /// One person may have several rows, each with the standing of one membership: banned counts
  /// before active, active before inactive.
  private var standing: [String: MemberStatus] = [:]

  init(_ entries: [Entry<MemberRow>]) {
    for member in entries.lazy.flatMap(\.values) {
      guard let status = member.status.flatMap({ MemberStatus(rawValue: $0.rawValue) }) else {
        continue
      }
      let order: [MemberStatus] = [.inactive, .active, .banned]
      let known = standing[Self.person(member)].flatMap(order.firstIndex(of:)) ?? 0
      standing[Self.person(member)] = order[max(known, order.firstIndex(of: status) ?? 0)]
    }
  }

  private static func person(_ member: MemberRow) -> String {
    if !member.externalId.isEmpty { return member.externalId }
    return member.email.isEmpty ? identity(member) : digest([member.email, member.firstName])
  }

  /// What tells the person from others where the system gave no id.
  private static func identity(_ member: MemberRow) -> String {
    let born = member.birthDate?.text ?? ""
    let names = [member.firstName, member.lastName]
    let phone = member.phones.first?.text ?? ""
    if !member.barcode.isEmpty { return digest(["barcode", member.barcode]) }
    if !member.email.isEmpty { return digest(["email", member.email, member.firstName, born]) }
    if !born.isEmpty { return digest(["born", born] + names) }
    if !phone.isEmpty { return digest(["phone", phone] + names) }
    // A name alone does not identify: only the whole row, said again, is the same person.
    return digest(["row", note(member)] + names)
  }

  func payload(
    _ member: MemberRow, row: Int
  ) -> (row: ImportedMember, remarks: [RowReason]) {
    var details = MemberDetails()
    details.firstName = member.firstName.orNil
    details.lastName = member.lastName.orNil
    details.email = member.email.orNil
    details.phone = member.phones.first?.text
    details.barcode = member.barcode.orNil
    details.birthDate = member.birthDate
    details.language = member.language.orNil
    details.status = member.status == nil ? nil : standing[Self.person(member)]
    details.joined = member.joined
    details.emergencyName = member.emergencyName.orNil
    details.emergencyPhone = member.emergencyPhone.orNil
    let text = member.externalId.orNil?.asOutsideID ?? Self.identity(member)
    var payload = ImportedMember(Outside(text: text), details)
    payload.number = member.number.orNil
    payload.note = Self.note(member).orNil
    return (payload, member.fieldReasons.map(\.reason))
  }

  /// What has no field here is kept as a note: nothing of the file is lost.
  private static func note(_ member: MemberRow) -> String {
    var parts: [String] = []
    func add(_ name: String, _ value: String) {
      if !value.isEmpty { parts.append("\(name): \(value)") }
    }
    if !member.notes.isEmpty { parts.append(member.notes) }
    add("Middle name", member.middleName)
    add("Second e-mail", member.secondEmail)
    for phone in member.phones.dropFirst() { add("Phone (\(phone.kind.rawValue))", phone.text) }
    add("Gender", member.gender)
    for cell in member.extra { add(cell.column, cell.value) }
    return parts.joined(separator: "; ")
  }
}
