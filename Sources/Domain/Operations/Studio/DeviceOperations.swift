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

/// Another life of a device's file has begun: restored from a backup, or copied to a second machine.
package struct NoteLife: Intent {
  package static let kind = OperationKind.noteLife
  package var target: ID<Device>
  /// True where an earlier life speaks after a later one: two machines have one key.
  package var twice: Bool
  /// The life that has begun; nil where none has.
  package var life: Int?
  /// Those of which an earlier life holds places.
  package var sessions: [ID<Session>]?

  package init(target: ID<Device>, twice: Bool) {
    self.target = target
    self.twice = twice
  }

  package func reads(_ facts: Facts, at: Instant) -> [Read] {
    NumberKind.allCases.flatMap { [.numbers(target, $0), .allNumbers($0)] }
      + (sessions ?? []).map { .roster($0) }
  }

  package func decide(_ at: inout Situation) throws(Refusal) {
    guard at.actor == .system else { throw at.denied(.manageStudio) }
    let device = try at.require(target)
    at.subject = device.id.raw
    if twice {
      var told = Conflict()
      told.id = at.mint()
      told.kind = .twoMachines
      told.operation = at.id
      told.what = Self.kind.rawValue
      told.device = device.id
      told.location = device.location
      told.at = at.at
      told.by = .device
      at.put(told)
    }
    // Nobody knows what the earlier ones gave out: their places are not the new one's.
    for var row in (sessions ?? []).flatMap({ at.facts.allotments(of: $0) })
    where row.device == target && row.life != life && row.places > 0 {
      row.life = Allotment.lost
      at.put(row)
    }
    // The lives know nothing of what each other gave out: neither goes on with these numbers.
    for kind in NumberKind.allCases {
      var own = at.facts.all(NumberBlock.self)
        .filter { $0.device == target && $0.kind == kind && $0.next < $0.end }
      guard !own.isEmpty else { continue }
      for place in own.indices {
        own[place].next = own[place].end
        at.put(own[place])
      }
      var fresh = NumberBlock()
      fresh.id = at.mint()
      fresh.device = target
      fresh.kind = kind
      fresh.next = at.facts.firstFree(kind)
      fresh.end = fresh.next + NumberBlock.size
      at.put(fresh)
    }
  }
}
