extension ColumnFormat<MemberField> {
  /// From the most particular header to the least; the plain one takes what is left.
  static let members: [ColumnFormat] = [
    ColumnFormat(
      "mindbody", signature: ["MBSystemID", "BarcodeID", "LastName"],
      columns: [
        ("MBSystemID", .externalId), ("BarcodeID", .barcode), ("EmailName", .email),
        ("Birthdate", .birthDate), ("CellPhone", .mobilePhone), ("EmergContact", .emergencyName),
        ("EmergPhone", .emergencyPhone), ("Inactive", .inactive), ("Suspended", .suspended),
      ]),
    ColumnFormat(
      "gymdesk", signature: ["Member ID", "First Name", "Last Name", "Check-in code"],
      columns: [
        ("Member ID", .externalId), ("Check-in code", .barcode), ("2nd Phone", .secondPhone),
        ("2nd Email", .secondEmail), ("Date of birth", .birthDate),
      ],
      ignored: ["Age"], dateOrder: .monthFirst),
    ColumnFormat(
      "teamup", signature: ["Customer Name", "Customer Email"],
      columns: [
        ("Customer Name", .fullName), ("Customer Email", .email), ("Date of Birth", .birthDate),
        ("Emergency Contact Name", .emergencyName), ("Emergency Contact Phone", .emergencyPhone),
      ]),
    ColumnFormat(
      "wodify", signature: ["First Name", "Last Name", "Client Status"],
      columns: [("Date of Birth", .birthDate), ("Client Status", .status)],
      dateOrder: .monthFirst),
    ColumnFormat(
      "glofox", signature: ["First Name", "Last Name", "Added", "Membership Expiry Date"],
      columns: [("Added", .joined)]),
    ColumnFormat("spream", signature: ["firstName", "lastName", "role", "credit"]),
    ColumnFormat(
      "zenplanner", signature: ["FirstName", "LastName", "Membership", "BeginDate"],
      columns: [("BeginDate", .joined)]),
    ColumnFormat("plain"),
  ]
}
