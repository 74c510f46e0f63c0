/// The first operation of a studio: organization, location, device, owner and signing key.
package struct FoundStudio: Intent {
  package static let kind = OperationKind.foundStudio
  package var name: String
  package var location: String
  package var zone: String
  package var owner: String
  /// The owner's PIN verifier, sealed under the studio's verifier key.
  package var verifier: Bytes
  /// Empty where the authority founds it by itself: desks are enrolled later.
  package var devicePublicKey: Bytes
  package var passPublicKey: Bytes
  package var currency = "ZAR"
  package var training = false

  package init(
    name: String, location: String, zone: String, owner: String, verifier: Bytes,
    devicePublicKey: Bytes, passPublicKey: Bytes
  ) {
    self.name = name
    self.location = location
    self.zone = zone
    self.owner = owner
    self.verifier = verifier
    self.devicePublicKey = devicePublicKey
    self.passPublicKey = passPublicKey
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { [] }

  package func decide(_ at: inout Situation) throws(Refusal) {
    guard at.facts.organization == nil else { throw Refusal(.stale) }
    guard at.facts.zones[zone] != nil else {
      throw Refusal(.malformed, ["what": .word("zone")])
    }
    var organization = Organization()
    organization.id = at.mint()
    organization.name = try Self.named(name, "name")
    organization.slug = Self.slug(organization.name)
    organization.currency = currency
    organization.training = training
    var place = Location()
    place.id = at.location
    place.name = try Self.named(location, "location")
    place.zone = zone
    var device = Device()
    device.id = at.device
    device.location = place.id
    device.name = "desk 1"
    device.publicKey = devicePublicKey
    var staff = Staff()
    staff.id = at.mint()
    staff.name = try Self.named(owner, "owner")
    staff.roles = [RoleAt(.owner)]
    staff.digit = 1
    staff.verifier = verifier
    var key = PassKey()
    key.id = at.mint()
    key.number = 1
    key.publicKey = passPublicKey
    key.validFrom = at.at
    at.put(organization)
    at.put(place)
    if !devicePublicKey.bytes.isEmpty { at.put(device) }
    at.put(staff)
    at.put(key)
    at.subject = organization.id.raw
  }

  static func named(_ text: String, _ what: String) throws(Refusal) -> String {
    let name = Cleaned.name(text)
    guard !name.isEmpty else { throw Refusal(.malformed, ["what": .word(what)]) }
    return name
  }

  /// Lower-case ASCII letters and digits with dashes between.
  private static func slug(_ name: String) -> String {
    name.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
      .joined(separator: "-")
  }
}

extension Intent {
  /// The zone that has to be known before this intent can be judged.
  package var namedZone: String? {
    switch self {
    case let founding as FoundStudio: founding.zone
    case let place as AddLocation: place.zone
    default: nil
    }
  }
}
