package import Crypto
package import Domain

/// Which rows a device is sent, and what of each; nil stands for all, as the desk has them in whose
/// directory the authority lives.
package struct FeedScope: Sendable, Hashable {
  package let device: ID<Device>
  package let location: ID<Location>
  package let role: DeviceRole
  /// Under which a kiosk's codes and numbers are hashed.
  private let codes: [UInt8]

  package init(_ device: Device, codes: [UInt8]) {
    self.device = device.id
    location = device.location
    role = device.role
    self.codes = codes
  }

  /// False for tables of which nothing travels: what another system's ids mean is asked where the
  /// imports are decided, and a kiosk has no use for what staff write and read.
  package func holds(_ table: Table) -> Bool {
    switch table {
    case .outsideID: false
    case .staff, .series, .ledger, .note, .incident, .act, .refusedEntry, .decision:
      role == .desk
    default: true
    }
  }

  /// True where rows of the table travel as they are stored.
  package func isVerbatim(_ table: Table) -> Bool {
    switch table {
    case .staff: false
    case .member, .session, .booking, .lot: role == .desk
    default: true
    }
  }

  /// The row as it travels: verifiers only to desks where the person works; to a kiosk no readable
  /// name, address, number or code of a person, and no text that might hold one.
  package func portion(of row: any Record) throws(CryptoError) -> any Record {
    switch (role, row) {
    case (.desk, var staff as Staff):
      if staff.roles(at: location).isEmpty { staff.verifier = Bytes() }
      return staff
    case (.kiosk, let member as Member): return try portion(of: member)
    case (.kiosk, var session as Session):
      session.notes = ""
      return session
    case (.kiosk, var booking as Booking):
      booking.code = try keyed(booking.code)
      booking.reference = ""
      booking.participants = []
      booking.overrideReason = nil
      return booking
    case (.kiosk, var lot as CreditLot):
      lot.package = ""
      return lot
    default: return row
    }
  }

  private func portion(of member: Member) throws(CryptoError) -> Member {
    var thin = Member()
    thin.id = member.id
    thin.number = try keyed(member.number)
    thin.barcode = try keyed(member.barcode)
    thin.birthDate = member.birthDate
    thin.language = member.language
    thin.status = member.status
    thin.permission = member.permission
    thin.parqOn = member.parqOn
    thin.waiverOn = member.waiverOn
    thin.termsOn = member.termsOn
    thin.family = member.family
    return thin
  }

  /// Nothing stays nothing, so that a row without a barcode is still known for one.
  private func keyed(_ text: String) throws(CryptoError) -> String {
    text.isEmpty ? "" : try keyedText(text, key: codes)
  }
}
