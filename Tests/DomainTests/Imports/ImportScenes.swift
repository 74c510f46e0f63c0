import Domain
import Support

extension StudioFixture {
  /// Runs an import as the owner and tells what became of each row.
  mutating func bring(_ intent: any Intent, as role: Role = .owner) throws -> [RowResult] {
    try world.run(intent, as: actor(role)).results
  }

  func note(of member: ID<Member>) -> [String] {
    world.all(Note.self).filter { $0.member == member }.map(\.text)
  }

  /// The balance that the ledger gives a lot.
  func balance(_ lot: ID<CreditLot>) -> Credits {
    world.all(LedgerEntry.self).filter { $0.lot == lot }.reduce(.zero) { $0 + $1.amount }
  }
}

extension ImportedMember {
  /// A row with a fingerprint of its content, as the command makes it.
  init(
    _ text: String, _ first: String, _ last: String = "Mokoena", email: String? = nil,
    barcode: String? = nil, born: String? = nil, status: MemberStatus? = nil, phone: String? = nil,
    number: String? = nil, note: String? = nil
  ) {
    var details = MemberDetails()
    details.firstName = first
    details.lastName = last
    details.email = email
    details.barcode = barcode
    details.birthDate = born.flatMap { Day(text: $0) }
    details.status = status
    details.phone = phone
    let said = [first, last, email, barcode, born, status?.rawValue, phone, number, note]
    self.init(Outside(text: text, print: StableHash(said.map { $0 ?? "" }).short), details)
    self.number = number
    self.note = note
  }
}

extension Outside {
  init(_ text: String, _ said: Any...) {
    self.init(text: text, print: StableHash([text, "\(said)"]).short)
  }
}
