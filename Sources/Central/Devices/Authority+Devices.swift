import Crypto
package import Domain
package import Wire

/// What the authority does with its devices, as the system.
extension Authority {
  /// For tokens and signed times, on any thread; throws `NOT_FOUND` before the founding.
  package func door() throws -> DeviceDoor {
    guard let organization = try store.studio(knowing: nil).organization else {
      throw Refusal(.notFound, ["what": .word(Table.organization.rawValue)])
    }
    return DeviceDoor(organization.id, try keys())
  }

  /// As it stands now, revoked or not; nil for one that never was let in.
  package func device(_ id: ID<Device>) throws -> Device? {
    try store.studio(knowing: nil)[id]
  }

  /// Throws a `Refusal` where there is no such device.
  package func revoke(_ device: ID<Device>, at now: Instant) throws {
    _ = try commit(at: now) { try act(RevokeDevice(target: device), at: now) }
  }

  /// Throws a `Refusal` where there is no such device.
  package func setAside(_ device: ID<Device>, _ aside: Bool, at now: Instant) throws {
    _ = try commit(at: now) { try act(SetDeviceAside(target: device, aside: aside), at: now) }
  }

  /// Passes are signed by a fresh key from now on, those signed before hold until a set time; returns
  /// the new key's number, under which `AuthorityKeys.passes` signs.
  package func rotatePassKey(keepingOldUntil end: Instant, at now: Instant) throws -> Int {
    let keys = try keys()
    return try commit(at: now) {
      let old = try store.studio(knowing: nil).all(PassKey.self)
      let number = (old.map(\.number).max() ?? 0) + 1
      let key = try keys.passes(number).publicKey
      _ = try act(RotatePassKey(publicKey: Bytes(key), oldValidTo: end), at: now)
      return number
    }
  }

  /// The first operation of a studio that begins at the authority: desks are enrolled later. `verifier`
  /// is the owner's, from `PINVerifier`. Throws a `Refusal` for what cannot be, or where there is one.
  package func found(
    name: String, location: String, zone: String, owner: String, verifier: String,
    training: Bool = false, at now: Instant
  ) throws -> ID<Organization> {
    let keys = try keys()
    var founding = FoundStudio(
      name: name, location: location, zone: zone, owner: owner,
      verifier: Bytes(try SecretBox.seal(Array(verifier.utf8), key: keys.verifiers)),
      devicePublicKey: Bytes(), passPublicKey: Bytes(try keys.passes(1).publicKey))
    founding.training = training
    let made = try commit(at: now) { try act(founding, at: now) }
    return ID(made?.subject ?? ID<Organization>.none.raw)
  }

  func isRevoked(_ device: ID<Device>) throws -> Bool {
    try store.studio(knowing: nil)[device]?.revoked ?? false
  }

  /// What a device is sent: `.some(nil)` is everything, for the desk in whose directory the authority
  /// lives; nil is nothing, for one that is not known.
  func scope(of device: ID<Device>) throws -> FeedScope?? {
    if device == trusted { return .some(nil) }
    guard let row = try store.studio(knowing: nil)[device] else { return nil }
    return FeedScope(row, codes: try keys().codes)
  }

  // MARK: What it had sent

  /// A device's own operations back, after its disk was lost.
  package func operations(
    of device: ID<Device>, _ epoch: Epoch, after seq: Int, limit: Int = 200
  ) throws -> [StoredOperation] {
    try store.operations(of: device, epoch, after: seq, limit: limit)
  }

  /// What a revoked device had locked to this authority; throws `CryptoError`.
  package func open(sealed box: [UInt8]) throws -> [UInt8] { try keys().box.open(box) }
}
