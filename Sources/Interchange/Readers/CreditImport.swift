internal import Domain

/// Packs of credits out of another system's export.
package enum CreditImport {
  package static var formats: [String] { ColumnFormat.credits.map(\.name) }

  /// Throws where the file as a whole cannot be understood; rows are refused one by one.
  package static func read(
    _ bytes: [UInt8], _ options: ImportOptions = .none
  ) throws(FileProblem) -> Reading<CreditRow> {
    var identities = Identities<CreditRow>()
    return try Table(DecodedText(bytes), options, formats: ColumnFormat.credits).reading {
      row throws(RowReason) in
      var packs = try packs(row)
      for index in packs.indices where packs[index].externalId.isEmpty {
        packs[index].externalId = identify(packs[index], among: &identities)
      }
      return packs
    }
  }

  /// None where a person of a member list holds nothing, two where they hold credits and a
  /// subscription in the same row.
  private static func packs(_ row: TableRow<CreditField>) throws(RowReason) -> [CreditRow] {
    let member = member(row)
    guard !member.isEmpty else { throw row.reason(.missingMember, "it names no member") }
    let isMemberList = row.table.layout.index[.subscriptionFrom] != nil
    let subscription = try subscription(row, member).map { [$0] } ?? []
    let bought = try row.credits(.bought)
    guard let left = try row.credits(.left) ?? bought else {
      if isMemberList { return subscription }
      throw row.reason(.missingField, "neither bought nor left")
    }
    if isMemberList, left == .hundredths(0) { return subscription }
    var pack = CreditRow(left: left)
    pack.externalId = row[.externalId]
    pack.member = member
    pack.package = row[.package]
    pack.bought = bought
    pack.validFrom = try row.day(.validFrom)
    pack.validTo = try row.day(.validTo)
    pack.extra = row.extra
    return [pack] + subscription
  }

  /// What is left stays out: it shrinks until the next export, and the pack is the same. The person
  /// goes in as a digest, since ids outlive people.
  private static func identify(
    _ pack: CreditRow, among identities: inout Identities<CreditRow>
  ) -> String {
    var content = pack
    content.extra = []
    let member = pack.member
    let person = [
      member.externalId, member.barcode, member.number, member.email, member.text,
      member.firstName, member.lastName,
    ]
    let dates = [pack.validFrom, pack.validTo].map { $0?.text ?? "" }
    let base = ([digest(person.joined(separator: "|")), pack.package] + dates)
    return identities.id(base.joined(separator: "|"), for: content)
  }

  /// FNV-1a, 64 bits: the same in every run, unlike `Hasher`.
  private static func digest(_ text: String) -> String {
    let hash = text.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    return String(hash, radix: 16)
  }

  private static func subscription(
    _ row: TableRow<CreditField>, _ member: MemberKey
  ) throws(RowReason) -> CreditRow? {
    guard let from = try row.day(.subscriptionFrom) else { return nil }
    var pack = CreditRow(left: try row.credits(.subscriptionLeft) ?? .unlimited)
    pack.member = member
    pack.package = "Subscription"
    pack.validFrom = from
    pack.validTo = try row.day(.subscriptionTo)
    pack.extra = row.extra
    return pack
  }

  private static func member(_ row: TableRow<CreditField>) -> MemberKey {
    MemberKey(
      externalId: row[.memberId], barcode: row[.barcode], number: row[.number], email: row[.email],
      firstName: row[.firstName], lastName: row[.lastName], fullName: row[.fullName],
      text: row[.member])
  }
}

extension ColumnFormat<CreditField> {
  static let credits: [ColumnFormat] = [
    ColumnFormat(
      "mindbody", signature: ["MBSystemID", "Remaining"],
      columns: [
        ("MBSystemID", .memberId), ("BarcodeID", .barcode), ("PmtRefNo", .externalId),
        ("Description", .package), ("ActiveDate", .validFrom), ("ExpDate", .validTo),
        ("NumClasses", .bought), ("Remaining", .left),
      ]),
    ColumnFormat(
      "spream", signature: ["firstName", "lastName", "credit"],
      columns: [
        ("credit", .left), ("subscriptionStart", .subscriptionFrom),
        ("subscriptionEnd", .subscriptionTo), ("subscriptionEntries", .subscriptionLeft),
      ]),
    ColumnFormat("plain"),
  ]
}

extension MemberKey {
  /// Sorts a key of unknown kind as far as its looks tell, and parts a name kept in one cell.
  init(
    externalId: String, barcode: String, number: String, email: String, firstName: String,
    lastName: String, fullName: String, text: String
  ) {
    self.init()
    self.externalId = externalId
    self.barcode = barcode
    self.number = number
    self.email = email.isEmpty && text.contains("@") ? text : email
    self.text = text.contains("@") ? "" : text
    (self.firstName, self.lastName) =
      firstName.isEmpty && lastName.isEmpty ? PersonName.split(fullName) : (firstName, lastName)
  }
}
