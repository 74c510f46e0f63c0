/// A device showed a code that the authority had given out: from now on its key speaks for it.
package struct EnrolDevice: Intent {
  package static let kind = OperationKind.enrolDevice
  package var name: String
  package var role: DeviceRole
  package var location: ID<Location>
  package var publicKey: Bytes

  package init(name: String, role: DeviceRole, location: ID<Location>, publicKey: Bytes) {
    self.name = name
    self.role = role
    self.location = location
    self.publicKey = publicKey
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { [] }

  package func decide(_ at: inout Situation) throws(Refusal) {
    guard at.actor == .system else { throw at.denied(.manageStudio) }
    _ = try at.require(location)
    let others = at.facts.all(Device.self)
    // One key for two devices would make them one chain with two ends.
    guard !publicKey.bytes.isEmpty, !others.contains(where: { $0.publicKey == publicKey }) else {
      throw Refusal(.malformed, ["what": .word("key")])
    }
    var device = Device()
    device.id = ID(at.id.raw)
    device.name = try FoundStudio.named(name, "name")
    device.role = role
    device.location = location
    device.publicKey = publicKey
    at.put(device)
    at.subject = device.id.raw
  }
}

/// The device is lost or stolen: nothing more is taken from it and nothing sent to it.
package struct RevokeDevice: Intent {
  package static let kind = OperationKind.revokeDevice
  package var target: ID<Device>

  package init(target: ID<Device>) { self.target = target }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { [] }

  package func decide(_ at: inout Situation) throws(Refusal) {
    var device = try at.require(target)
    try at.demandManager(.manageStudio, at: device.location)
    device.revoked = true
    at.put(device)
    at.subject = device.id.raw
  }
}

/// Judgement and expiry no longer wait for a device, or do so again.
package struct SetDeviceAside: Intent {
  package static let kind = OperationKind.setDeviceAside
  package var target: ID<Device>
  package var aside: Bool

  package init(target: ID<Device>, aside: Bool) {
    self.target = target
    self.aside = aside
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { [] }

  package func decide(_ at: inout Situation) throws(Refusal) {
    var device = try at.require(target)
    try at.demandManager(.manageStudio, at: device.location)
    device.setAside = aside
    at.put(device)
    at.subject = device.id.raw
  }
}

/// New passes are signed by another key; those signed before hold until a set time.
package struct RotatePassKey: Intent {
  package static let kind = OperationKind.rotatePassKey
  package var publicKey: Bytes
  package var oldValidTo: Instant

  package init(publicKey: Bytes, oldValidTo: Instant) {
    self.publicKey = publicKey
    self.oldValidTo = oldValidTo
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] { [] }

  package func decide(_ at: inout Situation) throws(Refusal) {
    guard at.actor == .system else { throw at.denied(.manageStudio) }
    let old = at.facts.all(PassKey.self)
    guard !old.contains(where: { $0.publicKey == publicKey }) else { throw Refusal(.stale) }
    for var key in old where key.validTo.map({ $0 > oldValidTo }) ?? true {
      key.validTo = oldValidTo
      at.put(key)
    }
    var key = PassKey()
    key.id = at.mint()
    key.number = (old.map(\.number).max() ?? 0) + 1
    key.publicKey = publicKey
    key.validFrom = at.at
    at.put(key)
    at.subject = key.id.raw
  }
}
