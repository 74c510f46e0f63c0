import Crypto
import Domain
import SQLite
import Wire
import Zones

extension Founding {
  /// Makes the directory, its keys and the first operation; what a broken-off founding has made is
  /// used again. Throws `StoreError.exists`, `.badZone`, or a `Refusal` for what was typed.
  func carryOut(
    in directory: DataDirectory, clock: DeskClock, authority: AuthorityPlace.Kind
  ) throws {
    do {
      _ = try TZifTree.shared.zone(named: zone)
    } catch {
      throw StoreError(.badZone, "there is no time zone of that name: try Africa/Johannesburg")
    }
    try PIN.check(pin)
    try directory.make()
    try DirectoryLock(directory.lock).withLock(timeout: .seconds(30)) {
      try makeStudio(in: directory, clock, authority)
    }
  }

  private func makeStudio(
    in directory: DataDirectory, _ clock: DeskClock, _ authority: AuthorityPlace.Kind
  ) throws {
    try directory.checkOperations()
    if directory.isStudio, try OperationLog(directory.operations).refresh() > 0 {
      throw StoreError(.exists, "there is a studio in \(directory.path) already")
    }
    let secrets = try Secrets.make(in: directory)
    let writer = try DeskWriter(
      directory, clock: clock, secrets: secrets, authority: authority)
    try writer.ready()
    var founding = FoundStudio(
      name: name, location: location, zone: zone, owner: owner,
      verifier: try PIN.sealedVerifier(pin, secrets),
      devicePublicKey: Bytes(secrets.device.publicKey),
      passPublicKey: Bytes(secrets.passes?.publicKey ?? []))
    founding.currency = currency
    // A set clock leaves its mark on the studio for good.
    founding.training = training || clock.isSet
    var hand = DeskStore.Hand.system
    hand.location = writer.log.identity.location
    _ = try writer.submit(Submission(founding, hand))
    try writer.settle()
    try Files.syncNames(beside: directory.operations)
  }
}
