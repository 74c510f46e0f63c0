/// The tenant: nothing crosses it.
package struct Organization: Record {
  package var id = ID<Organization>.none
  package var name = ""
  package var slug = ""
  package var currency = "ZAR"
  package var status = OrganizationStatus.active
  package var policy = PolicyOverrides()
  /// A studio for training, demos and tests: its clock may be set.
  package var training = false

  package static let table = Table.organization
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("name", \.name), Field("slug", \.slug),
    Field("currency", \.currency), Field("status", \.status), Field("policy", \.policy),
    Field("training", \.training),
  ]
  package init() {}
}

package enum OrganizationStatus: String, Sendable, Codable, FieldValue {
  case trial, active, suspended, cancelled
}

/// A place with doors: its zone says what "today" means there.
package struct Location: Record {
  package var id = ID<Location>.none
  package var name = ""
  package var address = ""
  /// IANA name, such as Africa/Johannesburg.
  package var zone = "UTC"
  package var policy = PolicyOverrides()

  package static let table = Table.location
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("name", \.name), Field("address", \.address),
    Field("zone", \.zone), Field("policy", \.policy),
  ]
  package init() {}
}

package struct Room: Record {
  package var id = ID<Room>.none
  package var location = ID<Location>.none
  package var name = ""
  /// The most people it holds, overrides at the door included; nil where nobody said.
  package var limit: Int?

  package static let table = Table.room
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("location", \.location), Field("name", \.name),
    Field("limit", \.limit),
  ]
  package init() {}
}

/// A desk or a kiosk, known by its public key.
package struct Device: Record {
  package var id = ID<Device>.none
  package var location = ID<Location>.none
  package var name = ""
  package var role = DeviceRole.desk
  package var publicKey = Bytes()
  package var revoked = false
  package var setAside = false

  package static let table = Table.device
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("location", \.location), Field("name", \.name),
    Field("role", \.role), Field("publicKey", \.publicKey), Field("revoked", \.revoked),
    Field("setAside", \.setAside),
  ]
  package init() {}
}

package enum DeviceRole: String, CaseIterable, Sendable, Codable, FieldValue {
  case desk, kiosk
}

/// Numbers that a device may give out in the dark, and the next of them.
package struct NumberBlock: Record {
  package var id = ID<NumberBlock>.none
  package var device = ID<Device>.none
  package var kind = NumberKind.member
  package var next = 0
  /// One past the last number of the block.
  package var end = 0

  package static let table = Table.numberBlock
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("device", \.device), Field("kind", \.kind),
    Field("next", \.next), Field("end", \.end),
  ]
  package init() {}

  /// How many numbers one block holds.
  package static let size = 200
}

package enum NumberKind: String, CaseIterable, Sendable, Codable, FieldValue {
  case member, reference, receipt
}

/// A public key with which passes are verified, and how long.
package struct PassKey: Record {
  package var id = ID<PassKey>.none
  /// The key's number inside a pass.
  package var number = 0
  package var publicKey = Bytes()
  package var validFrom = Instant(0)
  package var validTo: Instant?

  package static let table = Table.passKey
  package static let fields: [Field<Self>] = [
    Field("id", \.id), Field("number", \.number), Field("publicKey", \.publicKey),
    Field("validFrom", \.validFrom), Field("validTo", \.validTo),
  ]
  package init() {}
}
