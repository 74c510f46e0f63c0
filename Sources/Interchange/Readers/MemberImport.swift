internal import Domain

/// People out of another system's export.
package enum MemberImport {
  package static var formats: [String] { ColumnFormat.members.map(\.name) }

  /// Throws where the file as a whole cannot be understood; rows are refused one by one.
  package static func read(
    _ bytes: [UInt8], _ options: ImportOptions = .none
  ) throws(FileProblem) -> Reading<MemberRow> {
    try Table(DecodedText(bytes), options, formats: ColumnFormat.members).reading {
      row throws(RowReason) in [try member(row)]
    }
  }

  private static func member(_ row: TableRow<MemberField>) throws(RowReason) -> MemberRow {
    var member = MemberRow()
    member.firstName = row[.firstName]
    member.lastName = row[.lastName]
    if member.firstName.isEmpty, member.lastName.isEmpty {
      (member.firstName, member.lastName) = PersonName.split(row[.fullName])
    }
    guard !member.firstName.isEmpty || !member.lastName.isEmpty else {
      throw row.reason(.missingName, "neither a first nor a last name")
    }
    member.status = try status(row)
    member.externalId = row[.externalId]
    member.number = row[.number]
    member.barcode = row[.barcode]
    member.middleName = row[.middleName]
    member.phones = phones(row)
    member.language = row[.language]
    member.notes = row[.notes]
    member.emergencyName = row[.emergencyName]
    member.emergencyPhone = row[.emergencyPhone]
    member.gender = row[.gender]
    member.extra = row.extra
    member.email = email(.email, row, &member.fieldReasons)
    member.secondEmail = email(.secondEmail, row, &member.fieldReasons)
    member.birthDate = day(.birthDate, row, &member.fieldReasons)
    member.joined = day(.joined, row, &member.fieldReasons)
    return member
  }

  private static func phones(_ row: TableRow<MemberField>) -> [MemberRow.Phone] {
    let columns: [(MemberField, MemberRow.Phone.Kind)] = [
      (.phone, .main), (.mobilePhone, .mobile), (.homePhone, .home), (.workPhone, .work),
      (.secondPhone, .other),
    ]
    return columns.compactMap { field, kind in
      let text = row[field]
      return text.isEmpty ? nil : MemberRow.Phone(kind: kind, text: text)
    }
  }

  private static func email(
    _ field: MemberField, _ row: TableRow<MemberField>, _ reasons: inout [FieldReason]
  ) -> String {
    let text = row[field]
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    if text.isEmpty { return "" }
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), !text.contains(where: \.isWhitespace)
    else {
      let reason = row.reason(.badEmail, "\(field.rawValue) is not an address, left empty")
      reasons.append(FieldReason(field: field.rawValue, reason: reason))
      return ""
    }
    return text
  }

  /// An impossible date costs the field, never the person.
  private static func day(
    _ field: MemberField, _ row: TableRow<MemberField>, _ reasons: inout [FieldReason]
  ) -> Day? {
    do throws(RowReason) {
      return try row.day(field)
    } catch {
      reasons.append(FieldReason(field: field.rawValue, reason: error))
      return nil
    }
  }

  /// Words not listed are refused, not guessed: "frozen" is active to one system, not to another.
  private static func status(_ row: TableRow<MemberField>) throws(RowReason) -> MemberRow.Status? {
    let given: MemberRow.Status?
    switch row[.status].lowercased() {
    case "": given = nil
    case "active": given = .active
    case "inactive", "cancelled", "canceled", "expired", "ended": given = .inactive
    case "banned": given = .banned
    default: throw row.reason(.unknownStatus, "the status is none of active, inactive, banned")
    }
    let inactive = try flag(.inactive, row)
    let suspended = try flag(.suspended, row)
    if inactive == true || suspended == true { return .inactive }
    return given ?? (inactive == nil ? nil : .active)
  }

  private static func flag(
    _ field: MemberField, _ row: TableRow<MemberField>
  ) throws(RowReason) -> Bool? {
    switch row[field].lowercased() {
    case "": return nil
    case "true", "yes", "y", "1": return true
    case "false", "no", "n", "0": return false
    default: throw row.reason(.unknownStatus, "\(field.rawValue) is neither yes nor no")
    }
  }
}
